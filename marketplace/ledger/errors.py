"""What can go wrong with the books."""


class Unbalanced(Exception):
    """The entries of a journal do not add up to zero: a mistake in the code, and nothing was posted."""
