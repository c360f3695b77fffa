"""What can go wrong between the registry and the shop."""


class UnreadableSource(Exception):
    """The file or answer is not a table of records that can be read; the message is one line for people. Nothing was staged."""


class UnreachableSource(UnreadableSource):
    """Nobody answered, or not in time, or with an error of their own. Trying again later may help."""


class UnableToApply(Exception):
    """The run cannot be applied; nothing was changed. Trying again does not help."""


class UnableToUndo(Exception):
    """The run cannot be taken back; nothing was changed. Trying again does not help."""


class UnableToReview(Exception):
    """That cannot be decided about the row; nothing was changed. Trying again does not help.

    `field` names what was typed wrongly, as corrections do, where it is one field.
    """

    def __init__(self, reason: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(reason)


class ReadElsewhere(Exception):
    """Another process has begun to read the same run anew; whoever began earlier stops."""
