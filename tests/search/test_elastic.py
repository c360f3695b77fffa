"""What is Elasticsearch's alone: its indexes, jobs beside a rebuild, and what happens when it does not answer."""

from __future__ import annotations

import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from catalog.certification.models import Award
from marketplace.accounts.models import User
from search.documents import SearchDocument
from search.engines import SearchEngine
from search.engines.elastic import ElasticEngine
from search.engines.guarded import GuardedEngine
from search.engines.version import index_version
from search.queries import SearchQuery, Sort
from search.sources import GivenDocuments, all_documents
from search.vocabulary import VocabularyBuilder
from tests.search import cases
from tests.search.conftest import ELASTIC_URL, NO_ELASTIC
from tests.search.test_rebuilding import Changing, changed_in, check
from tests.search.test_stars_without_worker import STARRED, officer, revoke, shown, unlink, withdraw

__all__ = ["officer"]  # a fixture that is asked for here too

pytestmark = pytest.mark.skipif(not ELASTIC_URL, reason=NO_ELASTIC)


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


def test_the_cluster_keeps_the_counts_of_a_list(elastic: ElasticEngine) -> None:
    """Page by page a list is counted once: nothing of the page or the order is in that part of the question."""

    def kept() -> int:
        told = elastic.indexes.client.indices.stats(index=f"{elastic.prefix}-*", metric="request_cache")
        return int(told["_all"]["total"]["request_cache"]["hit_count"])

    query = SearchQuery(today=cases.DAY)
    first, before = elastic.search(query), kept()
    second = elastic.search(replace(query, page=2, sort=Sort.PRICE_UP))
    assert (second.total, second.facets) == (first.total, first.facets)
    assert kept() == before + 1


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


def test_what_was_filled_fast_is_written_safely_from_then_on(elastic: ElasticEngine) -> None:
    elastic.rebuild(cases.GOODS)
    (name,) = elastic.indexes.generations("vi")
    kept = elastic.indexes.client.indices.get_settings(index=name)[name]["settings"]["index"]
    assert kept["refresh_interval"] == "1s"
    assert not {"gc_deletes", "translog"} & kept.keys(), "a write is on the disk before it is answered, as Elasticsearch does by itself"


def test_a_cluster_that_is_there_is_ok(elastic: ElasticEngine) -> None:
    assert elastic.state() == "ok"
    assert ElasticEngine(ELASTIC_URL, prefix="never-built").state() == "index missing"


@pytest.mark.django_db
def test_a_missing_index_is_answered_by_the_other_engine(embedded: SearchEngine) -> None:
    guarded = GuardedEngine(ElasticEngine(ELASTIC_URL, prefix="never-built"), embedded)
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


def test_a_job_in_the_middle_of_a_rebuild_is_not_lost(elastic: ElasticEngine) -> None:
    """Also a deletion: what the rebuild has read before does not bring the product back."""
    source = Changing(changed_in(elastic))
    elastic.rebuild(source)
    check(elastic)
    assert source.times_read == 1
    elastic.rebuild(cases.GOODS)


def test_a_late_job_does_not_overwrite_a_later_reading(elastic: ElasticEngine) -> None:
    changed = replace(cases.DOCUMENTS[0], title="Ô mai gừng")

    class Slow(GivenDocuments):
        """Read before, written after another job."""

        def of(self, keys: object) -> Iterator[SearchDocument]:
            elastic.replace([changed.key], GivenDocuments([changed]))
            return iter([cases.DOCUMENTS[0]])

    elastic.replace([changed.key], Slow())
    assert elastic.search(SearchQuery(text="o mai gung", today=cases.DAY)).total == 1
    elastic.replace([changed.key], cases.GOODS)


def test_a_job_teaches_new_words(elastic: ElasticEngine) -> None:
    new = replace(cases.DOCUMENTS[0], key="product-9001", title="Ô mai gừng")
    elastic.replace([new.key], GivenDocuments([new]))
    fresh = ElasticEngine(ELASTIC_URL, prefix=elastic.prefix, timeout=30)
    assert fresh.vocabulary("vi").knows_all("ô mai gừng")
    elastic.replace([new.key], GivenDocuments())
    elastic.rebuild(cases.GOODS)


def test_an_index_of_another_version_is_not_read(elastic: ElasticEngine, embedded: SearchEngine) -> None:
    name = elastic.indexes.generations("vi")[0]
    elastic.indexes.client.indices.put_mapping(index=name, meta={"version": "older"})
    fresh = ElasticEngine(ELASTIC_URL, prefix=elastic.prefix, timeout=30)
    assert fresh.state() == "old"
    guarded = GuardedEngine(fresh, embedded)
    query = SearchQuery(text="sen", today=cases.DAY)
    assert guarded.search(query).total == embedded.search(query).total
    assert guarded.state() == "embedded: old"
    elastic.rebuild(cases.GOODS)
    assert ElasticEngine(ELASTIC_URL, prefix=elastic.prefix, timeout=30).state() == "ok"


@pytest.mark.django_db
def test_a_red_index_is_answered_by_the_other_engine(elastic: ElasticEngine, embedded: SearchEngine) -> None:
    """One shard of two has no node that would take it: no answer at all rather than fewer products."""
    nowhere = {"index.routing.allocation.require._name": "nobody"}
    client, name = elastic.indexes.client.indices, f"{elastic.prefix}-vi-g1"
    client.create(index=name, settings=nowhere, wait_for_active_shards=0)
    client.update_aliases(actions=[{"add": {"index": name, "alias": f"{elastic.prefix}-vi"}}])
    try:
        fresh = ElasticEngine(ELASTIC_URL, prefix=elastic.prefix, timeout=30)
        assert fresh.state() == "red"
        guarded = GuardedEngine(fresh, embedded)
        query = SearchQuery(text="sen", today=cases.DAY)
        assert guarded.search(query).total == embedded.search(query).total
        assert guarded.suggest("che", "vi", 3) == embedded.suggest("che", "vi", 3)
        assert guarded.count(query) == embedded.count(query)
    finally:
        elastic.rebuild(cases.GOODS)
    assert elastic.state() == "ok"


def test_indexes_are_made_by_a_template(elastic: ElasticEngine) -> None:
    (found,) = elastic.indexes.client.indices.get_index_template(name=elastic.prefix)["index_templates"]
    template = found["index_template"]
    assert template["index_patterns"] == [f"{elastic.prefix}-*-g*"]
    assert template["template"]["mappings"]["_meta"]["version"] == index_version()
    assert template["template"]["settings"]["index"]["number_of_shards"] == "1"


def test_full_queues_are_waited_for() -> None:
    """A server that answers 429 twice gets every document once, in the order in which they were sent."""
    kept, refused = [], [2]

    class Full(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            lines = self.rfile.read(int(self.headers["Content-Length"])).splitlines()
            ids = [json.loads(line)["index"]["_id"] for line in lines[::2]]
            is_full = refused[0] > 0
            refused[0] -= is_full
            kept.extend([] if is_full else ids)
            items = [
                {
                    "index": {
                        "_id": one,
                        "status": 429 if is_full else 200,
                        **({"error": {"type": "es_rejected_execution_exception"}} if is_full else {}),
                    }
                }
                for one in ids
            ]
            body = json.dumps({"took": 1, "errors": is_full, "items": items}).encode()
            self.send_response(200)
            for name, value in (
                ("X-Elastic-Product", "Elasticsearch"),
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(body))),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Full) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        engine = ElasticEngine(f"http://127.0.0.1:{server.server_address[1]}", prefix="full")
        heard = {"vi": VocabularyBuilder()}
        assert engine.indexes._fill({"vi": "full-vi-g1"}, GivenDocuments(cases.DOCUMENTS[:20]), heard) == 20
        server.shutdown()
    assert kept == [one.key for one in cases.DOCUMENTS[:20]]
    assert refused == [0]


@pytest.mark.parametrize("take_away", [revoke, withdraw, unlink])
def test_a_star_taken_away_shows_nowhere_before_any_job_has_run(
    real_shop: dict[str, int], officer: User, take_away: Callable[[Award, User], None]
) -> None:
    cluster = ElasticEngine(ELASTIC_URL, prefix=f"test-{uuid.uuid4().hex[:8]}", timeout=30)
    guarded = GuardedEngine(cluster, ElasticEngine(ELASTIC_URL, prefix="never-built"))  # nothing else answers here
    guarded.front.rebuild(all_documents())
    product_id = real_shop[STARRED]
    assert shown(product_id, asked=guarded) == [4, {"4": 1}, [product_id], 1]
    take_away(Award.objects.get(), officer)
    assert shown(product_id, asked=guarded) == [None, {}, [], 0]
    cluster.indexes.client.indices.delete(index=f"{cluster.prefix}-*")
    cluster.indexes.client.indices.delete_index_template(name=cluster.prefix)
