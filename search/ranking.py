"""The order of the first hits: how well they fit, a small bounded boost, and no maker above others by number alone.

Described in docs/algorithms/search.md. Pure: an engine gives hits, this arranges them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from search.hits import card_from_stored
from search.queries import Dimension, Rank, SearchQuery

# Only the first hits are arranged, so that pages neither repeat nor lose one, however many there are.
WINDOW = 50
SPREAD_OVER = 10
MOST_OF_ONE_MAKER = 3

# What each fact adds to a factor of 1; all together stay between 0.90 and 1.12.
STAR = 0.02  # for each star above two, while in force
AVAILABLE = 0.04  # can be bought today: in stock and in season
UNAVAILABLE = -0.10  # sold out, out of season or not for sale
FRESH = 0.02  # published within the last sixty days
FRESH_DAYS = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """What an engine found: its score for the words, and what it stores of the product."""

    score: float
    stored: dict[str, Any]


def boosts(stored: dict[str, Any], today: date) -> dict[str, float]:
    """Give what speaks for showing a product earlier, by reason. No maker can buy any of it."""
    card = card_from_stored(stored, today)
    found = {"available": AVAILABLE if card.availability == "in_stock" else UNAVAILABLE}
    if card.badge:
        found["stars"] = STAR * (card.badge.stars - 2)
    if 0 <= today.toordinal() - stored.get("published", 0) < FRESH_DAYS:
        found["fresh"] = FRESH
    return found


def _spread(hits: list[Hit]) -> list[Hit]:
    """Let no maker have more than three of the first ten while others wait; the order is kept otherwise."""
    first: list[Hit] = []
    later: list[Hit] = []
    seen: Counter[str] = Counter()
    for hit in hits:
        maker = str(hit.stored["card"]["producer_url"])
        if len(first) < SPREAD_OVER and seen[maker] < MOST_OF_ONE_MAKER:
            first.append(hit)
            seen[maker] += 1
        else:
            later.append(hit)
    return first + later


def rank_of(hit: Hit, today: date) -> Rank:
    """Give how a hit's place comes about."""
    parts = boosts(hit.stored, today)
    return Rank(score=hit.score, factor=1 + sum(parts.values()), parts=parts)


def arrange(hits: list[Hit], query: SearchQuery) -> list[Hit]:
    """Arrange the first hits by score and boost, then spread them over makers unless makers were asked for."""
    ranked = sorted(hits, key=lambda hit: -hit.score * rank_of(hit, query.today).factor)
    return ranked if Dimension.MAKER in query.filters else _spread(ranked)


def page_of_hits(fetch: Callable[[int, int], list[Hit]], query: SearchQuery, page: int) -> list[Hit]:
    """Give the hits of a page; `fetch(offset, limit)` gives them in the engine's order."""
    offset = (page - 1) * query.page_size
    if not query.is_ranked or offset >= WINDOW:
        return fetch(offset, query.page_size)
    head = arrange(fetch(0, WINDOW), query)
    behind = offset + query.page_size - WINDOW
    tail = fetch(WINDOW, behind) if behind > 0 else []
    return [*head, *tail][offset : offset + query.page_size]
