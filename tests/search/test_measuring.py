"""The made-up goods of the measurements: varied, the same each time, found by the questions that are asked of them."""

from __future__ import annotations

from pathlib import Path

from bench.goods import DAY, MadeUpGoods
from bench.search import asked
from search.engines.embedded import EmbeddedEngine
from search.queries import SearchQuery


def test_made_up_goods_are_varied_and_the_same_each_time() -> None:
    first, again = list(MadeUpGoods(300)), list(MadeUpGoods(300))
    assert first == again
    assert len({" ".join(one.title.split()[:2]) for one in first}) > 80
    assert {one.kind for one in first} == {"product", "producer", "story", "region"}


def test_questions_find_made_up_goods(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    assert engine.rebuild(MadeUpGoods(600)) == 612
    texts = asked(600, 20)
    assert len(set(texts)) == 20
    assert sum(engine.count(SearchQuery(text=text, today=DAY)) > 0 for text in texts) >= 10
