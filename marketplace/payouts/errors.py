"""What can go wrong with payouts; nothing was changed."""


class UnableToPayOut(Exception):
    """The payout or run could not be prepared, released or answered."""


class CashSettled(UnableToPayOut):
    """The carrier has settled the parcel's cash, so that its producer cannot have kept it."""


class NotYours(UnableToPayOut):
    """This person may not do it: no such duty, or it needs another person than the one before."""


class NothingToPay(UnableToPayOut):
    """Nobody has anything to be paid by that day; trying again later helps."""


class RunMoved(UnableToPayOut):
    """The run is not in a state in which that can be done; it may have been done meanwhile."""


class AccountRefused(UnableToPayOut):
    """The bank account cannot be taken as it is; the message says what to mend."""


class UnreadableAnswer(UnableToPayOut):
    """The bank's file cannot be read; the message says what is wrong with it."""
