"""Orders a second, ours and stock Oscar's in one run: `python -m bench.throughput [--postgres URL] [--orders N]` (docs/performance.md).

Two lines from two producers, cash on delivery, each buyer a new guest from another network. Buyers are led to the last button first;
what is timed is the pressing, eight at a time, of a shop with four gunicorn workers, on databases that lose nothing when the power
goes. Load generator and database run on the same machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from bench import report
from bench.measuring import ask_apart
from bench.shops import OUR_PYTHON, BenchError, Server, Shop, end_politely, make_ours, make_stock

WORKERS, AT_ONCE = 4, 8
WANTED = {("ours", "PostgreSQL", False): 50, ("ours", "PostgreSQL", True): 20, ("ours", "SQLite", False): 20}


def wishes(products: list[dict[str, Any]], count: int, *, is_hot: bool) -> list[list[dict[str, Any]]]:
    """Give pairs of products of two producers; hot: the first is the same in all."""
    goods = [product for product in products if product["is_synthetic"] and product["free"] >= 10 * count]
    if not goods:
        raise BenchError("no made-up product has enough in stock: ask for more --products than the demo has")
    firsts = goods[:1] if is_hot else goods
    pairs = []
    for number in range(count):
        first = firsts[number % len(firsts)]
        others = [product for product in goods if product["seller"] != first["seller"]]
        pairs.append([first, others[(number * 7) % len(others)]])
    return pairs


def press(server: Server, pairs: list[list[dict[str, Any]]]) -> dict[str, Any]:
    """Press in a process of its own; note the processor time that the workers spent meanwhile, the way to the button included."""
    return ask_apart(server, "bench.orders", server.shop.name, str(server.port), str(AT_ONCE), given=pairs)


def measure(shop: Shop, database: str, count: int) -> list[dict[str, Any]]:
    """Measure one shop on one database: many products, then one that everybody wants."""
    with Server(shop, BENCH_COUNT="1") as server:
        queries = median(press(server, wishes(shop.products, 3, is_hot=False))["queries"])
    rows = []
    with Server(shop, workers=WORKERS) as server:
        press(server, wishes(shop.products, 2 * WORKERS, is_hot=False))  # each worker has answered once
        for is_hot in (False, True):
            load = os.getloadavg()[0]
            done = press(server, wishes(shop.products, count, is_hot=is_hot))
            whole = done["seconds"] + done["ready_seconds"]
            rows.append(
                {
                    "shop": shop.name,
                    "database": database,
                    "is_hot": is_hot,
                    "orders": count,
                    "per_second": count / done["seconds"],
                    "purchases_per_second": count / whole,
                    "p50_ms": median(done["times"]),
                    "p99_ms": report.percentile(done["times"], 0.99),
                    "cpu_ms_of_purchase": done["cpu_seconds"] / count * 1000,
                    "queries": queries,
                    "load": load,
                }
            )
            print(_row(rows[-1]), flush=True)
    return rows


def press_cpu(shop: Shop, count: int = 20) -> float:
    """Give the processor milliseconds of the last press alone, in one worker that has nothing else to do."""
    with Server(shop) as server:
        words = (shop.name, str(server.port), "1", server.worker_pid())
        done = ask_apart(server, "bench.orders", *words, given=wishes(shop.products, count, is_hot=False))
    return float(done["press_cpu_seconds"]) / count * 1000


HEAD = """| shop | database | products | orders a second (press) | p50 / p99 ms | whole purchases a second | CPU-ms a whole purchase | CPU-ms a press | queries of the press | load |
| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


def _row(one: dict[str, Any]) -> str:
    cells = [
        one["shop"],
        one["database"],
        "one hot" if one["is_hot"] else "many",
        f"{one['per_second']:.1f}",
        f"{one['p50_ms']:.0f} / {one['p99_ms']:.0f}",
        f"{one['purchases_per_second']:.1f}",
        f"{one['cpu_ms_of_purchase']:.0f}",
        f"{one['press_cpu_ms']:.1f}" if "press_cpu_ms" in one else "",
        f"{one['queries']:.0f}",
        f"{one['load']:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def _create_databases(server: str) -> tuple[str, str]:
    """Make the two databases unless they are kept from an earlier run; give their addresses."""
    create = (
        "import sys, psycopg\n"
        "with psycopg.connect(sys.argv[1], autocommit=True) as c:\n"
        "    for name in ('bench_ours', 'bench_stock'):\n"
        "        if not c.execute('SELECT 1 FROM pg_database WHERE datname = %s', [name]).fetchone():\n"
        "            c.execute(f'CREATE DATABASE {name}')\n"
    )
    subprocess.run([str(OUR_PYTHON), "-c", create, server], check=True)
    base = server.rpartition("/")[0]
    return f"{base}/bench_ours", f"{base}/bench_stock"


def shops(data: Path, arguments: argparse.Namespace) -> list[tuple[Shop, str]]:
    """Make both shops, on each database."""
    found = [(make_ours(data, arguments.products), "SQLite"), (make_stock(data), "SQLite")]
    if arguments.postgres:
        ours, stock = _create_databases(arguments.postgres)
        found += [(make_ours(data, arguments.products, database=ours), "PostgreSQL"), (make_stock(data, database=stock), "PostgreSQL")]
    for shop, _database in found:
        shop.paths["first"] = ["/tim-kiem/" if shop.name == "ours" else "/catalogue/"]
    return found


def main() -> int:
    """Measure, print the table; 1 if a goal is missed."""
    end_politely()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", default="", help="address of a database on a server where two more can be made")
    parser.add_argument("--orders", type=int, default=200, help="orders of each measurement (default 200)")
    parser.add_argument("--products", type=int, default=400, help="products in each shop, those of the demo among them (default 400)")
    parser.add_argument("--data", type=Path, help="keep the shops in this folder and use them again (default: a temporary one)")
    arguments = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="cho-sao-bench-") as temporary:
        try:
            for shop, database in shops((arguments.data or Path(temporary)).resolve(), arguments):
                cpu = press_cpu(shop)
                rows += [{**row, "press_cpu_ms": cpu} for row in measure(shop, database, arguments.orders)]
        except BenchError as error:
            print(error, file=sys.stderr)
            return 1
    print(f"{report.today()}, {report.machine()}, {WORKERS} workers, {AT_ONCE} buyers at once\n\n{HEAD}")
    for row in rows:
        print(_row(row))
    missed = [row for row in rows if row["per_second"] < WANTED.get((row["shop"], row["database"], row["is_hot"]), 0)]
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
