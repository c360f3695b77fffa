"""What can go wrong with a refund by bank transfer; nothing was changed."""

from __future__ import annotations


class AccountNotTaken(Exception):
    """The account cannot be taken any more: the refund has been prepared or sent, or goes back another way."""


class NotYours(Exception):
    """The person has not this duty, or did the other half of it."""


class UnableToSend(Exception):
    """The refund does not stand where that could be done."""


class NothingForTheBank(Exception):
    """No transfer would stand in the file: all that is released stands in an earlier one, or the bank has answered it."""


class UnreadableAnswer(Exception):
    """The bank's file cannot be read; the message says why."""
