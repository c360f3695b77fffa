"""The embedded engine answers what plain Python answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from search.engines import SearchEngine
from search.engines.embedded import EmbeddedEngine
from search.queries import Dimension, Rung, SearchQuery, Sort
from search.sources import GivenDocuments
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


def test_counts_that_are_kept_follow_a_change(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(cases.GOODS)
    query = SearchQuery(today=cases.DAY)
    before = engine.search(query).facets
    assert engine.search(replace(query, page=2)).facets == before
    gone = next(one for one in cases.DOCUMENTS if one.producer_kind == "household")
    engine.replace([gone.key], GivenDocuments())
    after = engine.search(query).facets
    assert after[Dimension.KIND]["household"] == before[Dimension.KIND]["household"] - 1


@pytest.mark.parametrize("value", ["x", "12x", "9" * 60, "-1", "١٢"])
def test_an_id_that_is_no_number_fits_nothing(embedded: SearchEngine, value: str) -> None:
    for dimension in (Dimension.MAKER, Dimension.PLACE):
        assert embedded.search(SearchQuery(filters={dimension: (value,)}, today=cases.DAY)).total == 0
