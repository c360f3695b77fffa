"""What can go wrong with producers."""


class UnableToChangeState(Exception):
    """The producer cannot move to that state; nothing was changed. Trying again does not help."""
