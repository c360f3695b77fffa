"""Elasticsearch answers what plain Python answers, and ranks as the embedded engine does; what happens when it does not answer."""

from __future__ import annotations

import math
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.engines import SearchEngine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.guarded import GuardedEngine
from search.queries import Rung, SearchQuery, Sort
from search.sources import GivenDocuments
from tests.search import cases

URL = os.environ.get("CHO_SAO_TEST_ELASTICSEARCH_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="no Elasticsearch: ./test starts one, scripts/elasticsearch too")


@pytest.fixture(scope="module")
def elastic() -> Iterator[ElasticEngine]:
    """Indexes of the made-up goods, gone afterwards."""
    engine = ElasticEngine(URL, prefix=f"test-{uuid.uuid4().hex[:8]}", timeout=30)  # a busy test machine is no failure
    engine.rebuild(cases.GOODS)
    yield engine
    engine.indexes.client.indices.delete(index=f"{engine.prefix}-*")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """The same goods in the embedded engine."""
    folder: Path = tmp_path_factory.mktemp("index")
    engine = EmbeddedEngine(folder)
    engine.rebuild(cases.GOODS)
    return engine


@pytest.mark.parametrize(("text", "number"), cases.COUNTED)
def test_counts_and_pages(elastic: ElasticEngine, text: str, number: int) -> None:
    cases.check_counts(elastic, text, number)


@pytest.mark.parametrize(("sort", "text", "number"), cases.SORTED)
def test_order(elastic: ElasticEngine, sort: Sort, text: str, number: int) -> None:
    cases.check_order(elastic, sort, text, number)


def test_meanings(elastic: ElasticEngine) -> None:
    cases.check_meanings(elastic)


def gain(ids: list[int], scores: dict[int, float]) -> float:
    """Give the discounted gain of ten hits, worth what the other engine scores them."""
    return sum(scores.get(one, 0.0) / math.log2(place + 2) for place, one in enumerate(ids[:10]))


@pytest.mark.parametrize("text", cases.RANKED)
@pytest.mark.parametrize("rung", [Rung.FOLD, Rung.SOME])
def test_ranked_hits_agree(elastic: ElasticEngine, embedded: SearchEngine, text: str, rung: Rung) -> None:
    query = SearchQuery(text=text, rung=rung, today=cases.DAY, page_size=50, facets=())
    ours, theirs = embedded.search(query), elastic.search(query)
    assert ours.total == theirs.total
    if not ours.total:
        return
    scores = {card.id: rank.score * rank.factor for card, rank in zip(ours.cards, ours.ranks, strict=True)}
    best = gain([card.id for card in ours.cards], scores)
    assert gain([card.id for card in theirs.cards], scores) / best >= 0.97
    assert [hit.title for hit in ours.others] == [hit.title for hit in theirs.others]


@pytest.mark.parametrize("text", ["chè la", "tra s", "xưởng 3", "thach", "zzz", ""])
def test_suggestions_agree(elastic: ElasticEngine, embedded: SearchEngine, text: str) -> None:
    ours, theirs = (sorted({hit.title for hit in engine.suggest(text, "vi", 200)}) for engine in (embedded, elastic))
    assert ours == theirs


@pytest.mark.parametrize("text", ['" OR 1=1', "(((", "a" * 10_000, "*:*", "\\", "title_fold:x", "{}", "😀" * 50, "%00", "-"])
def test_any_text_is_answered(elastic: ElasticEngine, embedded: SearchEngine, text: str) -> None:
    assert elastic.count(SearchQuery(text=text, today=cases.DAY)) == embedded.count(SearchQuery(text=text, today=cases.DAY))


def test_a_change_is_found_at_once_and_twice_is_as_once(elastic: ElasticEngine) -> None:
    changed = replace(cases.DOCUMENTS[0], title="Ô mai gừng")
    for _ in range(2):
        elastic.replace([changed.key], GivenDocuments([changed]))
    assert elastic.search(SearchQuery(text="o mai gung", today=cases.DAY)).total == 1
    elastic.replace([changed.key], GivenDocuments())
    elastic.replace([changed.key], GivenDocuments())
    assert changed.key not in elastic.fingerprints("vi")
    elastic.replace([changed.key], cases.GOODS)
    assert elastic.fingerprints("vi").keys() == {document.key for document in cases.DOCUMENTS}


def test_a_rebuild_leaves_no_gap(elastic: ElasticEngine) -> None:
    wanted, seen, done = len(cases.expected("", {})), set(), threading.Event()

    def ask() -> None:
        while not done.is_set():
            seen.add(elastic.count(SearchQuery(today=cases.DAY)))

    asking = threading.Thread(target=ask)
    asking.start()
    elastic.rebuild(cases.GOODS)
    done.set()
    asking.join()
    assert seen == {wanted}
    assert len(elastic.indexes.generations("vi")) == 1


def test_words_are_kept_in_the_cluster(elastic: ElasticEngine, embedded: SearchEngine) -> None:
    assert elastic.vocabulary("vi") == embedded.vocabulary("vi")


def test_a_cluster_that_is_there_is_ok(elastic: ElasticEngine) -> None:
    assert elastic.state() == "ok"
    assert ElasticEngine(URL, prefix="never-built").state() == "index missing"


def test_a_missing_index_is_answered_by_the_other_engine(embedded: SearchEngine) -> None:
    guarded = GuardedEngine(ElasticEngine(URL, prefix="never-built"), embedded)
    assert guarded.search(SearchQuery(text="che lam", today=cases.DAY)).total == embedded.count(
        SearchQuery(text="che lam", today=cases.DAY)
    )
    assert guarded.state().startswith("embedded")


def test_a_silent_server_costs_half_a_second_once(embedded: SearchEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        guarded = GuardedEngine(ElasticEngine(f"http://127.0.0.1:{silent.getsockname()[1]}"), embedded)
        begin = time.monotonic()
        for _ in range(20):
            assert guarded.count(SearchQuery(text="sen", today=cases.DAY)) > 0
        assert time.monotonic() - begin < 3
