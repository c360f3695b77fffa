"""Measure the engines alone: bench/search.py [--count 100000] [--elastic http://127.0.0.1:9200]; goods are made up, no database is asked."""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")

import django

django.setup()

from search.engines import SearchEngine  # noqa: E402
from search.queries import Dimension, SearchQuery  # noqa: E402
from tests.search.cases import DAY, make_documents  # noqa: E402

TEXTS = ["chè lam", "gom bat trang", "lụa hoa sen", "mat ong rung", "sen", "tra sen me tri", "thuong hang", "nón làng chuông"]
STARTS = ["ch", "gom b", "lua", "mat on", "tra s", "thach"]
ROUNDS = 40


def timed(ask: Callable[[], object]) -> float:
    """Give the milliseconds that a call takes."""
    begin = time.perf_counter()
    ask()
    return (time.perf_counter() - begin) * 1000


def spread(name: str, times: list[float]) -> None:
    """Print the usual points of many times."""
    cuts = statistics.quantiles(times, n=100)
    print(f"  {name:28} p50 {cuts[49]:7.1f}  p95 {cuts[94]:7.1f}  p99 {cuts[98]:7.1f} ms", flush=True)


def measure(name: str, engine: SearchEngine, count: int) -> None:
    """Build an index and ask it."""
    begin = time.perf_counter()
    built = engine.rebuild(make_documents(count))
    print(f"{name}, {count:,} products: {built / (time.perf_counter() - begin):,.0f} documents a second", flush=True)
    for text in TEXTS:
        engine.search(SearchQuery(text=text, today=DAY))
    plain = [SearchQuery(text=text, today=DAY, facets=()) for text in TEXTS]
    faceted = [SearchQuery(text=text, today=DAY, filters={Dimension.GROUP: ("food", "craft")}) for text in TEXTS]
    for title, queries in (("query", plain), ("query, filter and 8 facets", faceted)):
        spread(title, [timed(lambda query=query: engine.search(query)) for _ in range(ROUNDS) for query in queries])
    spread("suggestions", [timed(lambda start=start: engine.suggest(start, "vi", 5)) for _ in range(ROUNDS) for start in STARTS])


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--elastic", default="")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cho-sao-bench-"))
    try:
        if options.elastic:
            from search.engines.elastic import ElasticEngine

            engine = ElasticEngine(options.elastic, prefix="bench")
            engine._client = engine._client.options(request_timeout=30)
            measure("elasticsearch", engine, options.count)
            engine._writer.indices.delete(index="bench-*")
        else:
            from search.engines.embedded import EmbeddedEngine

            measure("embedded", EmbeddedEngine(folder), options.count)
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(f"  index {size / 1e6:.0f} MB, largest memory of the process {memory / 1024:.0f} MB", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
