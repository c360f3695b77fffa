"""Compare how well our search finds with stock Oscar's and Wagtail's database search, on one judged set: bench/relevance.py [--data FOLDER]."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.shops import OUR_PYTHON, ROOT, BenchError, Shop, make_ours, make_stock

Figures = dict[str, dict[str, dict[str, float]]]


def manage(shop: Shop, *words: str) -> str:
    """Run one of our commands and give what it prints."""
    command = [str(shop.python), "manage.py", *words]
    result = subprocess.run(command, cwd=ROOT, env=shop.env, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BenchError(f"{' '.join(words)} failed:\n{result.stderr[-3000:]}")
    return result.stdout


def measure(data: Path) -> dict[str, Figures]:
    """Give the figures of each search by its name."""
    ours, questions = make_ours(data, 0), data / "questions.json"
    stock, wares = make_stock(data), data / "wagtail"
    wares.mkdir(exist_ok=True)
    questions.write_text(manage(ours, "search_relevance", "--questions"))
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.wares.settings", "BENCH_WAGTAIL_DATA": str(wares)}
    wagtail = Shop("wagtail", OUR_PYTHON, "", env)
    stock.run("bench.stock.find", str(questions), str(data / "of-stock.json"))
    wagtail.run("bench.wares.find", str(data / "ours.json"), str(questions), str(data / "of-wagtail.json"))
    asked = {"ours": ("--engine", "embedded"), "every word in the title": ("--engine", "database")}
    asked |= {name: ("--answers", str(data / f"of-{name}.json")) for name in ("stock", "wagtail")}
    return {name: json.loads(manage(ours, "search_relevance", "--json", *words)) for name, words in asked.items()}


def main() -> None:
    """Print one row a kind: nDCG@10 of all that were not held out, held out, and the share of empty answers of both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="keep the shops in this folder and use them again (default: a temporary one)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cho-sao-bench-") as temporary:
        figures = measure((options.data or Path(temporary)).resolve())
    print("| variant | " + " | ".join(f"{name} | held out | empty" for name in figures) + " |")
    for kind in next(iter(figures.values())):
        cells = []
        for found in figures.values():
            known, held = (found[kind].get(part, {}) for part in ("known", "held_out"))
            empty = sum(part["empty"] * part["queries"] for part in (known, held) if part)
            queries = sum(part["queries"] for part in (known, held) if part)
            cells += [*(f"{part['ndcg']:.3f}" if part else "–" for part in (known, held)), f"{empty / queries:.1%}"]
        print(f"| {kind} | {' | '.join(cells)} |")


if __name__ == "__main__":
    try:
        main()
    except BenchError as error:
        sys.exit(str(error))
