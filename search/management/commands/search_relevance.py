"""Measure how well the search finds what was judged: `manage.py search_relevance [--engine embedded|elastic|database]`."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q

from catalog.lib.vietnamese import nfc
from catalog.products.models import ListingText
from search.engines import engine_named
from search.finding import find
from search.queries import SearchQuery
from search.relevance import DEPTH, ndcg, read_judged, reciprocal_rank, variants

JUDGED = Path(__file__).parents[3] / "tests" / "relevance" / "judged.tsv"

Find = Callable[[str], list[str]]


def find_in_database(text: str) -> list[str]:
    """Find titles that hold every word, as a shop without an engine does: the yardstick."""
    wanted = Q()
    for word in nfc(text).split():
        wanted &= Q(title__icontains=word)
    return list(ListingText.objects.filter(wanted, language="vi", listing__state="published").values_list("title", flat=True)[:DEPTH])


def find_in(name: str) -> Find:
    """Give how an engine's first ten titles are found, as they stand on the page."""
    if name == "database":
        return find_in_database
    engine = engine_named(name)

    def ask(text: str) -> list[str]:
        answer = find(SearchQuery(text=nfc(text), page_size=DEPTH), engine)
        return [card.title for card in (*answer.cards, *answer.near)]

    return ask


def find_in_answers(path: Path) -> Find:
    """Give the titles that another shop found, which it wrote down by question."""
    answers: dict[str, list[str]] = json.loads(path.read_text())
    return lambda text: answers[text][:DEPTH]


class Command(BaseCommand):
    """Print nDCG@10, MRR and the share of empty answers by kind of variant; every third query, kept out of tuning, apart."""

    help = "Measure the search over the judged queries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--engine", choices=["embedded", "elastic", "database"], default="embedded")
        parser.add_argument("--questions", action="store_true", help="print every question as JSON, for another shop to answer")
        parser.add_argument("--answers", type=Path, help="measure what another shop answered: JSON, ten titles by question")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON: kind, then `known` and `held_out`")
        parser.add_argument("--file", default=str(JUDGED))
        parser.add_argument("--kind", action="append", default=[], help="measure this kind of variant alone; more than once for several")
        parser.add_argument("--worst", type=int, default=0, help="also name so many of the worst queries that are not held out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print."""
        judged = read_judged(Path(options["file"]))
        if options["questions"]:
            self.stdout.write(json.dumps(list(dict.fromkeys(text for _, text, _ in variants(judged))), ensure_ascii=False))
            return
        search = find_in_answers(options["answers"]) if options["answers"] else find_in(options["engine"])
        titles = list(ListingText.objects.filter(language="vi", listing__state="published").values_list("title", flat=True))
        ideals = {one.query: [one.grade(title) for title in titles] for one in judged}
        rows: dict[tuple[str, bool], list[tuple[float, float, bool]]] = defaultdict(list)
        times, worst = [], []
        for kind, text, one in variants(judged):
            if options["kind"] and kind not in options["kind"]:
                continue
            begin = time.perf_counter()
            found = search(text)
            times.append((time.perf_counter() - begin) * 1000)
            grades = [one.grade(title) for title in found]
            value = ndcg(grades, ideals[one.query])
            rows[kind, one.is_held_out].append((value, reciprocal_rank(grades), not found))
            if not one.is_held_out:
                worst.append((value, kind, text, found[:3]))
        if options["json"]:
            self.stdout.write(json.dumps(as_json(rows), ensure_ascii=False))
            return
        self._print(options["answers"].stem if options["answers"] else options["engine"], rows, times)
        for value, kind, text, first in sorted(worst)[: options["worst"]]:
            self.stdout.write(f"{value:.2f} {kind}: {text} -> {', '.join(first)}")

    def _print(self, name: str, rows: dict[tuple[str, bool], list[tuple[float, float, bool]]], times: list[float]) -> None:
        self.stdout.write(
            f"{name}: {len(times)} queries, p50 {quantiles(times, n=100)[49]:.1f} ms, p95 {quantiles(times, n=100)[94]:.1f} ms"
        )
        self.stdout.write(
            f"{'variant':22} {'queries':>7} {'nDCG@10':>8} {'MRR':>6} {'empty':>6}   held out: {'nDCG@10':>8} {'MRR':>6} {'empty':>6}"
        )
        for kind in dict.fromkeys(kind for kind, _ in rows):
            known, held = rows[kind, False], rows[kind, True]
            self.stdout.write(f"{kind:22} {len(known) + len(held):7} {_figures(known)}             {_figures(held)}")


def as_json(rows: dict[tuple[str, bool], list[tuple[float, float, bool]]]) -> dict[str, dict[str, dict[str, float]]]:
    """Give nDCG, MRR, the share of empty answers and the number of queries, by kind, for what tuning saw and what it did not."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for (kind, is_held_out), values in rows.items():
        found.setdefault(kind, {})["held_out" if is_held_out else "known"] = {
            "ndcg": mean(value[0] for value in values),
            "mrr": mean(value[1] for value in values),
            "empty": mean(value[2] for value in values),
            "queries": len(values),
        }
    return found


def _figures(rows: list[tuple[float, float, bool]]) -> str:
    if not rows:
        return f"{'–':>8} {'–':>6} {'–':>6}"
    return f"{mean(row[0] for row in rows):8.3f} {mean(row[1] for row in rows):6.3f} {mean(row[2] for row in rows):6.1%}"
