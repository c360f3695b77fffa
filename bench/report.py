"""Turn what was measured into a table and one JSON object."""

from __future__ import annotations

import os
import platform
import time
from statistics import median
from typing import Any

NAMES = {
    "list": "list page",
    "full": "search, a full page",
    "search": "search",
    "group": "page of a group",
    "product": "product page",
    "suggestions": "suggestions",
    "basket": "basket, two lines",
    "details": "checkout, address",
    "review": "checkout, last look",
    "press": "checkout, last press",
    "order": "placing an order",
}


def percentile(values: list[float], share: float) -> float:
    """Give the value that `share` of all lie below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def summary(rounds: list[dict[str, Any]]) -> dict[str, float]:
    """Sum up the rounds of one page of one shop: the median of rates, percentiles over all answers."""
    times = [value for one in rounds for value in one["times"]]
    result = {
        "per_second": median(len(one["times"]) / one["seconds"] for one in rounds),
        "p50_ms": median(times),
        "p99_ms": percentile(times, 0.99),
        "cpu_ms": sum(one["cpu_seconds"] for one in rounds) / len(times) * 1000,
        "requests": len(times),
    }
    if "bytes" in rounds[0]:
        result["bytes"] = round(median(one["bytes"] for one in rounds))
    if "last" in rounds[0]:
        result["last_press_ms"] = median(value for one in rounds for value in one["last"])
    return result


def add_ratios(pages: dict[str, dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Give ours against each other shop, by rate and by processor time; over 1 means that ours does more."""
    ratios: dict[str, dict[str, float]] = {}
    for page, shops in pages.items():
        ratios[page] = {}
        for other in (name for name in ("stock", "bare") if name in shops):
            ratios[page][f"per_second_vs_{other}"] = shops["ours"]["per_second"] / shops[other]["per_second"]
            ratios[page][f"cpu_vs_{other}"] = shops[other]["cpu_ms"] / max(shops["ours"]["cpu_ms"], 0.001)
    return ratios


def machine() -> str:
    """Say what was measured on, as far as it changes the figures."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _row(page: str, shop: str, one: dict[str, float], ratio: dict[str, float]) -> str:
    against = f"{ratio[f'per_second_vs_{shop}']:.2f} ({ratio[f'cpu_vs_{shop}']:.2f})" if shop != "ours" else ""
    cells = [
        NAMES[page],
        shop,
        f"{one['per_second']:.1f}",
        f"{one['p50_ms']:.1f}",
        f"{one['p99_ms']:.1f}",
        f"{one['cpu_ms']:.1f}",
        f"{one['bytes']:,}" if "bytes" in one else "",
        f"{one['queries']:.0f}" if "queries" in one else "",
        against,
    ]
    return f"| {' | '.join(cells)} |"


def _memory(megabytes: dict[str, float]) -> str:
    told = ", ".join(f"{name} {amount:.0f}" for name, amount in megabytes.items())
    return f"Memory of the worker after the run (MB): {told}."


def markdown(result: dict[str, Any]) -> str:
    """Give the tables as they stand in docs/performance.md."""
    lines = [
        f"{result['date']}, {result['products']:,} products in both shops, {result['machine']}; one gunicorn worker each, SQLite, "
        f"one buyer at a time, {result['rounds']} rounds in turn. Load of the machine at the start: {result['load']:.1f}.",
        "",
        "| page | shop | per second | p50 ms | p99 ms | processor ms | bytes | queries | ours : this, by rate (by processor time) |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for page, shops in result["pages"].items():
        lines += [_row(page, shop, one, result["ratios"][page]) for shop, one in shops.items()]
    press = {shop: one["last_press_ms"] for shop, one in result["pages"].get("order", {}).items()}
    if press:
        lines += ["", "Of an order, the last press alone (p50 ms): " + ", ".join(f"{shop} {ms:.0f}" for shop, ms in press.items()) + "."]
    return "\n".join([*lines, "", _memory(result["megabytes"])])


def _growth_row(page: str, size: str, one: dict[str, float], least: dict[str, float]) -> str:
    grown = ["", ""] if one is least else [f"{one[key] / max(least[key], 0.001):.2f} ×" for key in ("cpu_ms", "p50_ms")]
    times = [f"{one[key]:.1f}" for key in ("cpu_ms", "p50_ms", "p99_ms")]
    cells = [NAMES[page], f"{int(size):,}", *times, f"{one['bytes']:,}" if "bytes" in one else "", f"{one['queries']:.0f}", *grown]
    return f"| {' | '.join(cells)} |"


def growth_markdown(result: dict[str, Any]) -> str:
    """Give the table of growth as it stands in docs/performance.md; each size beside the smallest."""
    lines = [
        f"{result['date']}, {result['machine']}; one gunicorn worker each, SQLite, one buyer at a time, {result['rounds']} rounds in turn. "
        f"Load of the machine at the start: {result['load']:.1f}.",
        "",
        "| page | products | processor ms | p50 ms | p99 ms | bytes | queries | processor ms grow | p50 grows |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for page, sizes in result["pages"].items():
        lines += [_growth_row(page, size, one, next(iter(sizes.values()))) for size, one in sizes.items()]
    return "\n".join([*lines, "", _memory({f"{int(size):,}:": megabytes for size, megabytes in result["megabytes"].items()})])


def today() -> str:
    """Give today's date."""
    return time.strftime("%Y-%m-%d")
