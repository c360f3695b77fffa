"""How many products fit and how many of them have each value, asked of Tantivy without scoring anything."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, replace

import tantivy

from search.engines import tantivy_queries as build
from search.engines.tantivy_facets import STARS, TOTAL, aggregations, counts_of, total_of
from search.engines.weights import cut_values
from search.queries import Dimension, SearchQuery

# The facets of so many products may be so many seconds old: counting them costs more than the whole page, and jobs change the index all day.
LARGE, LARGE_SECONDS = 50_000, 5.0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many products fit, and how many of them had each value at `counted_at` (of `time.monotonic`)."""

    total: int
    facets: dict[Dimension, dict[str, int]]
    counted_at: float

    def may_be_carried(self) -> bool:
        """Whether the facets may also stand for a later state of the index: so many products that one more or less tells nobody anything."""
        return self.total >= LARGE and time.monotonic() - self.counted_at < LARGE_SECONDS


def count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """Count without scoring, which would take four times as long."""
    return total_of(searcher.aggregate(query, TOTAL))


def count_all(schema: tantivy.Schema, searcher: tantivy.Searcher, query: SearchQuery) -> Counted:
    """Count in one pass what nothing is ticked in, since all filters hold for it; each ticked dimension by itself."""
    total, counts = _aggregated(schema, searcher, query, [one for one in query.facets if one not in query.filters])
    for dimension in query.facets:
        if dimension in query.filters:
            open_query = query.without(dimension)
            counts |= _aggregated(schema, searcher, open_query, [dimension])[1]
            for value in cut_values(query, dimension, counts[dimension]):
                having = build.value_query(schema, dimension, value, query)
                exact = count(searcher, build.all_of([build.products_query(schema, open_query), having]))
                counts[dimension] |= {value: exact} if exact else {}
    return Counted(total, {dimension: counts[dimension] for dimension in query.facets}, time.monotonic())


def with_stars(schema: tantivy.Schema, searcher: tantivy.Searcher, counted: Counted, query: SearchQuery) -> Counted:
    """Put the counts of stars right: jobs open and close all day, and what was counted before them still holds otherwise."""
    if Dimension.STARS not in counted.facets:
        return counted
    right = _put_right(schema, searcher, query, counted.facets[Dimension.STARS])
    return replace(counted, facets=counted.facets | {Dimension.STARS: right})


def _aggregated(
    schema: tantivy.Schema, searcher: tantivy.Searcher, query: SearchQuery, dimensions: list[Dimension]
) -> tuple[int, dict[Dimension, dict[str, int]]]:
    """Give the total and the counts of some dimensions."""
    found = searcher.aggregate(build.products_query(schema, query), TOTAL | aggregations(dimensions, query))
    counts = {dimension: counts_of(found, dimension, query) for dimension in dimensions}
    if query.behind and Dimension.STARS in counts:
        counts[Dimension.STARS] = _put_right(schema, searcher, query, counts[Dimension.STARS])
    return total_of(found), counts


def _put_right(schema: tantivy.Schema, searcher: tantivy.Searcher, query: SearchQuery, counts: dict[str, int]) -> dict[str, int]:
    """Take what the index says of products that it does not know the stars of yet out of the counts, and put what holds into them."""
    products = build.products_query(schema, query)

    def among(ids: Collection[int]) -> tantivy.Query:
        return build.all_of([build.of_products(schema, ids), products])

    told = counts_of(searcher.aggregate(among(query.behind), aggregations([Dimension.STARS], query)), Dimension.STARS, query)
    holding = {stars: [pk for pk, badge in query.behind.items() if badge and str(badge.stars) == stars] for stars in STARS}
    now = {stars: count(searcher, among(ids)) if ids else 0 for stars, ids in holding.items()}
    exact = {stars: counts.get(stars, 0) - told.get(stars, 0) + now[stars] for stars in STARS}
    return {stars: number for stars, number in exact.items() if number}
