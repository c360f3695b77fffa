"""Look at our basket and checkout again and again: `python -m bench.visits PORT PID SECONDS`, wishes of buyers as JSON on standard input.

Each buyer fills a basket and says who receives the order first, which is not timed. Then a page is asked by one buyer after the other
until its time is over; nothing is ordered.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import cycle
from typing import Any

from bench.orders import Visitor, cpu_seconds, fill_basket, give_address

PAGES = {"basket": "/gio-hang/", "details": "/dat-hang/", "review": "/dat-hang/xem-lai/"}


def ready(port: int, products: list[dict[str, Any]]) -> Visitor:
    """Give a buyer who has filled a basket and said who receives the order."""
    visitor = Visitor(port)
    fill_basket(visitor, products)
    give_address(visitor)
    return visitor


def look(visitors: list[Visitor], path: str, pid: str, seconds: float) -> dict[str, Any]:
    """Let the buyers look at a page in turn until the time is over, each once at least; give what was measured."""
    times, queries, size, before, begin = [], [], 0, cpu_seconds(pid), time.perf_counter()
    for number, visitor in enumerate(cycle(visitors), start=1):
        start = time.perf_counter()
        status, target, page = visitor.once("GET", path, None)
        times.append((time.perf_counter() - start) * 1000)
        queries.append(visitor.last_queries)
        size += len(page.encode())
        if status != 200:
            raise SystemExit(f"{path} answered {status} {target}")
        if number >= len(visitors) and time.perf_counter() - begin >= seconds:
            break
    spent = cpu_seconds(pid) - before
    seconds = time.perf_counter() - begin
    return {"times": times, "queries": queries, "cpu_seconds": spent, "seconds": seconds, "bytes": size // len(times)}


def main() -> None:
    """Look as told; print what was measured of each page as JSON."""
    port, pid, seconds = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    visitors = [ready(port, products) for products in json.load(sys.stdin)]
    print(json.dumps({page: look(visitors, path, pid, seconds) for page, path in PAGES.items()}))


if __name__ == "__main__":
    main()
