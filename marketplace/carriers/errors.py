"""What can go wrong with carriers' settlements."""


class UnreadableSettlement(Exception):
    """The file is no settlement that can be read; the message says what is wrong. Nothing was written."""


class SettlementMoved(Exception):
    """The file was used, or the row answered, meanwhile; or the file was staged before. Nothing was changed."""


class UnableToCount(Exception):
    """The row cannot be counted: no parcel is named, or none has that number. Nothing was changed."""
