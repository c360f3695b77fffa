"""How documents lie in Tantivy: three tiers of text, fast fields for filters, the card as stored JSON."""

from __future__ import annotations

import json

import tantivy

from search.documents import SearchDocument, document_to_json
from search.words import TIERS, tiers

TOKENIZER = "blank"
TEXT_FIELDS = ("title", "maker", "names", "body")
# Two certificates a document: the one in force or last, and the one that follows.
SLOTS = (1, 2)


def build_schema() -> tantivy.Schema:
    """Give the schema of an index."""
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        for tier in TIERS:
            builder.add_text_field(f"{name}_{tier}", tokenizer_name=TOKENIZER, index_option="position")
    for name in ("key", "kind", "groups", "places", "producer_kind", "maker_id", "signs", "reach"):
        builder.add_text_field(name, stored=name in ("key", "kind"), fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("price", "free", "season", "published", "can_sell"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for slot in SLOTS:
        for name in ("stars", "since", "until"):
            builder.add_unsigned_field(f"{name}_{slot}", indexed=True, fast=True)
    builder.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """Split at blanks only: texts are cut into words and folded in Python, once for every engine."""
    index.register_tokenizer(TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def to_tantivy(document: SearchDocument, schema: tantivy.Schema) -> tantivy.Document:
    """Turn one of our documents into Tantivy's."""
    target = tantivy.Document()
    for name in TEXT_FIELDS:
        for tier, text in tiers(getattr(document, name)).items():
            target.add_text(f"{name}_{tier}", text)
    for name in ("key", "kind", "producer_kind", "maker_id"):
        target.add_text(name, getattr(document, name))
    for name in ("groups", "places", "signs", "reach"):
        for value in getattr(document, name):
            target.add_text(name, value)
    for name in ("price", "free", "season", "published"):
        target.add_unsigned(name, max(0, getattr(document, name)))
    target.add_unsigned("can_sell", int(document.can_sell))
    newest_first = sorted(document.certificates, key=lambda certificate: certificate.since, reverse=True)
    for slot, certificate in zip(SLOTS, newest_first, strict=False):
        for name in ("stars", "since", "until"):
            target.add_unsigned(f"{name}_{slot}", getattr(certificate, name))
    head = {"title": document.title, "url": document.url, "summary": document.summary}
    target.add_text("stored", json.dumps({**document_to_json(document), **head}, ensure_ascii=False))
    return target
