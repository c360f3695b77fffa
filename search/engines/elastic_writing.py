"""The indexes in Elasticsearch: made by a template, filled in bulk, swapped by alias; the latest reading of a document wins."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from elasticsearch_dsl import Index, Search  # type: ignore[import-untyped]  # ships no types

from catalog.lib.languages import Language
from search.documents import SearchDocument
from search.engines.elastic_documents import IndexedDocument, save_template, to_source
from search.sources import DocumentSource
from search.vocabulary import Vocabulary, VocabularyBuilder

BATCH = 1_000
# Full queues answer 429: wait and send again, longer each time.
BULK = {"chunk_size": BATCH, "max_retries": 8, "initial_backoff": 0.5, "max_backoff": 30}
# A question that was asked of the old index is answered by it: longer than any may take.
LAST_ANSWERS_SECONDS = 2
# Of two readings of one document the later one wins, whichever arrives first: also a deletion, while the index is filled.
VERSIONED = {"version_type": "external_gte"}
# An index that is not filled to its end is thrown away: nothing need be on the disk before the swap.
_NOT_YET_SAFE = {"durability": "async", "sync_interval": "30s"}
WHILE_FILLING = {"index": {"number_of_replicas": 0, "refresh_interval": "-1", "gc_deletes": "1d", "translog": _NOT_YET_SAFE}}


class ElasticIndexes:
    """Writes what `ElasticEngine` reads."""

    def __init__(self, client: Any, prefix: str, *, shards: int, replicas: int) -> None:
        self.client, self.prefix, self.shards, self.replicas = client, prefix, shards, replicas

    def _alias(self, language: str) -> str:
        return f"{self.prefix}-{language}"

    def generations(self, language: str) -> list[str]:
        """Give every index of a language, the one being built too."""
        return sorted(self.client.indices.get(index=f"{self._alias(language)}-g*", expand_wildcards="open", features="settings"))

    def rebuild(self, source: DocumentSource) -> int:
        """Build new indexes, swap the aliases in one step, drop the old ones; give the number of documents."""
        save_template(self.client, self.prefix, shards=self.shards, replicas=self.replicas)
        generation = f"g{time.time_ns()}"
        names = {language: f"{self._alias(language)}-{generation}" for language in Language.values}
        try:
            return self._build(names, source)
        except BaseException:
            # Jobs would go on writing into what nobody will ever use.
            self.client.options(ignore_status=404).indices.delete(index=list(names.values()))
            raise

    def _build(self, names: dict[str, str], source: DocumentSource) -> int:
        for name in names.values():
            index = Index(name, using=self.client)
            index.settings(**WHILE_FILLING)
            index.create()
        heard = {language: VocabularyBuilder() for language in Language.values}
        count = self._fill(names, source, heard)
        ready = {
            "index": {
                "number_of_replicas": self.replicas,
                "refresh_interval": "1s",
                "gc_deletes": None,
                "translog": dict.fromkeys(_NOT_YET_SAFE),
            }
        }
        for name in names.values():
            self.client.indices.put_settings(index=name, settings=ready)
            self.client.indices.flush(index=name)
            self.client.indices.refresh(index=name)
        for language, words in heard.items():
            self._keep_vocabulary(language, words.build())
        self._swap(names)
        return count

    def _fill(self, names: dict[str, str], source: DocumentSource, heard: dict[str, VocabularyBuilder]) -> int:
        """Write every document as of now; what a job wrote or deleted since is newer and stays."""
        version, count = time.time_ns(), 0

        def actions() -> Iterator[dict[str, Any]]:
            nonlocal count
            for document in source:
                heard[document.language].add(document)
                count += 1
                yield _writing(names[document.language], document, version)

        self._bulk(actions())
        return count

    def _bulk(self, actions: Iterable[dict[str, Any]], **options: Any) -> None:
        """Send actions; that something newer is there, or nothing to delete, is no failure.

        Raises:
            RuntimeError: the cluster refused something else, as a strict mapping does.
        """
        _, errors = IndexedDocument.bulk(actions, using=self.client, raise_on_error=False, **BULK, **options)
        bad = [error for error in errors if next(iter(error.values())).get("status") not in (404, 409)]
        if bad:
            raise RuntimeError(f"Elasticsearch refused {len(bad)} documents, the first: {bad[0]}")

    def _swap(self, names: dict[str, str]) -> None:
        """Point all aliases at the new indexes in one step; the old ones go when nobody is still asking them."""
        actions: list[dict[str, Any]] = []
        for language, name in names.items():
            alias = self._alias(language)
            actions.append({"remove": {"index": f"{alias}-g*", "alias": alias, "must_exist": False}})
            actions.append({"add": {"index": name, "alias": alias}})
        self.client.indices.update_aliases(actions=actions)
        time.sleep(LAST_ANSWERS_SECONDS)
        old = [one for language in names for one in self.generations(language) if one not in names.values()]
        if old:
            self.client.indices.delete(index=old)

    def replace(self, keys: Collection[str], source: DocumentSource) -> None:
        """Write what `source` has of `keys` and delete the rest, in the index in use and in one that is being built."""
        version, kept = time.time_ns(), list(source.of(keys))
        for language in Language.values:
            of_language = {document.key: document for document in kept if document.language == language}
            gone = [key for key in keys if key not in of_language]
            for name in self.generations(language):
                actions = [{"_op_type": "delete", "_index": name, "_id": key, "version": version, **VERSIONED} for key in gone]
                actions += [_writing(name, document, version) for document in of_language.values()]
                self._bulk(actions, refresh=True)
            self._learn(language, of_language.values())

    def fingerprints(self, language: str, keys: Collection[str] | None) -> dict[str, str]:
        """Give the fingerprint of each document of a language by key: of all, or of those of `keys` that there are."""
        search = Search(using=self.client, index=self._alias(language)).source(["fingerprint"])
        search = search.query("match_all") if keys is None else search.query("ids", values=list(keys))
        return {hit.meta.id: hit.fingerprint for hit in search.scan()}

    # Words

    def _keep_vocabulary(self, language: str, vocabulary: Vocabulary) -> None:
        name = f"{self.prefix}-words"
        if not self.client.indices.exists(index=name):
            self.client.indices.create(index=name, mappings={"dynamic": False}, settings={"number_of_replicas": self.replicas})
        self.client.index(index=name, id=language, document=vocabulary.as_json(), refresh=True)

    def _learn(self, language: str, documents: Iterable[SearchDocument]) -> None:
        """Add the words of changed documents, where there are words already."""
        found = self.client.options(ignore_status=404).get(index=f"{self.prefix}-words", id=language)
        if found.get("found") and (grown := Vocabulary.from_json(found["_source"]).grown(documents)):
            self._keep_vocabulary(language, grown)


def _writing(name: str, document: SearchDocument, version: int) -> dict[str, Any]:
    return {"_op_type": "index", "_index": name, "_id": document.key, "version": version, **VERSIONED, **to_source(document)}
