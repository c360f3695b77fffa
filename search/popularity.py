"""What is ordered most: asked of whoever knows about orders, above this storey."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b
from typing import Any, Protocol

from django.core.cache import caches

KEEP_SECONDS = 600


class PopularitySource(Protocol):
    """Knows what buyers order."""

    def popular_products(self, groups: Collection[str], limit: int) -> list[int]:
        """Give the ids of the products ordered most lately, of these groups or of all where none is named."""
        ...


class NobodyKnows:
    """Knows of no orders."""

    def popular_products(self, groups: Collection[str], limit: int) -> list[int]:
        """Give none."""
        return []


_source: PopularitySource = NobodyKnows()


def set_popularity_source(source: PopularitySource) -> None:
    """Say who is asked from now on; called once when the roof is ready."""
    global _source
    _source = source


def popular_products(groups: Collection[str], limit: int) -> list[int]:
    """Give what is ordered most, at most ten minutes old in this process."""
    # Groups come out of an address, with whatever letters.
    key = f"popular-{blake2b(repr((sorted(groups), limit)).encode(errors='surrogatepass'), digest_size=8).hexdigest()}"
    found: Any = caches["local"].get_or_set(key, lambda: _source.popular_products(groups, limit), KEEP_SECONDS)
    return list(found)
