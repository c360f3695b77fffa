"""What can go wrong with the books."""


class Unbalanced(Exception):
    """The entries of a journal do not add up to zero: a mistake in the code, and nothing was posted."""


class RuleRefused(Exception):
    """A rate or rule makes no sense, or comes too late; nothing was changed, and the message says what to mend."""
