"""The rate table of delivery."""

from marketplace.delivery.services import load_rates


def load() -> None:
    """Load illustrative rates."""
    load_rates()
