"""What can go wrong on the way to an order."""

from __future__ import annotations


class UnableToAdd(Exception):
    """The product could not be put into the basket as asked; `reason` is an availability, `too_few` or `full`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class AdultsOnly(Exception):
    """The visitor must say first to be of age (Law 44/2019 on harm of alcohol, art. 5)."""
