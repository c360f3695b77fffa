"""Turn a question into Tantivy's queries. Pure: nothing here reads an index."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy

from catalog.lib.vietnamese import words
from search.documents import product_key
from search.engines.schema import NUMBERS, TITLE_PAIRS, pairs_of
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

Query, Occur = tantivy.Query, tantivy.Occur
# More digits than any id has, fewer than 64 bits hold.
LONGEST_ID = 19
UNSIGNED = tantivy.FieldType.Unsigned


def _word(schema: tantivy.Schema, column: str, word: str, weight: float) -> tantivy.Query:
    return Query.boost_query(Query.term_query(schema, column, form(word, column.rpartition("_")[2])), weight)


def _word_queries(schema: tantivy.Schema, query: SearchQuery, scope: Scope) -> list[tantivy.Query]:
    """Give what scores words more than in the scope's own column: terms side by side, which Tantivy reads faster than groups of them."""
    added = added_columns(query, scope).items()
    return [_word(schema, column, word, weight) for word in words(query.text)[:MAX_WORDS] for column, weight in added]


def _row(schema: tantivy.Schema, scope: Scope, text: str, weight: float) -> tantivy.Query | None:
    """Match words in a row in titles or in all that is written, bare: every pair of neighbors; a single word is a row too."""
    found = [bare(word) for word in words(text)][:MAX_WORDS]
    if not found:
        return None
    column, terms = (f"{scope}_pairs", pairs_of(found)) if len(found) > 1 else (f"{scope}_fold", found)
    parts = [Query.term_query(schema, column, term) for term in terms]
    return Query.boost_query(parts[0] if len(parts) == 1 else all_of(parts), weight)


def _row_queries(schema: tantivy.Schema, phrase: str, scope: Scope) -> list[tantivy.Query]:
    """Give what scores words in a row in a title and, where all that is written counts, in that; none of them must hold."""
    said = [bare(word) for word in words(phrase)[:MAX_WORDS]]
    if not said:
        return []
    weights = [(pair, START_WEIGHT) for pair in pairs_of([START, said[0]])] + [(pair, pair_weight(len(said))) for pair in pairs_of(said)]
    parts = [Query.boost_query(Query.term_query(schema, TITLE_PAIRS, pair), weight) for pair, weight in weights]
    written = _row(schema, Scope.TEXT, phrase, WRITTEN_ROW_WEIGHT) if scope is Scope.TEXT and len(said) > 1 else None
    return [*parts, written] if written else parts


def _term(schema: tantivy.Schema, field: str, value: str) -> tantivy.Query:
    """Match a value that comes from an address or a table; an id that is no number is nobody's."""
    if field not in NUMBERS:
        return Query.term_query(schema, field, value)
    is_id = value.isascii() and value.isdigit() and len(value) < LONGEST_ID
    return Query.term_query(schema, field, int(value)) if is_id else Query.empty_query()


def _any(parts: list[tantivy.Query]) -> tantivy.Query:
    return Query.boolean_query([(Occur.Should, part) for part in parts])


def _meaning_query(schema: tantivy.Schema, meaning: Meaning) -> tantivy.Query:
    """Match what the words stand for, or what says the words themselves."""
    said = [_row(schema, scope, meaning.words, WEIGHTS[scope]) for scope in (Scope.TITLE, Scope.TEXT)]
    goods = [_row(schema, Scope.TITLE, goods, 4.0) for goods in meaning.goods]
    places = [Query.const_score_query(_term(schema, "places", place), MEANING_WEIGHT) for place in meaning.places]
    groups = [Query.const_score_query(_term(schema, "groups", group), MEANING_WEIGHT) for group in meaning.groups]
    return Query.disjunction_max_query([part for part in [*said, *goods, *places, *groups] if part])


def _having_words(schema: tantivy.Schema, query: SearchQuery, scope: Scope) -> list[tantivy.Query]:
    """Match what has the words, as many as the rung wants, somewhere in a scope."""
    column, weight = scope_column(query, scope)
    found = [_word(schema, column, word, weight) for word in words(query.text)[:MAX_WORDS]]
    least = least_words(query.rung, len(found))
    if least == len(found):
        return found
    return [Query.boolean_query([(Occur.Should, part) for part in found], minimum_number_should_match=least)]


def _having_meanings(schema: tantivy.Schema, query: SearchQuery) -> list[tantivy.Query]:
    return [_meaning_query(schema, meaning) for meaning in query.meanings if meaning.kind in ("place", "group", "occasion")]


def matching_query(schema: tantivy.Schema, query: SearchQuery) -> tantivy.Query:
    """Match what has the words in the scope of the question and what was understood. To count by: it scores nothing that words are worth."""
    return _all_or_everything([*_having_words(schema, query, query.scope), *_having_meanings(schema, query)])


def ranked_query(schema: tantivy.Schema, query: SearchQuery, scope: Scope, above: Scope | None = None) -> tantivy.Query:
    """Match what has the words in a scope, but not all of them in the one `above` it, scored by words and rows of words.

    Which documents have the words is asked of the scope's own column; the others that a score needs are read at those alone.
    """
    must = [*_having_words(schema, query, scope), *_having_meanings(schema, query)]
    if not must:
        return Query.all_query()
    scoring = _word_queries(schema, query, scope) + _row_queries(schema, query.phrase or query.text, scope)
    return _scored(must, scoring, _having_words(schema, query, above) if above else [])


def _scored(must: list[tantivy.Query], scoring: list[tantivy.Query], without: list[tantivy.Query]) -> tantivy.Query:
    """Match what meets all of `must` and not all of `without`, scored by what it meets of `scoring`."""
    parts = [(Occur.Must, part) for part in must] + [(Occur.Should, part) for part in scoring]
    return Query.boolean_query(parts + ([(Occur.MustNot, all_of(without))] if without else []))


def _all_or_everything(parts: list[tantivy.Query]) -> tantivy.Query:
    return all_of(parts) if parts else Query.all_query()


def _between(schema: tantivy.Schema, field: str, low: int | None, high: int | None) -> tantivy.Query:
    """Match `low <= field < high`."""
    return Query.range_query(schema, field, UNSIGNED, low, high, include_upper=high is None)


def stars_query(schema: tantivy.Schema, stars: int, query: SearchQuery) -> tantivy.Query:
    """Match what has these stars in force on the day of the question, also where the index does not know it yet."""
    today, slots = query.today.toordinal(), []
    for slot in SLOTS:
        parts = [
            Query.term_query(schema, f"stars_{slot}", stars),
            _between(schema, f"since_{slot}", None, today + 1),
            _between(schema, f"until_{slot}", today + 1, None),
        ]
        slots.append(all_of(parts))
    if not query.behind:
        return _any(slots)
    known = Query.boolean_query([(Occur.Must, _any(slots)), (Occur.MustNot, of_products(schema, query.behind))])
    now = [pk for pk, badge in query.behind.items() if badge and badge.stars == stars]
    return _any([known, of_products(schema, now)]) if now else known


def of_products(schema: tantivy.Schema, ids: Iterable[int]) -> tantivy.Query:
    """Match products by their ids."""
    return Query.term_set_query(schema, "key", [product_key(pk) for pk in ids])


def season_query(schema: tantivy.Schema, month: int) -> tantivy.Query:
    """Match what is in season in `month`."""
    return Query.term_query(schema, "months", month)


def stock_query(schema: tantivy.Schema, month: int) -> tantivy.Query:
    """Match what can be bought in `month`: sellable, free pieces, in season."""
    return Query.term_query(schema, "buy_months", month)


def value_query(schema: tantivy.Schema, dimension: Dimension, value: str, query: SearchQuery) -> tantivy.Query:
    """Give the query of one facet value."""
    if dimension is Dimension.STARS:
        return stars_query(schema, int(value), query)
    if dimension is Dimension.STOCK:
        return stock_query(schema, query.today.month)
    if dimension is Dimension.PRICE:
        return _between(schema, "price", *PRICE_RANGES[value])
    if dimension is Dimension.SEASON:
        return season_query(schema, query.today.month)
    return _any([_term(schema, TERM_FIELDS[dimension], one) for one in wanted_values(dimension, value)])


def _narrowing(schema: tantivy.Schema, meaning: Meaning, query: SearchQuery) -> tantivy.Query:
    if meaning.kind == "stars":
        return _any([stars_query(schema, stars, query) for stars in meaning.stars])
    return _between(schema, "price", meaning.at_least or 1, meaning.below)


def filter_queries(schema: tantivy.Schema, query: SearchQuery) -> list[tantivy.Query]:
    """Give one query a dimension, values of one being alternatives, and one for understood stars and prices."""
    chosen = [_any([value_query(schema, dimension, value, query) for value in values]) for dimension, values in query.filters.items()]
    said = [_narrowing(schema, meaning, query) for meaning in query.meanings if meaning.kind in ("stars", "price")]
    return chosen + said


def narrowed(schema: tantivy.Schema, matching: tantivy.Query, query: SearchQuery) -> tantivy.Query:
    """Match what fits the filters, too, which score nothing."""
    filters = [Query.const_score_query(part, 0.0) for part in filter_queries(schema, query)]
    return all_of([matching, *filters]) if filters else matching


def products_query(schema: tantivy.Schema, query: SearchQuery) -> tantivy.Query:
    """Match what the question finds, to count it or to give it in another order than by score."""
    return narrowed(schema, matching_query(schema, query), query)


def all_of(parts: list[tantivy.Query]) -> tantivy.Query:
    """Join queries that must all hold."""
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def is_kind(schema: tantivy.Schema, kind: str) -> tantivy.Query:
    """Match one kind alone, without any score."""
    return Query.const_score_query(Query.term_query(schema, "kind", kind), 0.0)


def _begun(schema: tantivy.Schema, found: list[str], scope: Scope) -> list[tantivy.Query]:
    """Match what has bare words in a scope, the last one being perhaps not finished yet."""
    last = Query.fuzzy_term_query(schema, f"{scope}_fold", found[-1], distance=0, prefix=True)
    return [*(Query.term_query(schema, f"{scope}_fold", word) for word in found[:-1]), last]


def suggest_query(schema: tantivy.Schema, text: str, scope: Scope, above: Scope | None = None) -> tantivy.Query:
    """Match what has all words in a scope, but not in the one `above` it; the last word is perhaps not finished yet."""
    found = [bare(word) for word in words(text)][:MAX_WORDS]
    if not found:
        return Query.empty_query()
    typed = SearchQuery(text=" ".join(found))
    scoring = _word_queries(schema, typed, scope) + _row_queries(schema, text, scope)
    must = [Query.const_score_query(part, 0.0) for part in _begun(schema, found, scope)]
    return _scored(must, scoring, _begun(schema, found, above) if above else [])
