"""What can go wrong with an erasure; nothing was changed."""


class NotAllowed(Exception):
    """The person who asks is no officer with the duty to verify, everywhere."""


class NothingToErase(Exception):
    """Nobody is known by that number or address."""


class StillNeeded(Exception):
    """A parcel of the person is on its way and needs the address; later it can be done."""
