"""What is the embedded engine's alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search.documents import product_key
from search.engines import SearchEngine
from search.engines.embedded import EmbeddedEngine
from search.queries import Dimension, Rung, SearchQuery
from search.sources import GivenDocuments
from tests.search import cases


def test_marks_that_were_typed_count(embedded: SearchEngine) -> None:
    exact = [card.title for card in embedded.search(SearchQuery(text="đá", rung=Rung.EXACT, today=cases.DAY)).cards]
    assert exact
    assert all(title.startswith("Đá") for title in exact)
    folded = embedded.search(SearchQuery(text="đá", today=cases.DAY, page_size=100))
    assert folded.total > len(exact)
    assert folded.cards[0].title.startswith("Đá")


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


def test_facets_of_very_many_products_may_be_seconds_old_but_never_the_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.tantivy_counting.LARGE", 100)
    now = 1_000.0
    monkeypatch.setattr("search.engines.tantivy_counting.time.monotonic", lambda: now)
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(cases.GOODS)
    everything, few = SearchQuery(today=cases.DAY), SearchQuery(today=cases.DAY, filters={Dimension.GROUP: ("tea",)})
    before, before_few = engine.search(everything), engine.search(few)
    for gone in [one for one in cases.DOCUMENTS if "tea" in one.groups][:2]:
        engine.replace([gone.key], GivenDocuments())
        after = engine.search(everything)
        assert after.facets == before.facets
    assert after.total == before.total - 2
    assert engine.search(few).facets[Dimension.KIND] != before_few.facets[Dimension.KIND]
    now += 5.1
    assert engine.search(everything).facets[Dimension.GROUP]["tea"] == before.facets[Dimension.GROUP]["tea"] - 2


def test_jobs_that_open_and_close_do_not_have_everything_counted_again(embedded: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    query = SearchQuery(today=cases.DAY, filters={Dimension.KIND: ("company",)})
    before = embedded.search(query)
    monkeypatch.setattr("search.engines.embedded.count_all", None)
    monkeypatch.setattr(embedded, "_in_order", None)
    after = embedded.search(replace(query, behind={card.id: None for card in before.cards}))
    assert after.total == before.total
    assert sum(after.facets[Dimension.STARS].values()) < sum(before.facets[Dimension.STARS].values())


def test_pages_of_a_list_are_kept_until_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(cases.GOODS)
    asked: list[tuple[Any, ...]] = []
    in_order = engine._in_order

    def noted(*values: Any) -> Any:
        asked.append(values)
        return in_order(*values)

    monkeypatch.setattr(engine, "_in_order", noted)
    query = SearchQuery(today=cases.DAY)
    first, second = (engine.search(replace(query, page=page)).cards for page in (1, 2))
    assert not {card.id for card in first} & {card.id for card in second}
    assert len(asked) == 1
    engine.replace([product_key(first[0].id)], GivenDocuments())
    assert [card.id for card in engine.search(query).cards] == [card.id for card in [*first[1:], second[0]]]
    assert len(asked) == 2


def test_a_page_behind_what_is_kept_is_asked_for(embedded: SearchEngine) -> None:
    query = SearchQuery(today=cases.DAY, page_size=100)
    whole = embedded.search(replace(query, page_size=200)).cards
    pages = [card.id for page in (1, 2) for card in embedded.search(replace(query, page=page)).cards]
    assert pages == [card.id for card in whole]


@pytest.mark.parametrize("kept", [7, 20, 70, 1_000])
def test_pages_are_the_same_however_many_hits_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: int) -> None:
    monkeypatch.setattr("search.engines.embedded.KEPT_HITS", kept)
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(cases.GOODS)
    query = SearchQuery(today=cases.DAY, page_size=20)
    shown = [card.id for page in range(1, engine.search(query).pages + 1) for card in engine.search(replace(query, page=page)).cards]
    assert shown == [card.id for card in engine.search(replace(query, page_size=200)).cards]
    assert len(shown) == engine.count(query)


@pytest.mark.parametrize("value", ["x", "12x", "9" * 60, "-1", "١٢"])
def test_an_id_that_is_no_number_fits_nothing(embedded: SearchEngine, value: str) -> None:
    for dimension in (Dimension.MAKER, Dimension.PLACE):
        assert embedded.search(SearchQuery(filters={dimension: (value,)}, today=cases.DAY)).total == 0
