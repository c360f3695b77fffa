"""Tantivy in process: nothing to start, one index a language, many readers and one writer at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

import tantivy

from catalog.lib.languages import Language
from search.documents import SearchDocument, is_product_key
from search.engines import tantivy_queries as build
from search.engines.embedded_files import IndexFolder
from search.engines.paging import Found, build_answer
from search.engines.schema import OTHER_KINDS, build_schema, register_tokenizers, to_tantivy
from search.engines.tantivy_counting import Counted, count, count_all, with_stars
from search.engines.weights import OTHERS
from search.errors import IndexUnusable
from search.queries import OtherHit, Scope, SearchAnswer, SearchQuery, Sort
from search.ranking import Hit
from search.sources import DocumentSource
from search.vocabulary import Vocabulary, VocabularyBuilder

WRITER_BYTES = 64_000_000
# Of counts and of blocks of lists, some kilobytes each; a block has so many hits, ten pages.
KEPT_ANSWERS, KEPT_HITS = 512, 240
PARTS = ("products", "others")
Kept = TypeVar("Kept")
_ORDER = {
    Sort.PRICE_UP: ("cheapest", tantivy.Order.Asc),
    Sort.PRICE_DOWN: ("dearest", tantivy.Order.Desc),
    Sort.NEWEST: ("newest", tantivy.Order.Desc),
}


@dataclass(frozen=True, slots=True)
class _Reader:
    """One state of a language's index with its words; `seen` tells whether any of it was written since.

    What is no product lies apart: it is few, whatever the shop's size, and so is the work of finding it. `counts` and `lists` have
    answers that were given of this state: lists without words are asked for again and again, page by page, and go through every
    product. `carried` has facets of the states before that may still stand.
    """

    generation: str
    indexes: tuple[tantivy.Index, tantivy.Index]
    products: tantivy.Searcher
    others: tantivy.Searcher
    vocabulary: Vocabulary
    seen: tuple[int, ...]
    carried: dict[str, Counted]
    counts: dict[str, Counted] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    lists: dict[str, list[tantivy.DocAddress]] = field(default_factory=dict)


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

    def _open(self, generation: str, language: str, part: str) -> tantivy.Index:
        index = tantivy.Index.open(str(self.files.path(generation, language, part)))
        register_tokenizers(index)
        return index

    def _reader(self, language: str) -> _Reader:
        generation = self.files.note().generation
        with self._lock, _named_failures():
            words_path = self.files.words_path(generation, language)
            written = [words_path, *(self.files.path(generation, language, part) / "meta.json" for part in PARTS)]
            seen = tuple(path.stat().st_mtime_ns for path in written)
            kept = self._readers.get(language)
            if kept and (kept.generation, kept.seen) == (generation, seen):
                return kept
            if kept and kept.generation == generation:
                indexes, words = kept.indexes, kept.vocabulary if kept.seen[0] == seen[0] else Vocabulary.read(words_path)
                for index in indexes:
                    index.reload()
            else:
                products, others = (self._open(generation, language, part) for part in PARTS)
                indexes, words = (products, others), Vocabulary.read(words_path)
            of_products, of_others = (index.searcher() for index in indexes)
            carried = {asked: one for asked, one in {**kept.carried, **kept.counts}.items() if one.may_be_carried()} if kept else {}
            reader = self._readers[language] = _Reader(generation, indexes, of_products, of_others, words, seen, carried)
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
        writers: dict[tuple[str, str], Any] = {}
        heard = {language: VocabularyBuilder() for language in Language.values}
        for language, part in product(Language.values, PARTS):
            self.files.path(generation, language, part).mkdir(parents=True)
            index = tantivy.Index(self.schema, path=str(self.files.path(generation, language, part)))
            register_tokenizers(index)
            writers[language, part] = index.writer(heap_size=WRITER_BYTES, num_threads=1)
        count = 0
        for document in documents:
            writers[document.language, _part_of(document.key)].add_document(to_tantivy(document))
            heard[document.language].add(document)
            count += 1
        for writer in writers.values():
            writer.commit()
            writer.wait_merging_threads()
        for language, words in heard.items():
            words.build().write(self.files.words_path(generation, language))
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
        for language in Language.values:
            of_language = [document for document in kept if document.language == language]
            for part in PARTS:
                of_part = [document for document in of_language if _part_of(document.key) == part]
                self._write(generation, language, part, [key for key in keys if _part_of(key) == part], of_part)
            path = self.files.words_path(generation, language)
            words = Vocabulary.read(path)
            if grown := words.grown(of_language):
                grown.write(path)

    def _write(self, generation: str, language: str, part: str, keys: list[str], documents: list[SearchDocument]) -> None:
        """Put these documents in the place of all that have these keys."""
        if not keys:
            return
        writer = self._open(generation, language, part).writer(heap_size=WRITER_BYTES, num_threads=1)
        for key in keys:
            writer.delete_documents_by_term("key", key)
        for document in documents:
            writer.add_document(to_tantivy(document))
        writer.commit()
        writer.wait_merging_threads()

    # State

    def state(self) -> str:
        """Say whether there is an index that can be read: ok, or what ails it."""
        try:
            for language in Language.values:
                reader = self._reader(language)
                with _named_failures():
                    for searcher in (reader.products, reader.others):
                        count(searcher, tantivy.Query.all_query())
        except IndexUnusable as error:
            return str(error)
        return "ok"

    def built_at(self) -> float:
        """Give when the index in use was built, in seconds since 1970."""
        return self.files.note().built_at

    def fingerprints(self, language: str, keys: Collection[str] | None = None) -> dict[str, str]:
        """Give the fingerprint of each document of a language by key: of all, or of those of `keys` that there are."""
        if keys is not None and not keys:
            return {}
        reader = self._reader(language)
        found: dict[str, str] = {}
        with _named_failures():
            wanted = tantivy.Query.all_query() if keys is None else tantivy.Query.term_set_query(self.schema, "key", list(keys))
            for searcher in (reader.products, reader.others):
                hits = searcher.search(wanted, limit=max(1, searcher.num_docs), count=False).hits
                documents = (searcher.doc(address) for _, address in hits)
                found |= {str(one.get_first("key")): _bytes(one, "fingerprint").decode() for one in documents}
        return found

    def vocabulary(self, language: str) -> Vocabulary:
        """Give the words of an index."""
        return self._reader(language).vocabulary

    # Reading

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        """Count what fits, products or everything."""
        reader = self._reader(query.language)
        with _named_failures():
            matching = build.matching_query(self.schema, query)
            others = 0 if products_only else count(reader.others, matching)
            return others + count(reader.products, build.products_query(self.schema, query) if products_only else matching)

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer one question as strictly as it says: counts in one pass without scores, then the hits of the page."""
        reader = self._reader(query.language)
        with _named_failures():
            counted = self._kept_counts(reader, query)
            return build_answer(
                query,
                lambda offset, limit: self._hits(reader, query, counted.total, offset, limit),
                lambda: {dimension: dict(found) for dimension, found in counted.facets.items()},
                lambda: self._others(reader, query),
            )

    def _hits(self, reader: _Reader, query: SearchQuery, total: int, offset: int, limit: int) -> Found:
        if offset >= total:
            return Found(total, [])
        if query.is_ranked:
            return self._ranked(reader.products, query, total, offset, limit)
        addresses = self._kept_list(reader, query, offset, limit)
        return Found(total, [Hit(0.0, _stored(reader.products.doc(address))) for address in addresses])

    def _kept_list(self, reader: _Reader, query: SearchQuery, offset: int, limit: int) -> list[tantivy.DocAddress]:
        """Give a part of a list; ten pages are asked for at once, since finding one goes through all that fits."""
        begin = offset - offset % KEPT_HITS
        if offset + limit > begin + KEPT_HITS:
            return self._in_order(reader.products, query, offset, limit)
        behind = query.behind if query.is_narrowed_by_stars else {}
        asked = f"{begin} {replace(query, page=1, page_size=0, favored=(), facets=(), behind=behind)!r}"
        block = _kept(reader.lists, asked, lambda: self._in_order(reader.products, query, begin, KEPT_HITS))
        return block[offset - begin : offset - begin + limit]

    def _in_order(self, searcher: tantivy.Searcher, query: SearchQuery, offset: int, limit: int) -> list[tantivy.DocAddress]:
        """Give what fits by price or date."""
        field, order = _ORDER[Sort.NEWEST if query.sort is Sort.RELEVANCE else query.sort]
        products = build.products_query(self.schema, query)
        found = searcher.search(products, limit=limit, offset=offset, count=False, order_by_field=field, order=order)
        return [address for _, address in found.hits]

    def _ranked(self, searcher: tantivy.Searcher, query: SearchQuery, total: int, offset: int, limit: int) -> Found:
        """Give hits scope by scope; a wider one is asked only where those before it do not fill the page."""
        hits: list[Hit] = []
        before, named = 0, 0
        for above, scope in zip((None, *query.scopes), query.scopes, strict=False):
            products = build.narrowed(self.schema, build.ranked_query(self.schema, query, scope, above), query)
            found = searcher.search(products, limit=limit - len(hits), offset=max(0, offset - before), count=True)
            hits += [Hit(float(score or 0), _stored(searcher.doc(address)), scope) for score, address in found.hits]
            before += int(found.count or 0)  # type: ignore[attr-defined]  # missing in its stub
            named = before if scope is Scope.TITLE else named
            if len(hits) == limit or before >= total:
                break
        return Found(total, hits, named)

    def suggest(self, text: str, language: str, limit: int) -> list[OtherHit]:
        """Give products and, after them, each other kind that goes on as `text` begins; at most `limit` of each."""
        reader = self._reader(language)
        with _named_failures():
            found = self._suggested(reader.products, build.suggest_query(self.schema, text, Scope.TITLE), limit)
            if len(found) < limit:
                more = build.suggest_query(self.schema, text, Scope.NAMES, Scope.TITLE)
                found += self._suggested(reader.products, more, limit - len(found))
            matching = build.suggest_query(self.schema, text, Scope.NAMES)
            for kind in OTHER_KINDS:
                found += self._suggested(reader.others, build.all_of([build.is_kind(self.schema, kind), matching]), limit)
            return found

    @staticmethod
    def _suggested(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> list[OtherHit]:
        return [_other(searcher.doc(address)) for _, address in searcher.search(query, limit=limit, count=False).hits]

    def _others(self, reader: _Reader, query: SearchQuery) -> list[OtherHit]:
        return self._suggested(reader.others, build.ranked_query(self.schema, query, query.scope), OTHERS)

    def _kept_counts(self, reader: _Reader, query: SearchQuery) -> Counted:
        """Give total and facets; neither the page nor the order changes them. The total is always of the present state."""
        if query.behind and not query.is_narrowed_by_stars:
            counted = self._kept_counts(reader, replace(query, behind={}))
            return with_stars(self.schema, reader.products, counted, query)
        asked = repr(replace(query, page=1, page_size=0, sort=Sort.RELEVANCE, favored=()))
        before = reader.carried.get(asked)
        if before and before.may_be_carried():
            total = _kept(reader.totals, asked, lambda: count(reader.products, build.products_query(self.schema, query)))
            return replace(before, total=total)
        return _kept(reader.counts, asked, lambda: count_all(self.schema, reader.products, query))


def _kept(answers: dict[str, Kept], asked: str, ask: Callable[[], Kept]) -> Kept:
    """Give what was answered before, else ask; the oldest answers go together."""
    if asked not in answers:
        if len(answers) >= KEPT_ANSWERS:
            answers.clear()
        answers[asked] = ask()
    return answers[asked]


def _part_of(key: str) -> str:
    return "products" if is_product_key(key) else "others"


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
