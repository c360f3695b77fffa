"""Measure the engines alone: bench/search.py [--count 100000] [--elastic http://127.0.0.1:9200]; goods are made up, no database is asked.

An index is built in one process and asked in another, so that neither's memory hides the other's. Each question is asked once:
nothing that an engine keeps of an answer helps it. Other questions come first, as many: a server that has just started is slower.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")

import django

django.setup()

from bench.goods import DAY, MadeUpGoods  # noqa: E402
from bench.questions import typed, wording  # noqa: E402
from search.engines import SearchEngine  # noqa: E402
from search.queries import Dimension, SearchQuery  # noqa: E402
from search.sources import GivenDocuments  # noqa: E402

# Up to so many goods are made before the clock starts; more would not fit beside the index and are made while it is filled.
MADE_BEFORE = 100_000
PREFIX = "bench"


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Give the milliseconds that a call takes, and those of this thread's processor time."""
    begin, busy = time.perf_counter(), time.thread_time()
    ask()
    return (time.perf_counter() - begin) * 1000, (time.thread_time() - busy) * 1000


def spread(name: str, times: list[tuple[float, float]]) -> None:
    """Print the usual points of many times; on a machine at work the processor's time is the steadier one."""
    cuts = statistics.quantiles((one for one, _ in times), n=100)
    busy = statistics.median(one for _, one in times)
    print(f"  {name:32} p50 {cuts[49]:7.1f}  p95 {cuts[94]:7.1f}  p99 {cuts[98]:7.1f} ms; processor p50 {busy:5.1f} ms", flush=True)


def engine_at(place: str) -> SearchEngine:
    """Give the engine of an address or of a folder."""
    if place.startswith("http"):
        from search.engines.elastic import ElasticEngine

        return ElasticEngine(place, prefix=PREFIX, timeout=30)
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(Path(place))


def build(place: str, count: int) -> tuple[float, float, float]:
    """Fill the engine's index; give documents a second, the same by this process's processor time, and its largest memory in MB."""
    goods: Any = MadeUpGoods(count)
    if count <= MADE_BEFORE:
        goods = GivenDocuments(goods)
    begin, busy = time.perf_counter(), time.process_time()
    built = engine_at(place).rebuild(goods)
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    return built / seconds, built / busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def asked(count: int, number: int) -> list[str]:
    """Give so many different questions as buyers ask: each with another product in mind."""
    chance, found = Random(11), {}  # noqa: S311
    products = (document for document in MadeUpGoods(max(count, 30 * number)) if document.kind == "product")
    for document in islice(products, 0, None, 7):
        found[wording(chance, document.title, document.maker, document.card["place_name"])] = True
        if len(found) == number:
            break
    return list(found)


def ask(place: str, count: int, number: int) -> float:
    """Ask all questions and print how long it takes; give this process's memory in MB."""
    engine, texts = engine_at(place), asked(count, 2 * number)
    texts, others = texts[:number], texts[number:]
    for text in others:
        engine.search(SearchQuery(text=text, today=DAY, facets=tuple(Dimension)))

    def timed_all(queries: Iterable[SearchQuery]) -> list[tuple[float, float]]:
        return [timed(partial(engine.search, query)) for query in queries]

    plain, facets = [SearchQuery(text=text, today=DAY, facets=()) for text in texts], tuple(Dimension)
    chosen = {Dimension.GROUP: ("raw-food", "processed-food")}
    spread("query", timed_all(plain))
    spread("query, 10 facets", timed_all(replace(query, facets=facets) for query in plain))
    spread("query, a filter, 10 facets", timed_all(replace(query, facets=facets, filters=chosen) for query in plain))
    spread("a page of all products", timed_all(SearchQuery(today=DAY, page=page) for page in range(1, 41)))
    lists = [{Dimension.PRICE: (price,), Dimension.KIND: (kind,)} for price in PRICES for kind in KINDS]
    spread("first page of a list, 10 facets", timed_all(SearchQuery(today=DAY, filters=filters) for filters in lists))
    spread("suggestions", [timed(partial(engine.suggest, start, "vi", 5)) for start in typed(texts)])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PRICES, KINDS = ("0-100", "100-300", "300-1000", "1000-"), ("company", "cooperative", "household", "cooperative_group")


def _apart(work: Callable[..., Any], *values: Any) -> Any:
    """Run in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *values).result()


def measure(place: str, count: int, number: int) -> None:
    """Build an index and ask it."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    rate, busy_rate, memory = _apart(build, place, count)
    print(f"{place}, {count:,} products, load {load}", flush=True)
    print(f"  {rate:,.0f} documents a second; {busy_rate:,.0f} by processor time; {memory:.0f} MB while building", flush=True)
    print(f"  {_apart(ask, place, count, number):.0f} MB of the process that asks", flush=True)


def _told_by_server(url: str) -> str:
    """Give size and memory of an Elasticsearch on this machine."""
    client = engine_at(url).indexes.client  # type: ignore[attr-defined]
    size = client.indices.stats(index=f"{PREFIX}-*")["_all"]["primaries"]["store"]["size_in_bytes"]
    (node,) = client.nodes.info(metric="process")["nodes"].values()
    pages = int(Path(f"/proc/{node['process']['id']}/statm").read_text().split()[1])
    return f"  index {size / 1e6:.0f} MB, memory of the server {pages * resource.getpagesize() / 1e6:.0f} MB"


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--elastic", default="", help="the address of an Elasticsearch on this machine")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cho-sao-bench-"))
    try:
        measure(options.elastic or str(folder), options.count, options.questions)
        if options.elastic:
            print(_told_by_server(options.elastic), flush=True)
        else:
            print(f"  index {sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1e6:.0f} MB", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if options.elastic:
            client = engine_at(options.elastic).indexes.client  # type: ignore[attr-defined]
            client.indices.delete(index=f"{PREFIX}-*")


if __name__ == "__main__":
    main()
