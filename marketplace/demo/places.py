"""The places that the demo needs: all provinces, Hanoi's communes, craft villages."""

from catalog.places.services import load_places


def load() -> None:
    """Load them from the catalogue's own data files."""
    load_places()
