"""What can go wrong with a complaint. Each says what could not be done; nothing was changed."""

from __future__ import annotations


class UnableToComplain(Exception):
    """A complaint cannot be filed: too early, too late, about too many pieces, or one is open. The message tells the buyer."""


class UnableToAnswer(Exception):
    """A complaint cannot go that way, or not by this person; it may have moved on meanwhile."""
