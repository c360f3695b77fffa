"""What can go wrong with claims. Nothing was changed, and trying the same again does not help."""


class UnableToDecideClaim(Exception):
    """The claim cannot be decided that way; the message says why, in the reader's language."""
