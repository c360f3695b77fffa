"""How documents lie in Tantivy: three tiers of text, fast fields for filters, the card as stored JSON."""

from __future__ import annotations

import json

import tantivy

from search.documents import SearchDocument, document_to_json, fingerprint
from search.engines.timeline import SLOTS, spans
from search.words import TIERS, field_tiers

TOKENIZER = "blank"
TEXT_FIELDS = ("title", "maker", "names", "body")
_COLUMNS = {name: tuple(f"{name}_{tier}" for tier in TIERS) for name in TEXT_FIELDS}
KEYWORDS = ("key", "kind", "groups", "places", "producer_kind", "maker_id", "signs", "reach")
PRODUCT = "product"
OTHER_KINDS = ("producer", "story", "region", "place")
# What is no product says so beside its kind: few postings to look through, whatever the shop's size.
OTHER = "other"
# Ids are counted as numbers, without a look into a dictionary for each.
NUMBERS = ("places", "maker_id")
# Orders that break ties by number: what is ordered by stands above these bits, the product's number below.
NUMBER_BITS = 33
_LAST = (1 << NUMBER_BITS) - 1
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def build_schema() -> tantivy.Schema:
    """Give the schema of an index."""
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        for tier in TIERS:
            # Words in a row are looked for bare: only that tier has to know where a word stands.
            option = "position" if tier == "fold" else "freq"
            builder.add_text_field(f"{name}_{tier}", tokenizer_name=TOKENIZER, index_option=option)
    for name in KEYWORDS:
        is_counted = name not in ("key", "kind")
        if name in NUMBERS:
            builder.add_unsigned_field(name, indexed=True, fast=True)
        else:
            builder.add_text_field(name, stored=not is_counted, fast=is_counted, tokenizer_name="raw", index_option="basic")
    # The months in season, and those among them in which it can be bought as things stand.
    for name in ("months", "buy_months"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
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


def to_stored(document: SearchDocument) -> dict[str, object]:
    """Give what a hit gives back, the same from every engine."""
    return {**document_to_json(document), "title": document.title, "url": document.url, "summary": document.summary}


def number_of(document: SearchDocument) -> int:
    """Give the number that breaks ties; what is older comes first."""
    digits = document.key.rpartition("-")[2]
    return min(int(digits), _LAST) if digits.isdigit() else 0


def months_of(document: SearchDocument) -> list[int]:
    """Give the months in season, 1 to 12."""
    return [month for month in range(1, 13) if document.season >> (month - 1) & 1]


def can_be_bought(document: SearchDocument) -> bool:
    """Whether it is for sale and there, whatever the season."""
    return document.can_sell and document.free > 0


def to_tantivy(document: SearchDocument) -> tantivy.Document:
    """Turn one of our documents into Tantivy's."""
    target = tantivy.Document()
    for name, columns in _COLUMNS.items():
        for column, text in zip(columns, field_tiers(name, getattr(document, name)), strict=True):
            if text:
                target.add_text(column, text)
    for name in ("key", "kind", "producer_kind"):
        target.add_text(name, getattr(document, name))
    if document.kind != PRODUCT:
        target.add_text("kind", OTHER)
    for name in ("groups", "signs", "reach"):
        for value in getattr(document, name):
            target.add_text(name, value)
    for place in document.places:
        target.add_unsigned("places", int(place))
    if document.maker_id:
        target.add_unsigned("maker_id", int(document.maker_id))
    for month in months_of(document):
        target.add_unsigned("months", month)
        if can_be_bought(document):
            target.add_unsigned("buy_months", month)
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
