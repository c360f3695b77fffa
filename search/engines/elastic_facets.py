"""Counts of facet values from Elasticsearch. Pure: what to ask for, and how to read what it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.engines import elastic_queries as build
from search.engines.weights import MAX_VALUES, TERM_FIELDS, cut_values
from search.queries import PRICE_RANGES, Dimension, SearchQuery

NAMED, TICKED = "named", "ticked"


def counted(search: Any, query: SearchQuery, dimensions: Iterable[Dimension]) -> Any:
    """Ask for the total and for the counts of some dimensions.

    Each stands by itself at the top, where the cluster counts by its lists of postings; such answers it keeps.
    """
    if query.is_ranked and build.is_by_scope(query):
        search.aggs.bucket(NAMED, "filter", build.named_query(query))
    for dimension in dimensions:
        if dimension in TERM_FIELDS:
            search.aggs.bucket(dimension, "terms", field=TERM_FIELDS[dimension], size=MAX_VALUES)
        else:
            named = {Dimension.STARS: ["5", "4", "3"], Dimension.PRICE: list(PRICE_RANGES)}.get(dimension, ["1"])
            search.aggs.bucket(dimension, "filters", filters=_each(dimension, named, query))
    return search.extra(track_total_hits=True)[0:0]


def counted_open(search: Any, query: SearchQuery, dimension: Dimension) -> Any:
    """Ask for the counts of a dimension that something is ticked in, `search` leaving it open; what is ticked is counted in any case."""
    search = counted(search, query, [dimension])
    search.aggs.bucket(TICKED, "filters", filters=_each(dimension, query.filters[dimension], query))
    return search


def _each(dimension: Dimension, values: Iterable[str], query: SearchQuery) -> dict[str, Any]:
    return {value: build.value_query(dimension, value, query) for value in values}


def total_of(told: dict[str, Any]) -> int:
    """Read how many fit."""
    return int(told["hits"]["total"]["value"])


def named_of(told: dict[str, Any]) -> int:
    """Read how many of them have all words in their title, where hits come scope by scope."""
    return int(told.get("aggregations", {}).get(NAMED, {}).get("doc_count", 0))


def counts_of(told: dict[str, Any], dimension: Dimension, query: SearchQuery) -> dict[str, int]:
    """Read the counts of one dimension by value; values that nothing has are left out."""
    found = told["aggregations"]
    buckets = found[dimension]["buckets"]
    pairs = buckets.items() if isinstance(buckets, dict) else [(bucket["key"], bucket) for bucket in buckets]
    counts = {str(key): int(bucket["doc_count"]) for key, bucket in pairs if key and bucket["doc_count"]}
    cut = {value: int(found[TICKED]["buckets"][value]["doc_count"]) for value in cut_values(query, dimension, counts)}
    return counts | {value: count for value, count in cut.items() if count}
