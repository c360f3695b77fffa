"""What can go wrong with renewals. In every case nothing was changed, and trying the same again does not help."""


class UnableToOpenCase(Exception):
    """No case can be opened for this award; the message says why, in the reader's language."""


class UnableToAddPapers(Exception):
    """The papers cannot be taken; the message says why, in the reader's language."""


class UnableToCloseCase(Exception):
    """The case cannot be closed that way."""
