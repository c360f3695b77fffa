"""The order of the first hits: how well they fit, a small bounded boost, and no maker above others by number alone.

Described in docs/algorithms/search.md. Pure: an engine gives hits, this arranges them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalog.lib.vietnamese import words
from search.hits import availability_on, stars_on
from search.queries import Dimension, Rank, Scope, SearchQuery
from search.words import KEPT_NAMES, bare

# Only the first hits are arranged, so that pages neither repeat nor lose one, however many there are.
WINDOW = 50
SPREAD_OVER = 10
MOST_OF_ONE_MAKER = 3

# What each fact adds to a factor of 1; all together stay between 0.90 and 1.17.
STAR = 0.02  # for each star above two, while in force
AVAILABLE = 0.04  # can be bought today: in stock and in season
UNAVAILABLE = -0.10  # sold out, out of season or not for sale
FRESH = 0.02  # published within the last sixty days
FRESH_DAYS = 60
FAVORED = 0.05  # at most, whatever the department wrote and however often


@dataclass(frozen=True, slots=True)
class Hit:
    """What an engine found: its score for the words, what it stores of the product, and whether its title has all words."""

    score: float
    stored: dict[str, Any]
    scope: Scope = Scope.TEXT

    @property
    def maker(self) -> str:
        """The maker's id, empty where only a seller is known."""
        return str(self.stored.get("maker", ""))

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.stored["card"]["title"])


def stars_now(stored: dict[str, Any], query: SearchQuery) -> int | None:
    """Give the stars of the day, also where the index does not know yet that they went or came."""
    if (product_id := stored["card"]["id"]) in query.behind:
        badge = query.behind[product_id]
        return badge.stars if badge else None
    return stars_on(stored, query.today)


def boosts(stored: dict[str, Any], query: SearchQuery) -> dict[str, float]:
    """Give what speaks for showing a product earlier, by reason. No maker can buy any of it."""
    # Fifty hits are looked at for one page: no card is built for that.
    found = {"available": AVAILABLE if availability_on(stored, query.today) == "in_stock" else UNAVAILABLE}
    if stars := stars_now(stored, query):
        found["stars"] = STAR * (stars - 2)
    if 0 <= query.today.toordinal() - stored.get("published", 0) < FRESH_DAYS:
        found["fresh"] = FRESH
    groups = stored.get("groups", ())
    favors = [one.part for one in query.favored if one.product_id == stored["card"]["id"] or (one.group and one.group in groups)]
    if favors:
        found["favored"] = min(FAVORED, max(favors))
    return found


@lru_cache(maxsize=KEPT_NAMES)
def _said(text: str) -> str:
    """Give the bare words between blanks, so that whole words are looked for."""
    return f" {' '.join(map(bare, words(text.replace('(mẫu)', ''))))} "


def _asked_makers(hits: list[Hit], query: SearchQuery) -> set[str]:
    """Give the makers whose name the words of the question end in, as far as no other maker's goods are called so.

    `sao mai` asks for the Hợp tác xã Sao Mai, but `mật ong` not for a shop that bears the name of its goods: a name must not
    buy a place.
    """
    text = _said(query.text)
    names = {hit.maker: _said(str(hit.stored["card"]["producer_name"])).split()[-2:] for hit in hits if hit.maker}
    found = set()
    for maker, name in names.items():
        called = f" {' '.join(name)} "
        if len(name) > 1 and called in text and not any(called in _said(hit.title) for hit in hits if hit.maker != maker):
            found.add(maker)
    return found


def _spread(hits: list[Hit], asked: Collection[str] = ()) -> list[Hit]:
    """Let no maker have more than three of the first ten while others wait; the order is kept otherwise.

    Those who were asked for go free, and products whose maker nobody knows: they are of many.
    """
    first: list[Hit] = []
    later: list[Hit] = []
    seen: Counter[str] = Counter()
    for hit in hits:
        is_free = not hit.maker or hit.maker in asked
        if len(first) < SPREAD_OVER and (is_free or seen[hit.maker] < MOST_OF_ONE_MAKER):
            first.append(hit)
            seen[hit.maker] += 1
        else:
            later.append(hit)
    return first + later


def rank_of(hit: Hit, query: SearchQuery) -> Rank:
    """Give how a hit's place comes about."""
    parts = boosts(hit.stored, query)
    return Rank(scope=hit.scope, score=hit.score, factor=1 + sum(parts.values()), parts=parts)


def arrange(hits: list[Hit], query: SearchQuery) -> list[Hit]:
    """Arrange the first hits by title, score and boost, then spread them over makers unless makers were asked for."""
    ranked = sorted(hits, key=lambda hit: (hit.scope is not Scope.TITLE, -hit.score * rank_of(hit, query).factor))
    return ranked if Dimension.MAKER in query.filters else _spread(ranked, _asked_makers(ranked, query))


def page_of_hits(fetch: Callable[[int, int], list[Hit]], query: SearchQuery, page: int) -> list[Hit]:
    """Give the hits of a page; `fetch(offset, limit)` gives them in the engine's order."""
    offset = (page - 1) * query.page_size
    if not query.is_ranked or offset >= WINDOW:
        return fetch(offset, query.page_size)
    head = arrange(fetch(0, WINDOW), query)
    behind = offset + query.page_size - WINDOW
    tail = fetch(WINDOW, behind) if behind > 0 else []
    return [*head, *tail][offset : offset + query.page_size]
