"""Where a question leads that found nothing: fewer filters, other spellings, what people buy. Never a dead end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from catalog.products.cards import ProductCard
from catalog.products.selectors import cards_for_products
from search.engines import SearchEngine
from search.engines import engine as present_engine
from search.facets import Facet, without_value
from search.finding import find
from search.popularity import popular_products
from search.queries import Dimension, SearchAnswer, SearchQuery, write_query

POPULAR = 8
MOST_LINKS = 6
MOST_CORRECTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A question near the one that found nothing: what is other about it, its address, how many products it finds."""

    name: str
    url: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """What to offer: without one filter each, without all of them, other spellings; and goods, `is_ordered` where others buy them."""

    fewer: list[Way]
    unfiltered: Way | None
    spellings: list[Way]
    popular: list[ProductCard]
    is_ordered: bool


def _total(query: SearchQuery, engine: SearchEngine) -> int:
    return find(replace(query, facets=(), page_size=1, page=1), engine).total


def _fewer(query: SearchQuery, facets: list[Facet], engine: SearchEngine, *, is_group_page: bool) -> list[Way]:
    """Give one way for each chosen value whose absence helps."""
    chosen = [(Dimension(facet.key), value) for facet in facets for value in facet.values if value.is_chosen]
    ways = []
    for dimension, value in chosen[:MOST_LINKS]:
        near = without_value(query, dimension, value.value)
        total = _total(near, engine)
        if total:
            shown = near.without(Dimension.GROUP) if is_group_page else near
            ways.append(Way(name=str(value.name), url=f"?{write_query(shown)}", total=total))
    return ways


def _spellings(query: SearchQuery, engine: SearchEngine) -> list[Way]:
    """Give the nearest corrections of which all words are found, filters aside."""
    ways = []
    for text in engine.vocabulary(query.language).corrections(query.text):
        near = replace(query, text=text, filters={}, page=1)
        answer = find(replace(near, facets=(), page_size=1), engine)
        if answer.total and not answer.is_partial and not answer.corrected:
            ways.append(Way(name=text, url=_address(near), total=answer.total))
        if len(ways) == MOST_CORRECTIONS:
            break
    return ways


def _address(query: SearchQuery) -> str:
    return f"{reverse('search:search')}?{write_query(query)}"


def _popular(query: SearchQuery, groups: tuple[str, ...], engine: SearchEngine) -> tuple[list[ProductCard], bool]:
    """Give what is ordered most in the groups, filled up with what is new there, else in the whole shop; and whether any is ordered."""
    for within in dict.fromkeys((groups, ())):
        filters = {Dimension.GROUP: within} if within else {}
        ordered = cards_for_products(popular_products(within, POPULAR), language=query.language, today=query.today)
        newest = SearchQuery(language=query.language, today=query.today, filters=filters, page_size=POPULAR, facets=())
        new = engine.search(newest).cards
        seen = {card.id for card in ordered}
        found = [*ordered, *(card for card in new if card.id not in seen)][:POPULAR]
        if found:
            return found, bool(ordered)
    return [], False


def find_way_out(
    query: SearchQuery, answer: SearchAnswer, facets: list[Facet], *, is_group_page: bool = False, engine: SearchEngine | None = None
) -> WayOut:
    """Give what to offer beside an empty answer, found by the engine that gave it."""
    engine = engine or present_engine()
    understood = tuple(group for meaning in answer.meanings for group in meaning.groups)
    unfiltered = replace(query, filters={}, page=1)
    total = _total(unfiltered, engine) if query.filters and query.text else 0
    popular, is_ordered = _popular(query, query.filters.get(Dimension.GROUP) or understood, engine)
    is_one = query.text and sum(map(len, query.filters.values())) == 1
    return WayOut(
        fewer=[] if is_one else _fewer(query, facets, engine, is_group_page=is_group_page),
        unfiltered=Way(name=query.text, url=_address(unfiltered), total=total) if total else None,
        spellings=_spellings(query, engine) if query.text else [],
        popular=popular,
        is_ordered=is_ordered,
    )
