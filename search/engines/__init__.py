"""Engines behind one Protocol; the settings choose."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from search.documents import SearchDocument
from search.queries import OtherHit, SearchAnswer, SearchQuery
from search.vocabulary import Vocabulary


class SearchEngine(Protocol):
    """Answers questions and keeps documents."""

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

    def replace(self, keys: Iterable[str], documents: Iterable[SearchDocument]) -> None:
        """Forget what `keys` named and keep `documents` instead."""
        ...

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a new index beside the old one, switch to it, and give the number of documents."""
        ...

    def state(self) -> str:
        """Say in a word how it is: ok, or what ails it."""
        ...

    def keys(self, language: str) -> set[str]:
        """Give the keys of all documents of a language."""
        ...


@lru_cache(maxsize=8)
def embedded_engine(folder: Path) -> SearchEngine:
    """Give the engine in this process, over the index in `folder`."""
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(folder)


@lru_cache(maxsize=4)
def elastic_engine(url: str, prefix: str) -> SearchEngine:
    """Give the engine of a cluster; importing its client only where there is one."""
    from search.engines.elastic import ElasticEngine

    return ElasticEngine(url, prefix=prefix, shards=settings.ELASTICSEARCH_SHARDS, replicas=settings.ELASTICSEARCH_REPLICAS)


@lru_cache(maxsize=8)
def _guarded(url: str, prefix: str, folder: Path) -> SearchEngine:
    from search.engines.guarded import GuardedEngine

    return GuardedEngine(elastic_engine(url, prefix), embedded_engine(folder))


def engine() -> SearchEngine:
    """Give this process's engine: the embedded one, or Elasticsearch with the embedded one behind it."""
    folder = Path(settings.SEARCH_INDEX_DIR)
    if settings.ELASTICSEARCH_URL:
        return _guarded(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX, folder)
    return embedded_engine(folder)


def engine_named(name: str) -> SearchEngine:
    """Give one engine by its name, `embedded` or `elastic`, for commands and measurements.

    Raises:
        ValueError: there is no Elasticsearch, or no such engine.
    """
    if name == "embedded":
        return embedded_engine(Path(settings.SEARCH_INDEX_DIR))
    if name == "elastic" and settings.ELASTICSEARCH_URL:
        return elastic_engine(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX)
    raise ValueError(f"No engine {name} here: CHO_SAO_ELASTICSEARCH_URL names the cluster")
