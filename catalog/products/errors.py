"""What can go wrong with products."""

from __future__ import annotations

from catalog.products.publication import Gap


class UnableToPublish(Exception):
    """The listing lacks what the law asks for; `gaps` tells what. Nothing was changed."""

    def __init__(self, gaps: list[Gap]) -> None:
        self.gaps = gaps
        super().__init__(", ".join(gap.code for gap in gaps))


class UnableToChangeListing(Exception):
    """The listing cannot be changed that way; nothing was changed. Trying again does not help."""


class NoVatRate(Exception):
    """No rate is on file for that class and day: an officer must enter one."""
