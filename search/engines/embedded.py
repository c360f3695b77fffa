"""Tantivy in process: nothing to start, one index a language, many readers and one writer at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import tantivy

from catalog.lib.languages import Language
from search.documents import SearchDocument
from search.engines import tantivy_queries as build
from search.engines.embedded_files import IndexFolder
from search.engines.paging import Found, build_answer
from search.engines.schema import OTHER_KINDS, PRODUCT, build_schema, register_tokenizers, to_tantivy
from search.engines.tantivy_facets import STARS, aggregations, counts_of
from search.engines.weights import OTHERS, cut_values
from search.errors import IndexUnusable
from search.queries import Dimension, OtherHit, SearchAnswer, SearchQuery, Sort
from search.ranking import Hit
from search.sources import DocumentSource
from search.vocabulary import Vocabulary, VocabularyBuilder

WRITER_BYTES = 64_000_000
# Some kilobytes each.
KEPT_COUNTS = 512
_ORDER = {
    Sort.PRICE_UP: ("cheapest", tantivy.Order.Asc),
    Sort.PRICE_DOWN: ("dearest", tantivy.Order.Desc),
    Sort.NEWEST: ("newest", tantivy.Order.Desc),
}


@dataclass(frozen=True, slots=True)
class _Reader:
    """One state of a language's index with its words; `seen` tells whether either was written since.

    `counts` has the facets of questions that were asked of this state: lists without words are asked for again and again, page by
    page, and count every product.
    """

    generation: str
    index: tantivy.Index
    searcher: tantivy.Searcher
    vocabulary: Vocabulary
    seen: tuple[int, int]
    counts: dict[str, dict[Dimension, dict[str, int]]] = field(default_factory=dict)


@contextmanager
def _named_failures() -> Iterator[None]:
    """Turn whatever a damaged index makes Tantivy raise, panics included, into an error that says so."""
    try:
        yield
    except IndexUnusable:
        raise
    except BaseException as error:
        # Rust's panics come as a class of their own that is no Exception and cannot be imported.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise IndexUnusable("broken") from error
        raise


class EmbeddedEngine:
    """Answers from the generation that `current.json` names.

    Raises:
        IndexUnusable: there is no index, or one that cannot be read; `GuardedEngine` has another engine answer then.
    """

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self.files = IndexFolder(folder)
        self.schema = build_schema()
        self._readers: dict[str, _Reader] = {}
        self._lock = threading.Lock()

    def _open(self, generation: str, language: str) -> tantivy.Index:
        index = tantivy.Index.open(str(self.files.path(generation, language)))
        register_tokenizers(index)
        return index

    def _reader(self, language: str) -> _Reader:
        generation = self.files.note().generation
        with self._lock, _named_failures():
            words_path = self.files.words_path(generation, language)
            meta = self.files.path(generation, language) / "meta.json"
            seen = (meta.stat().st_mtime_ns, words_path.stat().st_mtime_ns)
            kept = self._readers.get(language)
            if kept and (kept.generation, kept.seen) == (generation, seen):
                return kept
            if kept and kept.generation == generation:
                index, words = kept.index, kept.vocabulary if kept.seen[1] == seen[1] else Vocabulary.read(words_path)
                index.reload()
            else:
                index, words = self._open(generation, language), Vocabulary.read(words_path)
            reader = self._readers[language] = _Reader(generation, index, index.searcher(), words, seen)
        return reader

    # Writing

    def rebuild(self, source: DocumentSource) -> int:
        """Build a new generation while the old one answers and takes changes; redo those, then switch."""
        with self.files.building() as generation:
            count = self._fill(generation, source)
            with self.files.writing():
                # Read again while nobody can write: what a job wrote meanwhile went into the old generation alone.
                changed = self.files.changed(generation)
                self._apply(generation, changed, source.of(changed))
                self.files.switch_to(generation)
        return count

    def _fill(self, generation: str, documents: Iterable[SearchDocument]) -> int:
        writers: dict[str, Any] = {}
        heard = {language: VocabularyBuilder() for language in Language.values}
        for language in Language.values:
            self.files.path(generation, language).mkdir(parents=True)
            index = tantivy.Index(self.schema, path=str(self.files.path(generation, language)))
            register_tokenizers(index)
            writers[language] = index.writer(heap_size=WRITER_BYTES, num_threads=1)
        count = 0
        for document in documents:
            writers[document.language].add_document(to_tantivy(document))
            heard[document.language].add(document)
            count += 1
        for language, writer in writers.items():
            writer.commit()
            writer.wait_merging_threads()
            heard[language].build().write(self.files.words_path(generation, language))
        return count

    def replace(self, keys: Collection[str], source: DocumentSource) -> None:
        """Make what the index has of `keys` what `source` has of them; the same job twice gives the same index.

        The source is read while no other job writes: of two jobs the later one has the later state. Without an index that can
        be used nothing is written: the rebuild that it needs reads everything afresh.
        """
        with self.files.writing():
            self.files.remember(keys)
            try:
                generation = self.files.note().generation
            except IndexUnusable:
                return
            with _named_failures():
                self._apply(generation, keys, source.of(keys))

    def _apply(self, generation: str, keys: Collection[str], documents: Iterable[SearchDocument]) -> None:
        kept = list(documents)
        for language in Language.values if keys else ():
            writer = self._open(generation, language).writer(heap_size=WRITER_BYTES, num_threads=1)
            for key in keys:
                writer.delete_documents_by_term("key", key)
            of_language = [document for document in kept if document.language == language]
            for document in of_language:
                writer.add_document(to_tantivy(document))
            writer.commit()
            writer.wait_merging_threads()
            path = self.files.words_path(generation, language)
            words = Vocabulary.read(path)
            if grown := words.grown(of_language):
                grown.write(path)

    # State

    def state(self) -> str:
        """Say whether there is an index that can be read: ok, or what ails it."""
        try:
            for language in Language.values:
                reader = self._reader(language)
                with _named_failures():
                    self._count(reader.searcher, tantivy.Query.all_query())
        except IndexUnusable as error:
            return str(error)
        return "ok"

    def built_at(self) -> float:
        """Give when the index in use was built, in seconds since 1970."""
        return self.files.note().built_at

    def fingerprints(self, language: str, keys: Collection[str] | None = None) -> dict[str, str]:
        """Give the fingerprint of each document of a language by key: of all, or of those of `keys` that there are."""
        reader = self._reader(language)
        with _named_failures():
            searcher = reader.searcher
            wanted = tantivy.Query.all_query() if keys is None else tantivy.Query.term_set_query(self.schema, "key", list(keys))
            hits = searcher.search(wanted, limit=max(1, searcher.num_docs), count=False).hits if keys is None or keys else []
            documents = (searcher.doc(address) for _, address in hits)
            return {str(one.get_first("key")): _bytes(one, "fingerprint").decode() for one in documents}

    def vocabulary(self, language: str) -> Vocabulary:
        """Give the words of an index."""
        return self._reader(language).vocabulary

    # Reading

    def _products(self, matching: tantivy.Query, query: SearchQuery) -> tantivy.Query:
        filters = [tantivy.Query.const_score_query(part, 0.0) for part in build.filter_queries(self.schema, query)]
        return build.all_of([matching, build.is_product(self.schema), *filters])

    @staticmethod
    def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
        """Count without scoring, which would take four times as long."""
        found = searcher.aggregate(query, {"all": {"filter": "*"}})
        return int(found["all"]["doc_count"])

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        """Count what fits, products or everything."""
        reader = self._reader(query.language)
        with _named_failures():
            matching = build.text_query(self.schema, query)
            return self._count(reader.searcher, self._products(matching, query) if products_only else matching)

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer one question as strictly as it says: one pass for hits and total, one for the facets."""
        reader = self._reader(query.language)
        with _named_failures():
            searcher, matching = reader.searcher, build.text_query(self.schema, query)
            products = self._products(matching, query)
            return build_answer(
                query,
                lambda offset, limit: self._hits(searcher, products, query, offset, limit),
                lambda: self._facets(reader, matching, query),
                lambda: self._others(searcher, matching, OTHERS),
            )

    def _hits(self, searcher: tantivy.Searcher, products: tantivy.Query, query: SearchQuery, offset: int, limit: int) -> Found:
        sort = Sort.NEWEST if query.sort is Sort.RELEVANCE and not query.is_ranked else query.sort
        options: dict[str, Any] = {"limit": limit, "offset": offset, "count": True}
        if sort in _ORDER:
            options["order_by_field"], options["order"] = _ORDER[sort]
        found = searcher.search(products, **options)
        is_ranked = query.is_ranked
        hits = [Hit(float(score or 0) if is_ranked else 0.0, _stored(searcher.doc(address))) for score, address in found.hits]
        return Found(int(found.count or 0), hits)  # type: ignore[attr-defined]  # missing in its stub

    def suggest(self, text: str, language: str, limit: int) -> list[OtherHit]:
        """Give products and, after them, each other kind that goes on as `text` begins; at most `limit` of each."""
        reader = self._reader(language)
        with _named_failures():
            searcher, matching = reader.searcher, build.suggest_query(self.schema, text)
            suggested = []
            for kind in (PRODUCT, *OTHER_KINDS):
                found = searcher.search(build.all_of([build.is_kind(self.schema, kind), matching]), limit=limit, count=False).hits
                suggested += [_other(searcher.doc(address)) for _, address in found]
            return suggested

    def _others(self, searcher: tantivy.Searcher, matching: tantivy.Query, limit: int) -> list[OtherHit]:
        hits = searcher.search(build.all_of([build.is_other(self.schema), matching]), limit=limit, count=False).hits
        return [_other(searcher.doc(address)) for _, address in hits]

    def _facets(self, reader: _Reader, matching: tantivy.Query, query: SearchQuery) -> dict[Dimension, dict[str, int]]:
        """Give the counts by value; neither the page nor the order changes them."""
        if not query.facets:
            return {}
        asked = repr(replace(query, page=1, sort=Sort.RELEVANCE, favored=()))
        if asked not in reader.counts:
            if len(reader.counts) >= KEPT_COUNTS:
                reader.counts.clear()
            reader.counts[asked] = self._counted(reader.searcher, matching, query)
        return {dimension: dict(found) for dimension, found in reader.counts[asked].items()}

    def _counted(self, searcher: tantivy.Searcher, matching: tantivy.Query, query: SearchQuery) -> dict[Dimension, dict[str, int]]:
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
        if not dimensions:
            return {}
        products = self._products(matching, query)
        found = searcher.aggregate(products, aggregations(dimensions, query))
        counts = {dimension: counts_of(found, dimension) for dimension in dimensions}
        if query.behind and Dimension.STARS in counts:
            # What the buckets count is what the index knows; jobs are seldom open, then each number is counted by itself.
            each = {value: build.value_query(self.schema, Dimension.STARS, value, query) for value in STARS}
            exact = {value: self._count(searcher, build.all_of([products, part])) for value, part in each.items()}
            counts[Dimension.STARS] = {value: count for value, count in exact.items() if count}
        return counts


def _other(document: tantivy.Document) -> OtherHit:
    stored = _stored(document)
    return OtherHit(kind=str(document.get_first("kind")), title=stored["title"], url=stored["url"], summary=stored["summary"])


def _stored(document: tantivy.Document) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(_bytes(document, "stored").decode())
    return stored


def _bytes(document: tantivy.Document, name: str) -> bytes:
    value = document.get_first(name)
    if value is None:
        raise IndexUnusable("broken")
    return bytes(value)
