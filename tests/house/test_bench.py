"""The benchmark can be called, and its shops are what they claim to be. Running it takes minutes: docs/performance.md."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench import measuring, report
from tests.architecture.sources import ROOT


def test_it_says_how_it_is_called():
    shown = subprocess.run([sys.executable, str(ROOT / "bench" / "run"), "--help"], capture_output=True, text=True, check=True).stdout
    assert all(option in shown for option in ("--products", "--rounds", "--seconds", "--orders", "--data", "--json"))


class Shown:
    """A server that shows one page."""

    def __init__(self, name: str, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shop = type("Shop", (), {"name": name})
        monkeypatch.setattr(measuring, "body_of", lambda server, path: page)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("ours", '<p id="found-count" role="status"><strong>1.000 sản phẩm</strong></p>'),
        ("stock", "<strong>1000</strong> results - showing <strong>1</strong> to <strong>24</strong>."),
        ("stock", "Found <strong>1000</strong> results, showing <strong>1</strong>"),
    ],
)
def test_the_number_of_a_list_is_read(monkeypatch: pytest.MonkeyPatch, name: str, page: str):
    assert measuring.total_on(Shown(name, page, monkeypatch), "/") == 1000


def test_a_list_that_says_no_number_stops_the_run(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(measuring.BenchError):
        measuring.total_on(Shown("stock", "<p>Nothing</p>", monkeypatch), "/")


def _round(times: list[float], cpu: float) -> dict[str, object]:
    return {"times": times, "seconds": sum(times) / 1000, "bytes": 1000, "cpu_seconds": cpu}


def test_the_ratio_is_over_one_when_ours_answers_more():
    pages = {"list": {"ours": report.summary([_round([10.0] * 100, 0.5)]), "stock": report.summary([_round([40.0] * 25, 0.75)])}}
    ratios = report.add_ratios(pages)["list"]
    assert ratios["per_second_vs_stock"] == pytest.approx(4)
    assert ratios["cpu_vs_stock"] == pytest.approx(6)
