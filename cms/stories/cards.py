"""What a list shows of a story: plain values."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.products.cards import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who a story is about."""

    producer_name: str
    producer_url: str
    place_name: str
    is_sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """A story in a list."""

    title: str
    url: str
    summary: str
    byline: Byline
    picture: Picture | None
