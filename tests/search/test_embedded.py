"""The embedded engine answers what plain Python answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engines import SearchEngine
from search.engines.embedded import EmbeddedEngine
from search.queries import Rung, SearchQuery, Sort
from tests.search import cases


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """An index of the made-up goods."""
    folder: Path = tmp_path_factory.mktemp("index")
    engine = EmbeddedEngine(folder)
    engine.rebuild(cases.GOODS)
    return engine


@pytest.mark.parametrize(("text", "number"), cases.COUNTED)
def test_counts_and_pages(embedded: SearchEngine, text: str, number: int) -> None:
    cases.check_counts(embedded, text, number)


@pytest.mark.parametrize(("sort", "text", "number"), cases.SORTED)
def test_order(embedded: SearchEngine, sort: Sort, text: str, number: int) -> None:
    cases.check_order(embedded, sort, text, number)


@pytest.mark.parametrize(("text", "rung", "names_only"), cases.TAKEN)
def test_how_strictly_words_are_taken(embedded: SearchEngine, text: str, rung: Rung, names_only: bool) -> None:
    cases.check_taken(embedded, text, rung, names_only)


def test_meanings(embedded: SearchEngine) -> None:
    cases.check_meanings(embedded)


def test_marks_that_were_typed_count(embedded: SearchEngine) -> None:
    exact = [card.title for card in embedded.search(SearchQuery(text="đá", rung=Rung.EXACT, today=cases.DAY)).cards]
    assert exact
    assert all(title.startswith("Đá") for title in exact)
    folded = embedded.search(SearchQuery(text="đá", today=cases.DAY, page_size=100))
    assert folded.total > len(exact)
    assert folded.cards[0].title.startswith("Đá")


def test_there_are_enough_cases() -> None:
    """Different ones, each asked of both engines."""
    distinct = {*map(str, cases.COUNTED), *map(str, cases.SORTED), *map(str, cases.TAKEN)}
    assert len(distinct) == len(cases.COUNTED) + len(cases.SORTED) + len(cases.TAKEN) >= 300
