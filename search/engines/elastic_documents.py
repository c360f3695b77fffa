"""How documents lie in Elasticsearch: explicit mappings that the stock distribution and a bare server both know."""

from __future__ import annotations

from typing import Any

from elasticsearch_dsl import Document, Index, Integer, Keyword, Long, Object, Text  # type: ignore[import-untyped]  # ships no types

from search.documents import SearchDocument, fingerprint
from search.engines.schema import ALL_COLUMNS, KEYWORDS, can_be_bought, months_in, number_of, to_columns, to_stored
from search.engines.timeline import SLOTS, spans
from search.engines.version import index_version

# Page 1,000 of 24 is the last that can be asked for.
RESULT_WINDOW = 30_000


class IndexedDocument(Document):
    """One thing that can be found. Texts come folded from Python: the analyzer only splits at blanks."""

    key = Keyword()
    number = Long()
    kind = Keyword()
    groups = Keyword()
    places = Keyword()
    producer_kind = Keyword()
    maker_id = Keyword()
    signs = Keyword()
    reach = Keyword()
    price = Long()
    months = Integer()
    published = Integer()
    can_buy = Integer()
    fingerprint = Keyword(index=False, doc_values=False)
    stored = Object(enabled=False)


for _column in ALL_COLUMNS:
    IndexedDocument._doc_type.mapping.field(_column, Text(analyzer="whitespace", index_options="freqs"))
for _slot in SLOTS:
    for _name in ("stars", "since", "until"):
        IndexedDocument._doc_type.mapping.field(f"{_name}_{_slot}", Integer())
IndexedDocument._doc_type.mapping.meta("dynamic", "strict")


def save_template(client: Any, prefix: str, *, shards: int, replicas: int) -> None:
    """Tell the cluster how indexes of these names are made; the version stands in the mapping's `_meta`."""
    IndexedDocument._doc_type.mapping.meta("_meta", {"version": index_version()})
    index = Index(f"{prefix}-*-g*", using=client)
    index.document(IndexedDocument)
    index.settings(number_of_shards=shards, number_of_replicas=replicas, max_result_window=RESULT_WINDOW, refresh_interval="1s")
    index.as_composable_template(prefix, pattern=f"{prefix}-*-g*", priority=200).save(using=client)


def to_source(document: SearchDocument) -> dict[str, Any]:
    """Turn one of our documents into Elasticsearch's."""
    source: dict[str, Any] = {name: getattr(document, name) for name in KEYWORDS} | to_columns(document)
    source |= {name: max(0, getattr(document, name)) for name in ("price", "published")}
    source |= {"number": number_of(document), "months": months_in(document.season), "can_buy": int(can_be_bought(document))}
    for slot, values in zip(SLOTS, spans(document.certificates), strict=False):
        source |= {f"{name}_{slot}": value for name, value in zip(("stars", "since", "until"), values, strict=True)}
    return source | {"fingerprint": fingerprint(document), "stored": to_stored(document)}
