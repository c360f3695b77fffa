"""What can go wrong with delivery."""


class NoShippingRate(Exception):
    """No rate is in force for that zone and day: an officer must enter one; trying again does not help."""
