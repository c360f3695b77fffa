"""How documents lie in an index: scopes and tiers of text, fast fields for filters, the card as stored JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import tantivy

from search.documents import SearchDocument, document_to_json, fingerprint
from search.engines.timeline import SLOTS, spans
from search.queries import Scope
from search.words import KEPT_NAMES, START, TIERS, tiers

TOKENIZER = "blank"
# A scope holds those before it: one short list of postings tells what has a word there.
COLUMNS = tuple(f"{scope}_{tier}" for scope in Scope for tier in TIERS)
# Words two by two, bare, of a title and of all that is written: a row of words without reading where each stands.
TITLE_PAIRS, TEXT_PAIRS = "title_pairs", "text_pairs"
ALL_COLUMNS = (*COLUMNS, TITLE_PAIRS, TEXT_PAIRS)
KEYWORDS = ("key", "kind", "groups", "places", "producer_kind", "maker_id", "signs", "reach")
PRODUCT = "product"
OTHER_KINDS = ("producer", "story", "region", "place")
# Ids are counted as numbers, without a look into a dictionary for each.
NUMBERS = ("places", "maker_id")
# Orders that break ties by number: what is ordered by stands above these bits, the product's number below.
NUMBER_BITS = 33
_YEAR = (1 << 12) - 1
_LAST = (1 << NUMBER_BITS) - 1
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def build_schema() -> tantivy.Schema:
    """Give the schema of an index."""
    builder = tantivy.SchemaBuilder()
    for column in ALL_COLUMNS:
        builder.add_text_field(column, tokenizer_name=TOKENIZER, index_option="freq")
    for name in KEYWORDS:
        is_counted = name not in ("key", "kind")
        if name in NUMBERS:
            builder.add_unsigned_field(name, indexed=True, fast=True)
        else:
            builder.add_text_field(name, stored=not is_counted, fast=is_counted, tokenizer_name="raw", index_option="basic")
    # The months in season, and those among them in which it can be bought as things stand: one by one to look up, in one figure to count.
    for name in ("months", "buy_months"):
        builder.add_unsigned_field(name, indexed=True)
    for name in ("season", "buy_season"):
        builder.add_unsigned_field(name, indexed=False, fast=True)
    for name in ("price", "cheapest", "dearest", "newest"):
        builder.add_unsigned_field(name, indexed=name == "price", fast=True)
    for slot in SLOTS:
        for name in ("stars", "since", "until"):
            builder.add_unsigned_field(f"{name}_{slot}", indexed=name == "stars", fast=True)
    # Given back, never looked for.
    for name in ("fingerprint", "stored"):
        builder.add_bytes_field(name, stored=True, indexed=False)
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """Split at blanks only: texts are cut into words and folded in Python, once for every engine."""
    index.register_tokenizer(TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


@lru_cache(maxsize=KEPT_NAMES)
def _kept_tiers(text: str) -> tuple[str, ...]:
    """Fold the name of a maker or a place once: they have many goods."""
    return tiers(text)


def to_columns(document: SearchDocument) -> dict[str, str]:
    """Give the texts by column, empty ones left out: each scope with those before it, in three tiers, and the pairs of words.

    A title has a sign at its head, because a name begins with what the thing is.
    """
    title = tuple(f"{START} {said}" for said in tiers(document.title))
    maker, places, body = _kept_tiers(document.maker), _kept_tiers(document.names), tiers(document.body)
    names = tuple(map(" ".join, zip(title, maker, places, strict=True)))
    text = tuple(map(" ".join, zip(names, body, strict=True)))
    pairs = [" ".join(pairs_of(said[-1].split())) for said in (title, maker, places, body)]
    found = dict(zip(ALL_COLUMNS, (*title, *names, *text, pairs[0], " ".join(pairs)), strict=True))
    return {column: said for column, said in found.items() if said}


def pairs_of(said: Iterable[str]) -> list[str]:
    """Give words two by two, as the columns of pairs keep them."""
    return [f"{one}_{other}" for one, other in pairwise(said)]


def to_stored(document: SearchDocument) -> dict[str, object]:
    """Give what a hit gives back, the same from every engine."""
    return {**document_to_json(document), "title": document.title, "url": document.url, "summary": document.summary}


def number_of(document: SearchDocument) -> int:
    """Give the number that breaks ties; what is older comes first."""
    digits = document.key.rpartition("-")[2]
    return min(int(digits), _LAST) if digits.isdigit() else 0


def months_in(season: int) -> list[int]:
    """Give the months of a season, 1 to 12; January is its lowest bit."""
    return [month for month in range(1, 13) if season >> (month - 1) & 1]


def can_be_bought(document: SearchDocument) -> bool:
    """Whether it is for sale and there, whatever the season."""
    return document.can_sell and document.free > 0


def to_tantivy(document: SearchDocument) -> tantivy.Document:
    """Turn one of our documents into Tantivy's."""
    target = tantivy.Document()
    for column, text in to_columns(document).items():
        target.add_text(column, text)
    for name in ("key", "kind", "producer_kind"):
        target.add_text(name, getattr(document, name))
    for name in ("groups", "signs", "reach"):
        for value in getattr(document, name):
            target.add_text(name, value)
    for place in document.places:
        target.add_unsigned("places", int(place))
    if document.maker_id:
        target.add_unsigned("maker_id", int(document.maker_id))
    season, buy_season = document.season & _YEAR, document.season & _YEAR if can_be_bought(document) else 0
    for name, months in (("season", season), ("buy_season", buy_season)):
        target.add_unsigned(name, months)
    for name, months in (("months", season), ("buy_months", buy_season)):
        for month in months_in(months):
            target.add_unsigned(name, month)
    number, price, published = number_of(document), max(0, document.price), max(0, document.published)
    target.add_unsigned("price", price)
    target.add_unsigned("cheapest", price << NUMBER_BITS | number)
    target.add_unsigned("dearest", price << NUMBER_BITS | (_LAST - number))
    target.add_unsigned("newest", published << NUMBER_BITS | (_LAST - number))
    for slot, values in zip(SLOTS, spans(document.certificates), strict=False):
        for name, value in zip(("stars", "since", "until"), values, strict=True):
            target.add_unsigned(f"{name}_{slot}", value)
    target.add_bytes("fingerprint", fingerprint(document).encode())
    target.add_bytes("stored", _to_json(to_stored(document)).encode())
    return target
