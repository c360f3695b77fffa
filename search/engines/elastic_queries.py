"""Turn a question into Elasticsearch's queries, clause by clause as for Tantivy. Pure: nothing here asks a server."""

from __future__ import annotations

from typing import Any

from elasticsearch_dsl import Q  # type: ignore[import-untyped]  # ships no types

from catalog.lib.vietnamese import words
from search.documents import product_key
from search.engines.schema import OTHER_KINDS, PRODUCT, TITLE_PAIRS, pairs_of
from search.engines.timeline import SLOTS
from search.engines.weights import (
    MAX_WORDS,
    MEANING_WEIGHT,
    START_WEIGHT,
    TERM_FIELDS,
    WEIGHTS,
    WRITTEN_ROW_WEIGHT,
    added_columns,
    least_words,
    pair_weight,
    scope_column,
    wanted_values,
)
from search.queries import PRICE_RANGES, Dimension, Meaning, Scope, SearchQuery
from search.words import START, bare, form

# More than any words can score, little enough that a score keeps two digits behind the point.
TITLE_FIRST = 16_384.0


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


def _word(column: str, word: str, weight: float) -> Any:
    return _term(column, form(word, column.rpartition("_")[2]), weight)


def _word_queries(query: SearchQuery) -> list[Any]:
    """Give what scores words more than in the scope's own column."""
    added = added_columns(query, query.scope).items()
    return [_word(column, word, weight) for word in words(query.text)[:MAX_WORDS] for column, weight in added]


def _row(scope: Scope, text: str, boost: float) -> Any:
    """Match words in a row in titles or in all that is written, bare: every pair of neighbors; a single word is a row too."""
    found = [bare(word) for word in words(text)][:MAX_WORDS]
    if not found:
        return None
    column, terms = (f"{scope}_pairs", pairs_of(found)) if len(found) > 1 else (f"{scope}_fold", found)
    return Q("bool", must=[_term(column, term, boost) for term in terms])


def _row_queries(phrase: str, scope: Scope) -> list[Any]:
    """Give what scores words in a row in a title and, where all that is written counts, in that; none of them must hold."""
    said = [bare(word) for word in words(phrase)[:MAX_WORDS]]
    if not said:
        return []
    parts = [_term(TITLE_PAIRS, pair, START_WEIGHT) for pair in pairs_of([START, said[0]])]
    parts += [_term(TITLE_PAIRS, pair, pair_weight(len(said))) for pair in pairs_of(said)]
    return [*parts, _row(Scope.TEXT, phrase, WRITTEN_ROW_WEIGHT)] if scope is Scope.TEXT and len(said) > 1 else parts


def _meaning_query(meaning: Meaning) -> Any:
    """Match what the words stand for, or what says the words themselves."""
    said = [_row(scope, meaning.words, WEIGHTS[scope]) for scope in (Scope.TITLE, Scope.TEXT)]
    goods = [_row(Scope.TITLE, goods, 4.0) for goods in meaning.goods]
    places = [_const(_term("places", place), MEANING_WEIGHT) for place in meaning.places]
    groups = [_const(_term("groups", group), MEANING_WEIGHT) for group in meaning.groups]
    return Q("dis_max", queries=[part for part in [*said, *goods, *places, *groups] if part])


def _having_words(query: SearchQuery, scope: Scope) -> list[Any]:
    """Match what has the words, as many as the rung wants, somewhere in a scope."""
    column, weight = scope_column(query, scope)
    found = [_word(column, word, weight) for word in words(query.text)[:MAX_WORDS]]
    least = least_words(query.rung, len(found))
    return found if least == len(found) else [Q("bool", should=found, minimum_should_match=least)]


def _having_meanings(query: SearchQuery) -> list[Any]:
    return [_meaning_query(meaning) for meaning in query.meanings if meaning.kind in ("place", "group", "occasion")]


def matching_query(query: SearchQuery) -> Any:
    """Match what has the words in the scope of the question and what was understood; to count by, nothing is scored."""
    parts = [*_having_words(query, query.scope), *_having_meanings(query)]
    return all_of(parts) if parts else Q("match_all")


def named_query(query: SearchQuery) -> Any:
    """Match what has all words in its title."""
    return all_of(_having_words(query, Scope.TITLE))


def ranked_query(query: SearchQuery) -> Any:
    """Match the same, scored by words and rows of words; what has all words in its title scores `TITLE_FIRST` more than any other."""
    must = [*_having_words(query, query.scope), *_having_meanings(query)]
    if not must:
        return Q("match_all")
    scoring = _word_queries(query) + _row_queries(query.phrase or query.text, query.scope)
    scoring += [_const(named_query(query), TITLE_FIRST)] if is_by_scope(query) else []
    return Q("bool", must=must, should=scoring)


def is_by_scope(query: SearchQuery) -> bool:
    """Whether what has all words in its title comes first."""
    return len(query.scopes) > 1


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


def chosen_queries(query: SearchQuery) -> list[Any]:
    """Give one query a dimension; values of one are alternatives."""
    return [any_of([value_query(dimension, value, query) for value in values]) for dimension, values in query.filters.items()]


def narrowing_queries(query: SearchQuery) -> list[Any]:
    """Give the queries of understood stars and prices."""
    found = []
    for meaning in query.meanings:
        if meaning.kind == "stars":
            found.append(any_of([stars_query(stars, query) for stars in meaning.stars]))
        elif meaning.kind == "price":
            found.append(_between("price", meaning.at_least or 1, meaning.below))
    return found


def _begun(found: list[str], scope: Scope) -> list[Any]:
    """Match what has bare words in a scope, the last one being perhaps not finished yet."""
    return [*(_term(f"{scope}_fold", word) for word in found[:-1]), Q("prefix", **{f"{scope}_fold": {"value": found[-1]}})]


def suggest_query(text: str) -> Any:
    """Match what has all words in its names, the last one being perhaps not finished yet; titles come first."""
    found = [bare(word) for word in words(text)][:MAX_WORDS]
    if not found:
        return Q("match_none")
    scoring = _word_queries(SearchQuery(text=" ".join(found), scope=Scope.NAMES))
    scoring += [*_row_queries(text, Scope.NAMES), _const(all_of(_begun(found, Scope.TITLE)), TITLE_FIRST)]
    return Q("bool", filter=_begun(found, Scope.NAMES), should=scoring)
