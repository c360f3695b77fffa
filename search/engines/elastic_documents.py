"""How documents lie in Elasticsearch: explicit mappings that the stock distribution and a bare server both know."""

from __future__ import annotations

from typing import Any

from elasticsearch_dsl import Document, Integer, Keyword, Long, Object, Text  # type: ignore[import-untyped]  # ships no types

from search.documents import SearchDocument, document_to_json
from search.words import TIERS, tiers

TEXT_FIELDS = ("title", "maker", "names", "body")
KEYWORDS = ("key", "kind", "groups", "places", "producer_kind", "maker_id", "signs", "reach")
SLOTS = (1, 2)
# Page 1,000 of 24 is the last that can be asked for.
RESULT_WINDOW = 30_000


class IndexedDocument(Document):
    """One thing that can be found. Texts come folded from Python: the analyzer only splits at blanks."""

    key = Keyword()
    kind = Keyword()
    groups = Keyword()
    places = Keyword()
    producer_kind = Keyword()
    maker_id = Keyword()
    signs = Keyword()
    reach = Keyword()
    price = Long()
    free = Integer()
    months = Integer()
    published = Integer()
    can_sell = Integer()
    stored = Object(enabled=False)


for _field in TEXT_FIELDS:
    for _tier in TIERS:
        IndexedDocument._doc_type.mapping.field(f"{_field}_{_tier}", Text(analyzer="whitespace"))
for _slot in SLOTS:
    for _name in ("stars", "since", "until"):
        IndexedDocument._doc_type.mapping.field(f"{_name}_{_slot}", Integer())
IndexedDocument._doc_type.mapping.meta("dynamic", "strict")


def to_source(document: SearchDocument) -> dict[str, Any]:
    """Turn one of our documents into Elasticsearch's."""
    source: dict[str, Any] = {name: getattr(document, name) for name in KEYWORDS}
    for name in TEXT_FIELDS:
        source |= {f"{name}_{tier}": text for tier, text in tiers(getattr(document, name)).items()}
    source |= {name: max(0, getattr(document, name)) for name in ("price", "free", "published")}
    source["months"] = [month for month in range(1, 13) if document.season >> (month - 1) & 1]
    source["can_sell"] = int(document.can_sell)
    newest_first = sorted(document.certificates, key=lambda certificate: certificate.since, reverse=True)
    for slot, certificate in zip(SLOTS, newest_first, strict=False):
        source |= {f"{name}_{slot}": getattr(certificate, name) for name in ("stars", "since", "until")}
    head = {"title": document.title, "url": document.url, "summary": document.summary}
    source["stored"] = {**document_to_json(document), **head}
    return source
