"""Counts of facet values from Elasticsearch. Pure: what to ask for, and how to read what it says."""

from __future__ import annotations

from typing import Any

from search.engines import elastic_queries as build
from search.engines.weights import MAX_VALUES, TERM_FIELDS, cut_values
from search.queries import PRICE_RANGES, Dimension, SearchQuery

NAMED = "named"


def counted(search: Any, query: SearchQuery) -> Any:
    """Ask for the total and for the counts of each dimension under the filters of the others; the cluster keeps such answers itself."""
    chosen = build.chosen_queries(query)
    if query.is_ranked and build.is_by_scope(query):
        search.aggs.bucket(NAMED, "filter", build.all_of([build.named_query(query), *chosen.values()]))
    for dimension in query.facets:
        others = [part for other, part in chosen.items() if other != dimension]
        bucket = search.aggs.bucket(str(dimension), "filter", build.all_of(others))
        if dimension in TERM_FIELDS:
            bucket.bucket("values", "terms", field=TERM_FIELDS[dimension], size=MAX_VALUES)
            ticked = {value: build.value_query(dimension, value, query) for value in query.filters.get(dimension, ())}
            if ticked:
                bucket.bucket("ticked", "filters", filters=ticked)
        else:
            named = {Dimension.STARS: ["5", "4", "3"], Dimension.PRICE: list(PRICE_RANGES)}.get(dimension, ["1"])
            bucket.bucket("values", "filters", filters={value: build.value_query(dimension, value, query) for value in named})
    search = search.post_filter(build.all_of(list(chosen.values()))) if chosen else search
    return search.extra(track_total_hits=True)[0:0]


def total_of(told: dict[str, Any]) -> int:
    """Read how many fit."""
    return int(told["hits"]["total"]["value"])


def named_of(told: dict[str, Any]) -> int:
    """Read how many of them have all words in their title, where hits come scope by scope."""
    return int(told.get("aggregations", {}).get(NAMED, {}).get("doc_count", 0))


def counts_of(told: dict[str, Any], dimension: Dimension, query: SearchQuery) -> dict[str, int]:
    """Read the counts of one dimension by value; values that nothing has are left out."""
    found = told["aggregations"][str(dimension)]
    buckets = found["values"]["buckets"]
    pairs = buckets.items() if isinstance(buckets, dict) else [(bucket["key"], bucket) for bucket in buckets]
    counts = {str(key): int(bucket["doc_count"]) for key, bucket in pairs if key and bucket["doc_count"]}
    cut = {value: int(found["ticked"]["buckets"][value]["doc_count"]) for value in cut_values(query, dimension, counts)}
    return counts | {value: count for value, count in cut.items() if count}
