"""Counts of facet values in one pass over the hits. Pure: what to ask Tantivy, and how to read what it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.engines.timeline import SLOTS
from search.engines.weights import MAX_VALUES, TERM_FIELDS
from search.queries import PRICE_RANGES, Dimension, SearchQuery

STARS = ("5", "4", "3")
TOTAL: dict[str, Any] = {"total": {"filter": "*"}}
_SEASONS = {Dimension.SEASON: "season", Dimension.STOCK: "buy_season"}
# As many as there are sets of twelve months.
MOST_SEASONS = 1 << 12


def _in_force(slot: int, today: int) -> dict[str, Any]:
    """Ask for the stars of what holds on a day: buckets within buckets look at the hits alone, a filter would look at every product."""
    stars = [{"key": value, "from": int(value), "to": int(value) + 1} for value in STARS]
    begun = {"field": f"since_{slot}", "ranges": [{"key": "begun", "to": today + 1}]}
    lasting = {"field": f"until_{slot}", "ranges": [{"key": "lasting", "from": today + 1}]}
    counted = {"stars": {"range": {"field": f"stars_{slot}", "ranges": stars}}}
    return {"range": lasting, "aggs": {"begun": {"range": begun, "aggs": counted}}}


def _asked(dimension: Dimension, query: SearchQuery) -> dict[str, Any]:
    if dimension is Dimension.STARS:
        return {f"stars{slot}": _in_force(slot, query.today.toordinal()) for slot in SLOTS}
    if dimension is Dimension.PRICE:
        ranges = [{"key": key, "from": low, "to": high} for key, (low, high) in PRICE_RANGES.items()]
        return {dimension: {"range": {"field": "price", "ranges": ranges}}}
    if dimension in _SEASONS:
        return {dimension: {"terms": {"field": _SEASONS[dimension], "size": MOST_SEASONS}}}
    return {dimension: {"terms": {"field": TERM_FIELDS[dimension], "size": MAX_VALUES}}}


def aggregations(dimensions: Iterable[Dimension], query: SearchQuery) -> dict[str, Any]:
    """Give what to ask for to count the values of all `dimensions` at once."""
    return {str(name): asked for dimension in dimensions for name, asked in _asked(dimension, query).items()}


def _key(key: str | float) -> str:
    """Give the key of a bucket as an address has it: ids come as numbers."""
    return key if isinstance(key, str) else str(int(key))


def _bucket(found: dict[str, Any], key: str) -> dict[str, Any]:
    return next((bucket for bucket in found["buckets"] if bucket["key"] == key), {})


def _stars(found: dict[str, Any]) -> dict[str, int]:
    counts = dict.fromkeys(STARS, 0)
    for slot in SLOTS:
        lasting = _bucket(found[f"stars{slot}"], "lasting")
        begun = _bucket(lasting["begun"], "begun") if lasting else {}
        for bucket in begun["stars"]["buckets"] if begun else ():
            if bucket["key"] in counts:
                counts[bucket["key"]] += int(bucket["doc_count"])
    return counts


def total_of(found: dict[str, Any]) -> int:
    """Read how many fit, where `TOTAL` was asked for."""
    return int(found["total"]["doc_count"])


def _in_month(found: dict[str, Any], month: int) -> int:
    """Add up the counts of the seasons that a month is in."""
    return sum(int(bucket["doc_count"]) for bucket in found["buckets"] if int(bucket["key"]) >> (month - 1) & 1)


def counts_of(found: dict[str, Any], dimension: Dimension, query: SearchQuery) -> dict[str, int]:
    """Read the counts of one dimension by value; values that nothing has are left out."""
    if dimension is Dimension.STARS:
        counts = _stars(found)
    elif dimension in _SEASONS:
        counts = {"1": _in_month(found[dimension], query.today.month)}
    else:
        pairs = {_key(bucket["key"]): int(bucket["doc_count"]) for bucket in found[dimension]["buckets"]}
        counts = {value: pairs.get(value, 0) for value in (PRICE_RANGES if dimension is Dimension.PRICE else pairs)}
    return {value: count for value, count in counts.items() if value and count}
