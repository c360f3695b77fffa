"""From what an engine finds to an answer: the page that there is, its cards and ranks. The same for every engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from search.hits import card_from_stored
from search.queries import Dimension, OtherHit, SearchAnswer, SearchQuery
from search.ranking import WINDOW, Hit, page_of_hits, rank_of


@dataclass(frozen=True, slots=True)
class Found:
    """Some hits in the engine's order, how many there are in all, and how many of them have all words in their title."""

    total: int
    hits: list[Hit]
    named: int = 0


def wanted_hits(query: SearchQuery, page: int) -> tuple[int, int]:
    """Give offset and number of the hits that a page is arranged from."""
    offset = (page - 1) * query.page_size
    if query.is_ranked and offset < WINDOW:
        return 0, max(WINDOW, offset + query.page_size)
    return offset, query.page_size


def build_answer(
    query: SearchQuery,
    fetch: Callable[[int, int], Found],
    facets: Callable[[], dict[Dimension, dict[str, int]]],
    others: Callable[[], list[OtherHit]],
) -> SearchAnswer:
    """Ask for the hits of a page once, and once more only where the page lies behind the last; then for the rest."""
    page = query.page
    offset, limit = wanted_hits(query, page)
    found = fetch(offset, limit)
    pages = max(1, -(-found.total // query.page_size))
    if page > pages:
        page = pages
        offset, limit = wanted_hits(query, page)
        found = fetch(offset, limit)
    hits = page_of_hits(lambda start, number: found.hits[start - offset : start - offset + number], query, page)
    return SearchAnswer(
        cards=[card_from_stored(hit.stored, query.today, query.behind) for hit in hits],
        total=found.total,
        page=page,
        pages=pages,
        facets=facets(),
        others=others() if query.is_ranked and page == 1 else [],
        named=found.named,
        ranks=tuple(rank_of(hit, query) for hit in hits) if query.is_ranked else (),
    )
