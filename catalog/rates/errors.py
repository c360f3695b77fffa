"""What can go wrong with rates; trying again without a change does not help."""


class RateRefused(Exception):
    """The rate cannot be true: a currency, an amount, a day or an age that makes no sense."""
