"""Elasticsearch for a cluster: an alias a language, rebuilt beside and swapped without a gap."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from typing import Any

from elasticsearch_dsl import Index, Search, connections  # type: ignore[import-untyped]  # ships no types

from catalog.lib.languages import Language
from search.documents import SearchDocument
from search.engines import elastic_queries as build
from search.engines.elastic_documents import RESULT_WINDOW, IndexedDocument, to_source
from search.engines.weights import MAX_VALUES, OTHERS, TERM_FIELDS, cut_values
from search.hits import card_from_stored
from search.queries import PRICE_RANGES, Dimension, OtherHit, SearchAnswer, SearchQuery, Sort
from search.ranking import Hit, page_of_hits, rank_of
from search.vocabulary import Vocabulary, VocabularyBuilder

# The client would write a line a request; failures are told once, by the breaker.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)

TIMEOUT_SECONDS = 0.5
WRITE_TIMEOUT_SECONDS = 60
BATCH = 500
# Full queues answer 429: wait and send again, longer each time.
BULK = {"chunk_size": BATCH, "max_retries": 8, "initial_backoff": 0.5, "max_backoff": 30}
VOCABULARY_SECONDS = 300
_ORDER = {Sort.PRICE_UP: ["price", "key"], Sort.PRICE_DOWN: ["-price", "key"], Sort.NEWEST: ["-published", "key"]}
_RANKED = ["_score", "key"]


class ElasticEngine:
    """Asks a cluster; raises whatever its client raises, which `GuardedEngine` turns into the other engine's answer."""

    def __init__(self, url: str, *, prefix: str = "cho-sao", shards: int = 1, replicas: int = 0) -> None:
        self.prefix, self.shards, self.replicas = prefix, shards, replicas
        name = f"elastic-{url}"
        self._client: Any = connections.create_connection(
            name, hosts=[url], request_timeout=TIMEOUT_SECONDS, max_retries=0, retry_on_timeout=False
        )
        self._writer: Any = self._client.options(request_timeout=WRITE_TIMEOUT_SECONDS)
        self._words: dict[str, tuple[float, Vocabulary]] = {}

    # Indexes

    def _alias(self, language: str) -> str:
        return f"{self.prefix}-{language}"

    def _generations(self, language: str) -> list[str]:
        """Give every index of a language, the one being built too."""
        return sorted(self._writer.indices.get(index=f"{self._alias(language)}-g*", expand_wildcards="open", features="settings"))

    def _create(self, name: str) -> None:
        index = Index(name, using=self._writer)
        index.document(IndexedDocument)
        index.settings(number_of_shards=self.shards, number_of_replicas=0, refresh_interval="-1", max_result_window=RESULT_WINDOW)
        index.create()

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build new indexes, swap the aliases in one step, drop the old ones; answers come from the old ones meanwhile."""
        generation = f"g{time.time_ns()}"
        names = {language: f"{self._alias(language)}-{generation}" for language in Language.values}
        for name in names.values():
            self._create(name)
        heard = {language: VocabularyBuilder() for language in Language.values}
        count = self._fill(names, documents, heard)
        for name in names.values():
            self._writer.indices.put_settings(index=name, settings={"number_of_replicas": self.replicas, "refresh_interval": "1s"})
            self._writer.indices.refresh(index=name)
        for language, words in heard.items():
            self._keep_vocabulary(language, words.build())
        self._swap(names)
        return count

    def _fill(self, names: dict[str, str], documents: Iterable[SearchDocument], heard: dict[str, VocabularyBuilder]) -> int:
        """Create documents; what a job wrote meanwhile is newer and stays."""
        count = 0

        def actions() -> Iterator[dict[str, Any]]:
            nonlocal count
            for document in documents:
                heard[document.language].add(document)
                count += 1
                yield {"_op_type": "create", "_index": names[document.language], "_id": document.key, **to_source(document)}

        _, errors = IndexedDocument.bulk(actions(), using=self._writer, raise_on_error=False, **BULK)
        bad = [error for error in errors if error.get("create", {}).get("status") != 409]
        if bad:
            raise RuntimeError(f"Elasticsearch refused {len(bad)} documents, the first: {bad[0]}")
        return count

    def _swap(self, names: dict[str, str]) -> None:
        actions: list[dict[str, Any]] = []
        for language, name in names.items():
            actions += [{"remove_index": {"index": old}} for old in self._generations(language) if old != name]
            actions.append({"add": {"index": name, "alias": self._alias(language)}})
        self._writer.indices.update_aliases(actions=actions)

    def replace(self, keys: Iterable[str], documents: Iterable[SearchDocument]) -> None:
        """Forget and keep, in the index in use and in one that is being built; the same job twice gives the same."""
        kept = list(documents)
        for language in Language.values:
            of_language = {document.key: document for document in kept if document.language == language}
            gone = [key for key in keys if key not in of_language]
            for name in self._generations(language):
                actions: list[dict[str, Any]] = [{"_op_type": "delete", "_index": name, "_id": key} for key in gone]
                actions += [{"_index": name, "_id": key, **to_source(document)} for key, document in of_language.items()]
                _, errors = IndexedDocument.bulk(actions, using=self._writer, raise_on_error=False, refresh=True, **BULK)
                bad = [error for error in errors if error.get("delete", {}).get("status") != 404]
                if bad:
                    raise RuntimeError(f"Elasticsearch refused {len(bad)} documents, the first: {bad[0]}")

    def keys(self, language: str) -> set[str]:
        """Give the keys of all documents of a language."""
        found = Search(using=self._writer, index=self._alias(language)).source(False).query("match_all")
        return {hit.meta.id for hit in found.scan()}

    # Words

    def _keep_vocabulary(self, language: str, vocabulary: Vocabulary) -> None:
        name = f"{self.prefix}-words"
        if not self._writer.indices.exists(index=name):
            self._writer.indices.create(index=name, mappings={"dynamic": False}, settings={"number_of_replicas": self.replicas})
        self._writer.index(index=name, id=language, document=vocabulary.as_json(), refresh=True)

    def vocabulary(self, language: str) -> Vocabulary:
        """Give the words of the index, a few minutes old at most."""
        kept = self._words.get(language)
        if kept and time.monotonic() - kept[0] < VOCABULARY_SECONDS:
            return kept[1]
        found = self._client.get(index=f"{self.prefix}-words", id=language)
        words = Vocabulary.from_json(found["_source"])
        self._words[language] = (time.monotonic(), words)
        return words

    # Reading

    def _search(self, query: SearchQuery, *, products_only: bool = True) -> Any:
        search = Search(using=self._client, index=self._alias(query.language)).query(build.text_query(query))
        if products_only:
            for part in [build.is_product(), *build.narrowing_queries(query)]:
                search = search.filter(part)
        return search.extra(track_total_hits=True)

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        """Count what fits, products or everything."""
        search = self._search(query, products_only=products_only)
        if products_only:
            for part in build.chosen_queries(query).values():
                search = search.filter(part)
        return int(search.count())

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer one question as strictly as it says: one request for hits and counts, more for arranging and other kinds."""
        head = self._with_facets(query)[0:0].execute()
        total = int(head.hits.total.value)
        pages = max(1, -(-total // query.page_size))
        page = min(query.page, pages)
        found = page_of_hits(lambda offset, limit: self._hits(query, offset, limit), query, page) if total else []
        return SearchAnswer(
            cards=[card_from_stored(hit.stored, query.today) for hit in found],
            total=total,
            page=page,
            pages=pages,
            facets={dimension: self._counts(head, dimension, query) for dimension in query.facets},
            others=self._others(build.text_query(query), query.language, OTHERS) if query.is_ranked and page == 1 else [],
            ranks=tuple(rank_of(hit, query) for hit in found) if query.is_ranked else (),
        )

    def _with_facets(self, query: SearchQuery) -> Any:
        """Ask for the counts of each dimension under the filters of the others; the chosen ones narrow the hits afterwards."""
        search, chosen = self._search(query), build.chosen_queries(query)
        for dimension in query.facets:
            others = [part for other, part in chosen.items() if other != dimension]
            bucket = search.aggs.bucket(str(dimension), "filter", build.all_of(others))
            if dimension in TERM_FIELDS:
                bucket.bucket("values", "terms", field=TERM_FIELDS[dimension], size=MAX_VALUES)
                ticked = {value: build.value_query(dimension, value, query) for value in query.filters.get(dimension, ())}
                if ticked:
                    bucket.bucket("ticked", "filters", filters=ticked)
            else:
                named = {Dimension.STARS: ["5", "4", "3"], Dimension.PRICE: list(PRICE_RANGES)}.get(dimension, ["1"])
                bucket.bucket("values", "filters", filters={value: build.value_query(dimension, value, query) for value in named})
        return search.post_filter(build.all_of(list(chosen.values()))) if chosen else search

    @staticmethod
    def _counts(head: Any, dimension: Dimension, query: SearchQuery) -> dict[str, int]:
        found = head.to_dict()["aggregations"][str(dimension)]
        buckets = found["values"]["buckets"]
        pairs = buckets.items() if isinstance(buckets, dict) else [(bucket["key"], bucket) for bucket in buckets]
        counts = {str(key): int(bucket["doc_count"]) for key, bucket in pairs if key and bucket["doc_count"]}
        cut = {value: int(found["ticked"]["buckets"][value]["doc_count"]) for value in cut_values(query, dimension, counts)}
        return counts | {value: count for value, count in cut.items() if count}

    def _hits(self, query: SearchQuery, offset: int, limit: int) -> list[Hit]:
        search = self._search(query).source(["stored"])
        for part in build.chosen_queries(query).values():
            search = search.filter(part)
        sort = Sort.NEWEST if query.sort is Sort.RELEVANCE and not query.is_ranked else query.sort
        search = search.sort(*_ORDER.get(sort, _RANKED)).extra(track_scores=True)
        found = search[offset : offset + limit].execute().to_dict()
        return [Hit(float(hit["_score"] or 0), hit["_source"]["stored"]) for hit in found["hits"]["hits"]]

    def suggest(self, text: str, language: str, limit: int) -> list[OtherHit]:
        """Give products and, after them, whatever else goes on as `text` begins; at most `limit` of each."""
        matching = build.suggest_query(text)
        products = Search(using=self._client, index=self._alias(language)).query(matching).filter("term", kind="product")
        return self._as_others(products, limit) + self._others(matching, language, limit)

    def _others(self, matching: Any, language: str, limit: int) -> list[OtherHit]:
        search = Search(using=self._client, index=self._alias(language)).query(matching).exclude("term", kind="product")
        return self._as_others(search, limit)

    @staticmethod
    def _as_others(search: Any, limit: int) -> list[OtherHit]:
        found = search.source(["stored", "kind"]).sort(*_RANKED)[:limit].execute().to_dict()["hits"]["hits"]
        return [
            OtherHit(kind=source["kind"], title=source["stored"]["title"], url=source["stored"]["url"], summary=source["stored"]["summary"])
            for source in (hit["_source"] for hit in found)
        ]

    # State

    def state(self) -> str:
        """Say whether the cluster can answer: ok, red, or index missing; raises when it cannot be reached."""
        if not all(self._client.indices.exists_alias(name=self._alias(language)) for language in Language.values):
            return "index missing"
        status = self._client.cluster.health(index=f"{self.prefix}-*")["status"]
        return "red" if status == "red" else "ok"
