"""What can go wrong with transfers and findings. Nothing was changed."""


class UnableToDecide(Exception):
    """That answer is not open for this row, or it has been decided already; the message says which."""


class ForgedCall(Exception):
    """A call that claims to come from the bank is not signed by it, or its time is long past."""


class BadCall(Exception):
    """A call that the bank signed cannot be understood; the message says what is wrong with it."""
