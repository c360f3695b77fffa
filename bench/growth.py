"""How the cost of our pages grows with the shop: `python -m bench.growth [--sizes 1000,100000] [--data FOLDER]` (docs/performance.md).

Our shop at each size on SQLite, one gunicorn worker each, one buyer at a time. The sizes take turns within each round, so that a busy
machine is busy for all alike. Questions are never asked twice in one server's life: what it keeps of an answer helps none of them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from urllib.parse import quote

from bench import report, visits
from bench.measuring import ask_apart, body_of, load, queries_on, total_on
from bench.questions import typed, wording
from bench.shops import BenchError, Server, Shop, end_politely, make_ours

LIST_PAGES = 40
GROUP_PAGES = 3
QUESTIONS = 4_000
PAGE = 24  # products of a page
COUNTED = 12  # so many addresses of each kind are counted
PRESS = "press"
Rounds = dict[str, dict[str, list[dict[str, Any]]]]


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench.growth", description=__doc__)
    parser.add_argument("--sizes", default="1000,100000", help="products in the shops, the smallest first (default 1000,100000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, the sizes in turn in each (default 5)")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds for each page of each size in a round (default 2)")
    parser.add_argument("--orders", type=int, default=10, help="orders at each size in a round (default 10)")
    parser.add_argument("--data", type=Path, help="keep the shops in this folder and use them again (default: a temporary one)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    return parser.parse_args()


def _made_up(shop: Shop) -> list[dict[str, Any]]:
    return [product for product in shop.products if product["is_synthetic"]]


def questions(shop: Shop) -> list[str]:
    """Give different questions, each with one of the shop's made-up products in mind."""
    goods, chance, found = _made_up(shop), Random(11), {}  # noqa: S311
    for _number in range(QUESTIONS):
        product = chance.choice(goods)
        found[wording(chance, product["title"].removesuffix(" (đo)"), product["maker"].removesuffix(" (đo)"), product["place"])] = True
    return list(found)


def full_questions(shop: Shop) -> list[str]:
    """Give questions for which this shop, and so every larger one, has a full page of names: a page of three hits costs less to write.

    They are few. Capitals mean nothing to the search, but no two questions with other capitals are the same to what keeps answers.
    """
    kinds: Counter[str] = Counter()
    for product in _made_up(shop):
        words = product["title"].lower().split()
        kinds.update({words[0], " ".join(words[:2])})
    often, chance = [kind for kind, count in kinds.items() if count >= PAGE], Random(13)  # noqa: S311
    if not often:
        raise BenchError("The smallest shop has no kind that fills a page: take at least a thousand products")
    spelled = ("".join(chance.choice((letter, letter.upper())) for letter in chance.choice(often)) for _number in range(QUESTIONS))
    return list(dict.fromkeys(spelled))


def choose_paths(shop: Shop, asked: list[str], full: list[str]) -> None:
    """Say what is asked of a shop: the same questions and list pages of all, products from all over it."""
    products = _made_up(shop)
    Random(5).shuffle(products)  # noqa: S311
    shop.paths = {
        "first": ["/tim-kiem/"],
        "list": [f"/tim-kiem/?page={page}" for page in range(1, LIST_PAGES + 1)],
        "full": [f"/tim-kiem/?q={quote(text)}" for text in full],
        "search": [f"/tim-kiem/?q={quote(text)}" for text in asked],
        "product": [product["path"] for product in products[:2_000]],
        "suggestions": [f"/tim-kiem/goi-y/?q={quote(text)}" for text in typed(asked)],
    }


def choose_groups(server: Server) -> None:
    """Add the first pages of each group that the front page leads to."""
    groups = sorted(set(re.findall(r'href="(/danh-muc/[^"?#]+)"', body_of(server, "/"))))
    if not groups:
        raise BenchError("The front page leads to no group")
    server.shop.paths["group"] = [f"{group}?page={page}" for page in range(1, GROUP_PAGES + 1) for group in groups]


def pairs(shop: Shop, count: int, start: int = 0) -> list[list[dict[str, Any]]]:
    """Give baskets of two products of two sellers, other ones from each start."""
    goods = [product for product in _made_up(shop) if product["free"] >= 50]
    half = len(goods) // 2
    both = [(goods[(start + number) % half], goods[half + (start + number) % half]) for number in range(count)]
    return [[first, second] for first, second in both if first["seller"] != second["seller"]]


def _asked(server: Server, page: str, seconds: float, done: Counter[tuple[str, int]]) -> dict[str, Any]:
    """Load a page, going on where the last round ended."""
    paths = server.shop.paths[page]
    start = done[page, server.port] % len(paths)
    found = load(server, [*paths[start:], *paths[:start]], seconds)
    done[page, server.port] += len(found["times"])
    return found


def _visited(server: Server, seconds: float, start: int) -> dict[str, dict[str, Any]]:
    words = (str(server.port), server.worker_pid(), str(seconds))
    found = ask_apart(server, "bench.visits", *words, given=pairs(server.shop, 4, start))
    return {page: found[page] for page in visits.PAGES}


def _pressed(server: Server, orders: int, start: int) -> dict[str, Any]:
    words = ("ours", str(server.port), "1", server.worker_pid())
    found = ask_apart(server, "bench.orders", *words, given=pairs(server.shop, orders, start))
    return {**found, "cpu_seconds": found["press_cpu_seconds"]}


def measure(servers: dict[str, Server], arguments: argparse.Namespace) -> Rounds:
    """Measure in rounds; within a round the sizes take turns, in the other direction every second time."""
    pages = [page for page in next(iter(servers.values())).shop.paths if page != "first"]
    rounds: Rounds = {page: {size: [] for size in servers} for page in (*pages, *visits.PAGES, PRESS)}
    done: Counter[tuple[str, int]] = Counter()
    for server in servers.values():
        for page in pages:
            _asked(server, page, 0.5, done)
        _visited(server, 0.1, 0)
    for number in range(arguments.rounds):
        print(f"round {number + 1} of {arguments.rounds}", file=sys.stderr, flush=True)
        turn = list(servers.items())[:: -1 if number % 2 else 1]
        for page in pages:
            for size, server in turn:
                rounds[page][size].append(_asked(server, page, arguments.seconds, done))
        for size, server in turn:
            for page, found in _visited(server, arguments.seconds, 4 * number).items():
                rounds[page][size].append(found)
            rounds[PRESS][size].append(_pressed(server, arguments.orders, arguments.orders * number))
    return rounds


def count_queries(shop: Shop) -> dict[str, float]:
    """Count the queries of each page with a server of its own that has the counting middleware."""
    with Server(shop, BENCH_COUNT="1") as server:
        counts = {page: median(queries_on(server, paths[:COUNTED])) for page, paths in shop.paths.items() if page != "first"}
        counts |= {page: median(found["queries"]) for page, found in _visited(server, 0.1, 0).items()}
        return counts | {PRESS: median(_pressed(server, 3, 0)["queries"])}


def compare(data: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """Make the shops, measure, sum up."""
    shops = {size: make_ours(data / size, int(size)) for size in sorted(arguments.sizes.split(","), key=int)}
    smallest = next(iter(shops.values()))
    asked, full = questions(smallest), full_questions(smallest)
    load_before = os.getloadavg()[0]
    with ExitStack() as stack:
        servers = {}
        for size, shop in shops.items():
            choose_paths(shop, asked, full)
            servers[size] = stack.enter_context(Server(shop))
            choose_groups(servers[size])
            if (total := total_on(servers[size], "/tim-kiem/")) != int(size):
                raise BenchError(f"The shop of {size} products lists {total}")
        rounds = measure(servers, arguments)
        megabytes = {size: server.megabytes() for size, server in servers.items()}
    pages = {page: {size: report.summary(found) for size, found in sizes.items()} for page, sizes in rounds.items()}
    for size, shop in shops.items():
        for page, queries in count_queries(shop).items():
            pages[page][size]["queries"] = queries
    return {
        "date": report.today(),
        "machine": report.machine(),
        "load": load_before,
        "rounds": arguments.rounds,
        "pages": pages,
        "megabytes": megabytes,
    }


def main() -> int:
    """Compare, print the table, write the figures."""
    end_politely()
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="cho-sao-bench-") as temporary:
        try:
            result = compare((arguments.data or Path(temporary)).resolve(), arguments)
        except BenchError as error:
            print(error, file=sys.stderr)
            return 1
    print(report.growth_markdown(result))
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
