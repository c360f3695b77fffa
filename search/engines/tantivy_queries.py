"""Turn a question into Tantivy's queries. Pure: nothing here reads an index."""

from __future__ import annotations

from itertools import pairwise

import tantivy

from catalog.lib.vietnamese import words
from search.documents import product_key
from search.engines.schema import NUMBERS, OTHER, PRODUCT
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

Query, Occur = tantivy.Query, tantivy.Occur
# More digits than any id has, fewer than 64 bits hold.
LONGEST_ID = 19
UNSIGNED = tantivy.FieldType.Unsigned


def _word_query(schema: tantivy.Schema, word: str, query: SearchQuery) -> tantivy.Query:
    parts = []
    for field, weight in weights_for(query).items():
        for tier in tiers_for(query):
            term = Query.term_query(schema, f"{field}_{tier}", form(word, tier))
            parts.append(Query.boost_query(term, weight * TIER_WEIGHTS[tier]))
    return Query.disjunction_max_query(parts)


def _phrase(schema: tantivy.Schema, field: str, text: str, weight: float, slop: int = 0) -> tantivy.Query | None:
    """Match words in a row in one field, bare; a single word is a phrase too."""
    found = [bare(word) for word in words(text)][:MAX_WORDS]
    if not found:
        return None
    name = f"{field}_fold"
    query = Query.term_query(schema, name, found[0]) if len(found) == 1 else Query.phrase_query(schema, name, list(found), slop=slop)
    return Query.boost_query(query, weight)


def _phrase_queries(schema: tantivy.Schema, phrase: str) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    said = words(phrase)[:MAX_WORDS]
    if not said:
        return []
    head = Query.phrase_query(schema, "title_fold", [START, bare(said[0])])
    start = (Occur.Should, Query.boost_query(head, START_WEIGHT))
    if len(said) < 2:
        return [start]
    pairs = [" ".join(pair) for pair in pairwise(said)]
    # Two words are their own only pair: asked for once, with both weights.
    whole, pairs = (15.0, []) if len(pairs) == 1 else (12.0, pairs)
    fitting = [_phrase(schema, "title", phrase, whole), _phrase(schema, "title", phrase, 4.0, slop=2), _phrase(schema, "body", phrase, 2.0)]
    fitting += [_phrase(schema, "title", pair, 3.0) for pair in pairs]
    return [start] + [(Occur.Should, query) for query in fitting if query]


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
    said = [_phrase(schema, field, meaning.words, weight) for field, weight in WEIGHTS.items()]
    goods = [_phrase(schema, "title", goods, 4.0) for goods in meaning.goods]
    places = [Query.const_score_query(_term(schema, "places", place), MEANING_WEIGHT) for place in meaning.places]
    groups = [Query.const_score_query(_term(schema, "groups", group), MEANING_WEIGHT) for group in meaning.groups]
    return Query.disjunction_max_query([part for part in [*said, *goods, *places, *groups] if part])


def text_query(schema: tantivy.Schema, query: SearchQuery) -> tantivy.Query:
    """Give the query of the words and of what was understood; `query.rung` tells how strictly words are taken."""
    found = words(query.text)[:MAX_WORDS]
    wanted = [_word_query(schema, word, query) for word in found]
    must = [_meaning_query(schema, meaning) for meaning in query.meanings if meaning.kind in ("place", "group", "occasion")]
    if query.rung in (Rung.MOST, Rung.SOME) and len(wanted) > 1:
        least = len(wanted) - 1 if query.rung is Rung.MOST else (len(wanted) + 1) // 2
        must.append(Query.boolean_query([(Occur.Should, part) for part in wanted], minimum_number_should_match=least))
    else:
        must += wanted
    if not must:
        return Query.all_query()
    return Query.boolean_query([(Occur.Must, part) for part in must] + _phrase_queries(schema, query.phrase or query.text))


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
    unknown = Query.term_set_query(schema, "key", [product_key(pk) for pk in query.behind])
    known = Query.boolean_query([(Occur.Must, _any(slots)), (Occur.MustNot, unknown)])
    now = [product_key(pk) for pk, badge in query.behind.items() if badge and badge.stars == stars]
    return _any([known, Query.term_set_query(schema, "key", now)]) if now else known


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


def all_of(parts: list[tantivy.Query]) -> tantivy.Query:
    """Join queries that must all hold."""
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def is_kind(schema: tantivy.Schema, kind: str) -> tantivy.Query:
    """Match one kind alone, without any score."""
    return Query.const_score_query(Query.term_query(schema, "kind", kind), 0.0)


def is_product(schema: tantivy.Schema) -> tantivy.Query:
    """Match products alone, without any score."""
    return is_kind(schema, PRODUCT)


def is_other(schema: tantivy.Schema) -> tantivy.Query:
    """Match whatever is no product, without any score."""
    return is_kind(schema, OTHER)


def suggest_query(schema: tantivy.Schema, text: str) -> tantivy.Query:
    """Match titles and makers that have all words, the last one being perhaps not finished yet."""
    found = [bare(word) for word in words(text)][:MAX_WORDS]
    if not found:
        return Query.empty_query()
    parts = []
    for place, word in enumerate(found):
        is_last = place == len(found) - 1
        fields = []
        for field, weight in (("title", 3.0), ("maker", 1.0), ("names", 0.5)):
            name = f"{field}_fold"
            fields.append(Query.boost_query(Query.term_query(schema, name, word), weight))
            if is_last:
                near = Query.fuzzy_term_query(schema, name, word, distance=0, prefix=True)
                fields.append(Query.boost_query(near, weight))
        parts.append((Occur.Must, Query.disjunction_max_query(fields)))
    return Query.boolean_query(parts + _phrase_queries(schema, text))
