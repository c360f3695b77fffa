"""Engines behind one Protocol; the settings choose."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from search.queries import OtherHit, SearchAnswer, SearchQuery
from search.sources import DocumentSource
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from search.engines.embedded import EmbeddedEngine
    from search.engines.guarded import GuardedEngine


class SearchEngine(Protocol):
    """Answers questions and keeps documents."""

    name: str

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer one question as strictly as its rung says; never fails on any text."""
        ...

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        """Count what fits, products or everything."""
        ...

    def suggest(self, text: str, language: str, limit: int) -> list[OtherHit]:
        """Give what goes on as `text` begins: products, then makers, stories, regions and villages, `limit` of each."""
        ...

    def vocabulary(self, language: str) -> Vocabulary:
        """Give the words of the index, to mend slips."""
        ...

    def replace(self, keys: Collection[str], source: DocumentSource) -> None:
        """Make what the index has of `keys` what `source` has of them."""
        ...

    def rebuild(self, source: DocumentSource) -> int:
        """Build a new index beside the old one, switch to it, and give the number of documents."""
        ...

    def state(self) -> str:
        """Say in a word how it is: ok, or what ails it."""
        ...

    def fingerprints(self, language: str, keys: Collection[str] | None = None) -> dict[str, str]:
        """Give the fingerprint of each document of a language by key: of all, or of those of `keys` that there are."""
        ...


class IndexedEngine(SearchEngine, Protocol):
    """An engine with an index of its own."""

    def built_at(self) -> float:
        """Give when the index in use was begun, in seconds since 1970."""
        ...


@lru_cache(maxsize=8)
def _embedded(folder: Path) -> EmbeddedEngine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(folder)


def embedded_engine() -> EmbeddedEngine:
    """Give the engine in this process, over this machine's index."""
    return _embedded(Path(settings.SEARCH_INDEX_DIR))


@lru_cache(maxsize=4)
def elastic_engine(url: str, prefix: str) -> IndexedEngine:
    """Give the engine of a cluster; importing its client only where there is one."""
    from search.engines.elastic import ElasticEngine

    return ElasticEngine(url, prefix=prefix, shards=settings.ELASTICSEARCH_SHARDS, replicas=settings.ELASTICSEARCH_REPLICAS)


@lru_cache(maxsize=8)
def _chain(url: str, prefix: str, folder: Path) -> GuardedEngine:
    """Join what answers: the cluster where there is one, then the index in this process, then the database."""
    from search.engines.guarded import GuardedEngine, breaker_before
    from search.engines.plain import PlainEngine

    # A damaged index fails at once: it can be tried each time, and one odd question cannot take it from the others.
    index, database = _embedded(folder), PlainEngine()
    here = GuardedEngine(index, database, breaker_before(index, database, pause_seconds=0), is_timed=False)
    return GuardedEngine(elastic_engine(url, prefix), here) if url else here


def engine() -> GuardedEngine:
    """Give this process's engine: the first of the chain that can answer does (ADR 0006)."""
    return _chain(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX, Path(settings.SEARCH_INDEX_DIR))


def indexed_engines() -> list[IndexedEngine]:
    """Give the engines whose indexes this machine keeps: the cluster's where there is one, and its own."""
    url = settings.ELASTICSEARCH_URL
    return [*([elastic_engine(url, settings.ELASTICSEARCH_PREFIX)] if url else []), embedded_engine()]


def engine_named(name: str) -> SearchEngine:
    """Give one engine by its name, `embedded` or `elastic`, for commands and measurements.

    Raises:
        ValueError: there is no Elasticsearch, or no such engine.
    """
    if name == "embedded":
        return embedded_engine()
    if name == "elastic" and settings.ELASTICSEARCH_URL:
        return elastic_engine(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX)
    raise ValueError(f"No engine {name} here: CHO_SAO_ELASTICSEARCH_URL names the cluster")
