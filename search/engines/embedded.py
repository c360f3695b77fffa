"""Tantivy in process: nothing to start, one index a language, many readers and one writer at a time."""

from __future__ import annotations

import fcntl
import json
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from catalog.lib.languages import Language
from search.documents import SearchDocument
from search.engines import tantivy_queries as build
from search.engines.schema import build_schema, register_tokenizers, to_tantivy
from search.engines.weights import MAX_VALUES, OTHERS, TERM_FIELDS, cut_values
from search.hits import card_from_stored
from search.queries import PRICE_RANGES, Dimension, OtherHit, SearchAnswer, SearchQuery, Sort
from search.ranking import Hit, page_of_hits, rank_of
from search.vocabulary import Vocabulary, VocabularyBuilder

WRITER_BYTES = 64_000_000
_ORDER = {
    Sort.PRICE_UP: ("price", tantivy.Order.Asc),
    Sort.PRICE_DOWN: ("price", tantivy.Order.Desc),
    Sort.NEWEST: ("published", tantivy.Order.Desc),
}


@dataclass(slots=True)
class _Reader:
    """An open index of one language with its words."""

    generation: str
    index: tantivy.Index
    vocabulary: Vocabulary


class EmbeddedEngine:
    """Keeps `current.json` (which generation is in use) and one folder a generation and language."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schema = build_schema()
        self._readers: dict[str, _Reader] = {}
        self._lock = threading.Lock()

    # Generations

    def _generation(self) -> str | None:
        try:
            return str(json.loads((self.folder / "current.json").read_text())["generation"])
        except FileNotFoundError:
            return None

    def _path(self, generation: str, language: str) -> Path:
        return self.folder / generation / language

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Let one process write at a time; Tantivy itself would fail instead of waiting."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "write.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _open(self, generation: str, language: str) -> tantivy.Index:
        index = tantivy.Index.open(str(self._path(generation, language)))
        register_tokenizers(index)
        return index

    def _reader(self, language: str) -> _Reader | None:
        generation = self._generation()
        if generation is None:
            return None
        with self._lock:
            reader = self._readers.get(language)
            if reader is None or reader.generation != generation:
                words = Vocabulary.read(self.folder / generation / f"words-{language}.json")
                reader = _Reader(generation, self._open(generation, language), words)
                self._readers[language] = reader
            reader.index.reload()
        return reader

    # Writing

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a new generation, switch to it, drop the others."""
        generation = f"g{time.time_ns()}"
        with self._writing():
            count = self._fill(generation, documents)
            note = self.folder / "current.json.new"
            note.write_text(json.dumps({"generation": generation}))
            note.replace(self.folder / "current.json")
            for old in self.folder.glob("g*"):
                if old.name != generation:
                    shutil.rmtree(old, ignore_errors=True)
        return count

    def _fill(self, generation: str, documents: Iterable[SearchDocument]) -> int:
        writers: dict[str, Any] = {}
        heard = {language: VocabularyBuilder() for language in Language.values}
        for language in Language.values:
            self._path(generation, language).mkdir(parents=True)
            index = tantivy.Index(self.schema, path=str(self._path(generation, language)))
            register_tokenizers(index)
            writers[language] = index.writer(heap_size=WRITER_BYTES, num_threads=1)
        count = 0
        for document in documents:
            writers[document.language].add_document(to_tantivy(document, self.schema))
            heard[document.language].add(document)
            count += 1
        for language, writer in writers.items():
            writer.commit()
            writer.wait_merging_threads()
            heard[language].build().write(self.folder / generation / f"words-{language}.json")
        return count

    def replace(self, keys: Iterable[str], documents: Iterable[SearchDocument]) -> None:
        """Forget and keep in one commit a language; the same job twice gives the same index."""
        gone, kept = list(keys), list(documents)
        with self._writing():
            generation = self._generation()
            if generation is None:
                return
            for language in Language.values:
                writer = self._open(generation, language).writer(heap_size=WRITER_BYTES, num_threads=1)
                for key in gone:
                    writer.delete_documents_by_term("key", key)
                for document in kept:
                    if document.language == language:
                        writer.add_document(to_tantivy(document, self.schema))
                writer.commit()
                writer.wait_merging_threads()

    # Reading

    def state(self) -> str:
        """Say whether there is an index."""
        return "ok" if self._generation() else "not built"

    def keys(self, language: str) -> set[str]:
        """Give the keys of all documents of a language."""
        reader = self._reader(language)
        if reader is None:
            return set()
        searcher = reader.index.searcher()
        found = searcher.search(tantivy.Query.all_query(), limit=max(1, searcher.num_docs)).hits
        return {str(searcher.doc(address).get_first("key")) for _, address in found}

    def vocabulary(self, language: str) -> Vocabulary:
        """Give the words of an index; none if there is no index yet."""
        reader = self._reader(language)
        return reader.vocabulary if reader else Vocabulary()

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        """Count what fits, products or everything."""
        reader = self._reader(query.language)
        if reader is None:
            return 0
        matching = build.text_query(self.schema, query)
        return self._count(reader.index.searcher(), self._products(matching, query) if products_only else matching)

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer one question as strictly as it says; an index that is not there yet answers nothing."""
        reader = self._reader(query.language)
        if reader is None:
            return SearchAnswer(cards=[], total=0, page=1, pages=1, facets={}, others=[])
        return self._answer(reader.index.searcher(), build.text_query(self.schema, query), query)

    def _products(self, matching: tantivy.Query, query: SearchQuery) -> tantivy.Query:
        is_product = tantivy.Query.const_score_query(tantivy.Query.term_query(self.schema, "kind", "product"), 0.0)
        filters = [tantivy.Query.const_score_query(part, 0.0) for part in build.filter_queries(self.schema, query)]
        return build.all_of([matching, is_product, *filters])

    @staticmethod
    def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
        return int(searcher.search(query, limit=1, count=True).count or 0)  # type: ignore[attr-defined]  # missing in its stub

    def _answer(self, searcher: tantivy.Searcher, matching: tantivy.Query, query: SearchQuery) -> SearchAnswer:
        products = self._products(matching, query)
        total = self._count(searcher, products)
        pages = max(1, -(-total // query.page_size))
        page = min(query.page, pages)
        found = page_of_hits(lambda offset, limit: self._hits(searcher, products, query, offset, limit), query, page)
        return SearchAnswer(
            cards=[card_from_stored(hit.stored, query.today) for hit in found],
            total=total,
            page=page,
            pages=pages,
            facets=self._facets(searcher, matching, query),
            others=self._others(searcher, matching, OTHERS) if query.is_ranked and page == 1 else [],
            ranks=tuple(rank_of(hit, query) for hit in found) if query.is_ranked else (),
        )

    def _hits(self, searcher: tantivy.Searcher, products: tantivy.Query, query: SearchQuery, offset: int, limit: int) -> list[Hit]:
        sort = Sort.NEWEST if query.sort is Sort.RELEVANCE and not query.is_ranked else query.sort
        options: dict[str, Any] = {"limit": limit, "offset": offset, "count": False}
        if sort in _ORDER:
            options["order_by_field"], options["order"] = _ORDER[sort]
        return [Hit(float(score or 0), _stored(searcher, address)) for score, address in searcher.search(products, **options).hits]

    def suggest(self, text: str, language: str, limit: int) -> list[OtherHit]:
        """Give products and, after them, whatever else goes on as `text` begins; at most `limit` of each."""
        reader = self._reader(language)
        if reader is None:
            return []
        searcher, matching = reader.index.searcher(), build.suggest_query(self.schema, text)
        is_product = tantivy.Query.const_score_query(tantivy.Query.term_query(self.schema, "kind", "product"), 0.0)
        found = searcher.search(build.all_of([matching, is_product]), limit=limit, count=False).hits
        products = [_other(_stored(searcher, address), "product") for _, address in found]
        return products + self._others(searcher, matching, limit)

    def _others(self, searcher: tantivy.Searcher, matching: tantivy.Query, limit: int) -> list[OtherHit]:
        product = tantivy.Query.term_query(self.schema, "kind", "product")
        query = tantivy.Query.boolean_query([(build.Occur.Must, matching), (build.Occur.MustNot, product)])
        hits = []
        for _, address in searcher.search(query, limit=limit, count=False).hits:
            hits.append(_other(_stored(searcher, address), str(searcher.doc(address).get_first("kind"))))
        return hits

    def _facets(self, searcher: tantivy.Searcher, matching: tantivy.Query, query: SearchQuery) -> dict[Dimension, dict[str, int]]:
        """Count by value: in one pass what nothing is ticked in, since all filters hold for it; each ticked dimension by itself."""
        counts = self._aggregated(searcher, matching, query, [one for one in query.facets if one not in query.filters])
        for dimension in query.facets:
            if dimension in query.filters:
                open_query = query.without(dimension)
                counts |= self._aggregated(searcher, matching, open_query, [dimension])
                base = self._products(matching, open_query)
                for value in cut_values(query, dimension, counts[dimension]):
                    exact = self._count(searcher, build.all_of([base, build.value_query(self.schema, dimension, value, query)]))
                    counts[dimension] |= {value: exact} if exact else {}
        return {dimension: counts[dimension] for dimension in query.facets}

    def _aggregated(
        self, searcher: tantivy.Searcher, matching: tantivy.Query, query: SearchQuery, dimensions: list[Dimension]
    ) -> dict[Dimension, dict[str, int]]:
        base = self._products(matching, query)
        asked = {str(one): _aggregation(one) for one in dimensions if one in TERM_FIELDS or one is Dimension.PRICE}
        found = searcher.aggregate(base, asked) if asked else {}
        counts: dict[Dimension, dict[str, int]] = {}
        for dimension in dimensions:
            if str(dimension) in asked:
                pairs = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in found[str(dimension)]["buckets"]}
                known = list(PRICE_RANGES if dimension is Dimension.PRICE else pairs)
            else:
                known = ["5", "4", "3"] if dimension is Dimension.STARS else ["1"]
                pairs = {
                    value: self._count(searcher, build.all_of([base, build.value_query(self.schema, dimension, value, query)]))
                    for value in known
                }
            counts[dimension] = {value: pairs[value] for value in known if value and pairs.get(value)}
        return counts


def _aggregation(dimension: Dimension) -> dict[str, Any]:
    """Ask for the counts of a field's values, or of the ranges of prices."""
    if dimension is Dimension.PRICE:
        return {"range": {"field": "price", "ranges": [{"key": key, "from": low, "to": high} for key, (low, high) in PRICE_RANGES.items()]}}
    return {"terms": {"field": TERM_FIELDS[dimension], "size": MAX_VALUES}}


def _other(stored: dict[str, Any], kind: str) -> OtherHit:
    return OtherHit(kind=kind, title=stored["title"], url=stored["url"], summary=stored["summary"])


def _stored(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(str(searcher.doc(address).get_first("stored")))
    return stored
