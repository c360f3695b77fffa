"""Where a product may be sent: asked of whoever knows about delivery, above this storey."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from catalog.products.models import Listing
from search.queries import EVERYWHERE


class ReachSource(Protocol):
    """Knows which provinces parcels get to."""

    def provinces_reached(self, listings: Collection[Listing]) -> Mapping[int, list[str]]:
        """Give by listing id the ids of the provinces it may be sent to, or `EVERYWHERE` alone."""
        ...


class Unlimited:
    """Sends everything everywhere, until somebody says otherwise."""

    def provinces_reached(self, listings: Collection[Listing]) -> Mapping[int, list[str]]:
        """Give `EVERYWHERE` for each."""
        return {listing.pk: [EVERYWHERE] for listing in listings}


_source: ReachSource = Unlimited()


def set_reach_source(source: ReachSource) -> None:
    """Say who is asked from now on; called once when the roof is ready."""
    global _source  # joined once, at start
    _source = source


def provinces_reached(listings: Collection[Listing]) -> Mapping[int, list[str]]:
    """Give by listing id where each may be sent."""
    return _source.provinces_reached(listings)
