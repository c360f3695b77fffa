"""Turn a question into Elasticsearch's queries, clause by clause as for Tantivy. Pure: nothing here asks a server."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from elasticsearch_dsl import Q  # type: ignore[import-untyped]  # ships no types

from catalog.lib.vietnamese import words
from search.documents import product_key
from search.engines.schema import OTHER_KINDS, PRODUCT
from search.engines.timeline import SLOTS
from search.engines.weights import (
    MAX_WORDS,
    MEANING_WEIGHT,
    START_WEIGHT,
    TERM_FIELDS,
    TIER_WEIGHTS,
    WEIGHTS,
    tiers_for,
    wanted_values,
    weights_for,
)
from search.queries import PRICE_RANGES, Dimension, Meaning, Rung, SearchQuery
from search.words import START, bare, form


def _term(field: str, value: Any, boost: float = 1.0) -> Any:
    return Q("term", **{field: {"value": value, "boost": boost}})


def _const(query: Any, boost: float) -> Any:
    return Q("constant_score", filter=query, boost=boost)


def is_kind(kind: str) -> Any:
    """Match one kind alone."""
    return _term("kind", kind)


def is_product() -> Any:
    """Match products alone."""
    return is_kind(PRODUCT)


def is_other() -> Any:
    """Match whatever is no product."""
    return Q("terms", kind=list(OTHER_KINDS))


def any_of(parts: list[Any]) -> Any:
    """Join queries of which one must hold."""
    return Q("bool", should=parts, minimum_should_match=1)


def all_of(parts: list[Any]) -> Any:
    """Join conditions that must all hold and score nothing."""
    return Q("bool", filter=parts)


def _word_query(word: str, query: SearchQuery) -> Any:
    parts = [
        _term(f"{field}_{tier}", form(word, tier), weight * TIER_WEIGHTS[tier])
        for field, weight in weights_for(query).items()
        for tier in tiers_for(query)
    ]
    return Q("dis_max", queries=parts)


def _phrase(field: str, text: str, boost: float, slop: int = 0) -> Any:
    """Match words in a row in one field, bare; a single word is a phrase too."""
    found = [bare(word) for word in words(text)][:MAX_WORDS]
    if not found:
        return None
    name = f"{field}_fold"
    if len(found) == 1:
        return _term(name, found[0], boost)
    return Q("match_phrase", **{name: {"query": " ".join(found), "slop": slop, "boost": boost}})


def _phrase_queries(phrase: str) -> list[Any]:
    said = words(phrase)[:MAX_WORDS]
    if not said:
        return []
    start = Q("match_phrase", title_fold={"query": f"{START} {bare(said[0])}", "boost": START_WEIGHT})
    if len(said) < 2:
        return [start]
    pairs = [" ".join(pair) for pair in pairwise(said)]
    # Two words are their own only pair: asked for once, with both weights.
    whole, pairs = (15.0, []) if len(pairs) == 1 else (12.0, pairs)
    fitting = [_phrase("title", phrase, whole), _phrase("title", phrase, 4.0, slop=2), _phrase("body", phrase, 2.0)]
    fitting += [_phrase("title", pair, 3.0) for pair in pairs]
    return [start] + [query for query in fitting if query]


def _meaning_query(meaning: Meaning) -> Any:
    """Match what the words stand for, or what says the words themselves."""
    said = [_phrase(field, meaning.words, weight) for field, weight in WEIGHTS.items()]
    goods = [_phrase("title", goods, 4.0) for goods in meaning.goods]
    places = [_const(_term("places", place), MEANING_WEIGHT) for place in meaning.places]
    groups = [_const(_term("groups", group), MEANING_WEIGHT) for group in meaning.groups]
    return Q("dis_max", queries=[part for part in [*said, *goods, *places, *groups] if part])


def text_query(query: SearchQuery) -> Any:
    """Give the query of the words and of what was understood; `query.rung` tells how strictly words are taken."""
    wanted = [_word_query(word, query) for word in words(query.text)[:MAX_WORDS]]
    must = [_meaning_query(meaning) for meaning in query.meanings if meaning.kind in ("place", "group", "occasion")]
    if query.rung in (Rung.MOST, Rung.SOME) and len(wanted) > 1:
        least = len(wanted) - 1 if query.rung is Rung.MOST else (len(wanted) + 1) // 2
        must.append(Q("bool", should=wanted, minimum_should_match=least))
    else:
        must += wanted
    if not must:
        return Q("match_all")
    return Q("bool", must=must, should=_phrase_queries(query.phrase or query.text))


def _between(field: str, low: int | None, high: int | None) -> Any:
    """Match `low <= field < high`."""
    bounds = {name: value for name, value in (("gte", low), ("lt", high)) if value is not None}
    return Q("range", **{field: bounds})


def stars_query(stars: int, query: SearchQuery) -> Any:
    """Match what has these stars in force on the day of the question, also where the index does not know it yet."""
    today = query.today.toordinal()
    known = any_of(
        [
            all_of([_term(f"stars_{slot}", stars), _between(f"since_{slot}", None, today + 1), _between(f"until_{slot}", today + 1, None)])
            for slot in SLOTS
        ]
    )
    if not query.behind:
        return known
    now = [product_key(pk) for pk, badge in query.behind.items() if badge and badge.stars == stars]
    return any_of([Q("bool", must=[known], must_not=[Q("terms", key=[product_key(pk) for pk in query.behind])]), Q("terms", key=now)])


def value_query(dimension: Dimension, value: str, query: SearchQuery) -> Any:
    """Give the query of one facet value."""
    if dimension is Dimension.STARS:
        return stars_query(int(value), query)
    if dimension is Dimension.PRICE:
        return _between("price", *PRICE_RANGES[value])
    in_season = _term("months", query.today.month)
    if dimension is Dimension.SEASON:
        return in_season
    if dimension is Dimension.STOCK:
        return all_of([_term("can_buy", 1), in_season])
    return any_of([_term(TERM_FIELDS[dimension], one) for one in wanted_values(dimension, value)])


def chosen_queries(query: SearchQuery) -> dict[Dimension, Any]:
    """Give one query a dimension; values of one are alternatives."""
    return {dimension: any_of([value_query(dimension, value, query) for value in values]) for dimension, values in query.filters.items()}


def narrowing_queries(query: SearchQuery) -> list[Any]:
    """Give the queries of understood stars and prices."""
    found = []
    for meaning in query.meanings:
        if meaning.kind == "stars":
            found.append(any_of([stars_query(stars, query) for stars in meaning.stars]))
        elif meaning.kind == "price":
            found.append(_between("price", meaning.at_least or 1, meaning.below))
    return found


def suggest_query(text: str) -> Any:
    """Match titles and makers that have all words, the last one being perhaps not finished yet."""
    found = [bare(word) for word in words(text)][:MAX_WORDS]
    if not found:
        return Q("match_none")
    parts = []
    for place, word in enumerate(found):
        fields = []
        for field, weight in (("title", 3.0), ("maker", 1.0), ("names", 0.5)):
            fields.append(_term(f"{field}_fold", word, weight))
            if place == len(found) - 1:
                fields.append(Q("prefix", **{f"{field}_fold": {"value": word, "boost": weight}}))
        parts.append(Q("dis_max", queries=fields))
    return Q("bool", must=parts, should=_phrase_queries(text))
