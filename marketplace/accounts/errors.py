"""What can go wrong with roles; nothing was changed."""


class UnableToChangeRole(Exception):
    """There is no such role to take back, or the person may not give or take it. Trying again does not help."""
