"""Where products' pictures come from: the CMS above gives them through this Protocol, joined in `marketplace/apps.py`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from catalog.products.cards import Picture


class PictureSource(Protocol):
    """Gives ready-made pictures; never draws or resizes in a request."""

    def pictures_for_listings(self, listing_ids: Collection[int], language: str) -> dict[int, list[Picture]]:
        """Give each listing's pictures in their order, in a fixed number of queries."""
        ...


class NoPictures:
    """Stands in until the frame joins a real source (tests of lower rooms)."""

    def pictures_for_listings(self, listing_ids: Collection[int], language: str) -> dict[int, list[Picture]]:
        """Give no picture for any listing."""
        return {}


_source: PictureSource = NoPictures()


def set_picture_source(source: PictureSource) -> None:
    """Join the source of pictures; called once by the frame."""
    global _source
    _source = source


def pictures_for_listings(listing_ids: Collection[int], language: str) -> dict[int, list[Picture]]:
    """Give each listing's pictures from the joined source."""
    return _source.pictures_for_listings(listing_ids, language)
