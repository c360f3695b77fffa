"""Elasticsearch for a cluster: an alias a language, rebuilt beside and swapped without a gap."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable
from typing import Any

from elasticsearch_dsl import MultiSearch, Search, connections  # type: ignore[import-untyped]  # ships no types

from catalog.lib.languages import Language
from search.engines import elastic_queries as build
from search.engines.elastic_facets import counted, counted_open, counts_of, named_of, total_of
from search.engines.elastic_writing import ElasticIndexes
from search.engines.paging import Found, build_answer
from search.engines.schema import OTHER_KINDS, PRODUCT
from search.engines.version import index_version
from search.engines.weights import OTHERS
from search.errors import IndexUnusable
from search.queries import OtherHit, Scope, SearchAnswer, SearchQuery, Sort
from search.ranking import Hit
from search.sources import DocumentSource
from search.vocabulary import Vocabulary

# The client would write a line a request; failures are told once, by the breaker.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)

TIMEOUT_SECONDS = 0.5
WRITE_TIMEOUT_SECONDS = 60
VOCABULARY_SECONDS = 300
VERSION_SECONDS = 30
_ORDER = {Sort.PRICE_UP: ["price", "number"], Sort.PRICE_DOWN: ["-price", "number"], Sort.NEWEST: ["-published", "number"]}
_RANKED = ["_score", "number", "key"]


class ElasticEngine:
    """Asks a cluster; raises whatever its client raises, which `GuardedEngine` turns into the other engine's answer.

    Half an answer counts as none: with a shard away nothing is told, rather than fewer products.
    """

    name = "elasticsearch"

    def __init__(self, url: str, *, prefix: str = "cho-sao", shards: int = 1, replicas: int = 0, timeout: float = TIMEOUT_SECONDS) -> None:
        self.prefix = prefix
        name = f"elastic-{url}-{timeout}"
        self._client: Any = connections.create_connection(name, hosts=[url], request_timeout=timeout, max_retries=0, retry_on_timeout=False)
        writer = self._client.options(request_timeout=WRITE_TIMEOUT_SECONDS)
        self.indexes = ElasticIndexes(writer, prefix, shards=shards, replicas=replicas)
        self._words: dict[str, tuple[float, Vocabulary]] = {}
        self._right_version: dict[str, float] = {}

    # Writing

    def rebuild(self, source: DocumentSource) -> int:
        """Build new indexes, swap the aliases in one step, drop the old ones; answers come from the old ones meanwhile."""
        count = self.indexes.rebuild(source)
        self._words.clear()
        return count

    def replace(self, keys: Collection[str], source: DocumentSource) -> None:
        """Make what the indexes have of `keys` what `source` has of them; the same job twice gives the same."""
        self.indexes.replace(keys, source)

    def fingerprints(self, language: str, keys: Collection[str] | None = None) -> dict[str, str]:
        """Give the fingerprint of each document of a language by key: of all, or of those of `keys` that there are."""
        self._check_version(language)
        return self.indexes.fingerprints(language, keys)

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

    def _alias(self, language: str) -> str:
        return f"{self.prefix}-{language}"

    def _check_version(self, language: str) -> None:
        """Make sure, now and then, that this code's version wrote the index.

        Raises:
            IndexUnusable: another one did.
        """
        if time.monotonic() - self._right_version.get(language, float("-inf")) < VERSION_SECONDS:
            return
        mappings = self._client.indices.get_mapping(index=self._alias(language))
        if any(one["mappings"].get("_meta", {}).get("version") != index_version() for one in mappings.values()):
            raise IndexUnusable("old")
        self._right_version[language] = time.monotonic()

    def _about(self, language: str, matching: Any, kinds: Any) -> Any:
        """Ask for what matches among products or among the others; the whole index or nothing."""
        search = Search(using=self._client, index=self._alias(language)).query(matching).filter(kinds)
        return search.params(allow_partial_search_results=False)

    def _narrowed(self, query: SearchQuery, matching: Any) -> Any:
        search = self._about(query.language, matching, build.is_product())
        for part in [*build.narrowing_queries(query), *build.chosen_queries(query)]:
            search = search.filter(part)
        return search

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        """Count what fits, products or everything."""
        self._check_version(query.language)
        matching = build.matching_query(query)
        everything = Search(using=self._client, index=self._alias(query.language)).query(matching)
        search = self._narrowed(query, matching) if products_only else everything.params(allow_partial_search_results=False)
        return total_of(_whole(search.extra(track_total_hits=True)[0:0].execute()))

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer one question as strictly as it says, by one request: counts, hits, and what is no product."""
        self._check_version(query.language)
        told: dict[str, Any] = {}

        def fetch(offset: int, limit: int) -> Found:
            told.update(self._ask(query, offset, limit))
            return Found(total_of(told["counts"]), [_hit(hit, query) for hit in told["hits"]["hits"]["hits"]], named_of(told["counts"]))

        return build_answer(
            query,
            fetch,
            lambda: {one: counts_of(told["counts" if one not in query.filters else one], one, query) for one in query.facets},
            lambda: _as_others(told["others"]),
        )

    def _ask(self, query: SearchQuery, offset: int, limit: int) -> dict[str, Any]:
        """Ask for counts and hits apart: counts score nothing and are kept, hits need not be counted and so not all be looked at."""
        ranked = build.ranked_query(query) if query.is_ranked else build.matching_query(query)
        sort = Sort.NEWEST if query.sort is Sort.RELEVANCE and not query.is_ranked else query.sort
        hits = self._narrowed(query, ranked).source(["stored"]).sort(*_ORDER.get(sort, _RANKED)).extra(track_total_hits=False)
        searches = self._counts(query) | {"hits": hits[offset : offset + limit]}
        if query.is_ranked:
            searches["others"] = self._others(query)
        return self._together(searches)

    def _counts(self, query: SearchQuery) -> dict[str, Any]:
        """Count at once what nothing is ticked in, since all filters hold for it; each ticked dimension by itself."""
        matching = build.matching_query(query)
        closed = [dimension for dimension in query.facets if dimension not in query.filters]
        ticked = [dimension for dimension in query.facets if dimension in query.filters]
        searches = {"counts": counted(self._narrowed(query, matching), query, closed)}
        return searches | {name: counted_open(self._narrowed(query.without(name), matching), query, name) for name in ticked}

    def _together(self, searches: dict[str, Any]) -> dict[str, Any]:
        """Ask several questions in one request."""
        together = MultiSearch(using=self._client)
        for search in searches.values():
            together = together.add(search)
        return dict(zip(searches, map(_whole, together.execute()), strict=True))

    def suggest(self, text: str, language: str, limit: int) -> list[OtherHit]:
        """Give products and, after them, each other kind that goes on as `text` begins; at most `limit` of each, in one request."""
        self._check_version(language)
        matching = build.suggest_query(text)
        searches = {
            kind: self._about(language, matching, build.is_kind(kind))
            .source(["stored", "kind"])
            .sort(*_RANKED)
            .extra(track_total_hits=False)[:limit]
            for kind in (PRODUCT, *OTHER_KINDS)
        }
        return [hit for told in self._together(searches).values() for hit in _as_others(told)]

    def _others(self, query: SearchQuery) -> Any:
        about = self._about(query.language, build.ranked_query(query), build.is_other())
        return about.source(["stored", "kind"]).sort(*_RANKED).extra(track_total_hits=False)[:OTHERS]

    # State

    def built_at(self) -> float:
        """Give when the index in use was begun: its name tells."""
        names = self._client.indices.get_alias(name=self._alias(Language.VIETNAMESE))
        return int(next(iter(names)).rpartition("-g")[2]) / 1e9

    def state(self) -> str:
        """Say whether the cluster can answer: ok, or what ails it; raises when it cannot be reached."""
        if not all(self._client.indices.exists_alias(name=self._alias(language)) for language in Language.values):
            return "index missing"
        if self._client.cluster.health(index=f"{self.prefix}-*")["status"] == "red":
            return "red"
        try:
            for language in Language.values:
                self._right_version.pop(language, None)
                self._check_version(language)
        except IndexUnusable as error:
            return str(error)
        return "ok"


def _whole(response: Any) -> dict[str, Any]:
    """Give an answer as plain values.

    Raises:
        IndexUnusable: a part of the index did not answer.
    """
    found: dict[str, Any] = response.to_dict()
    if found["timed_out"] or found["_shards"]["failed"]:
        raise IndexUnusable("a part of the index does not answer")
    return found


def _hit(told: dict[str, Any], query: SearchQuery) -> Hit:
    """Read a hit; what scores as only a title can has all words there."""
    score = float(told["_score"] or 0) if query.is_ranked else 0.0
    scope = Scope.TITLE if score >= build.TITLE_FIRST or query.scope is Scope.TITLE else query.scope
    return Hit(score % build.TITLE_FIRST, told["_source"]["stored"], scope)


def _as_others(told: dict[str, Any]) -> list[OtherHit]:
    sources: Iterable[Any] = (hit["_source"] for hit in told["hits"]["hits"])
    return [
        OtherHit(kind=source["kind"], title=source["stored"]["title"], url=source["stored"]["url"], summary=source["stored"]["summary"])
        for source in sources
    ]
