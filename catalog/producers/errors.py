"""What can go wrong with producers."""


class NotAllowed(Exception):
    """Neither a role nor a duty lets this person do that for this producer; nothing was changed. Trying again does not help."""


class UnableToChangeState(Exception):
    """The producer cannot move to that state; nothing was changed. Trying again does not help."""
