"""When the engine in front does not answer, the one behind it does; it comes back by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.lib.breaker import Breaker
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.guarded import GuardedEngine
from search.errors import NotIndexed
from search.queries import SearchQuery
from search.sources import GivenDocuments
from tests.search import cases

QUERY = SearchQuery(text="che lam", today=cases.DAY)


class Flaky(EmbeddedEngine):
    """An engine that can be told to fail."""

    ails = False
    asked = 0

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        self.asked += 1
        if self.ails:
            raise TimeoutError("slow")
        return 1_000

    def replace(self, keys, source) -> None:  # type: ignore[no-untyped-def]
        if self.ails:
            raise TimeoutError("slow")
        super().replace(keys, source)


@pytest.fixture
def both(tmp_path: Path) -> tuple[Flaky, EmbeddedEngine, list[float], GuardedEngine]:
    """The engine in front, the one behind, the time, and the guard."""
    front, behind, time = Flaky(tmp_path / "front"), EmbeddedEngine(tmp_path / "behind"), [0.0]
    front.rebuild(cases.GOODS)
    behind.rebuild(cases.GOODS)
    return front, behind, time, GuardedEngine(front, behind, Breaker("The search by front", 15.0, instead="behind", now=lambda: time[0]))


def test_it_fails_over_stays_away_and_comes_back(both, caplog: pytest.LogCaptureFixture) -> None:  # type: ignore[no-untyped-def]
    front, behind, time, guarded = both
    assert (guarded.count(QUERY), guarded.state()) == (1_000, "ok")
    front.ails = True
    for _ in range(50):
        assert guarded.count(QUERY) == behind.count(QUERY)
    assert front.asked == 2
    assert guarded.state() == "embedded: TimeoutError"
    assert caplog.text.count("The search by front does not answer, behind does instead: slow") == 1
    time[0] = 16.0
    guarded.count(QUERY)
    assert front.asked == 3
    front.ails, time[0] = False, 32.0
    assert (guarded.count(QUERY), guarded.state()) == (1_000, "ok")
    assert "The search by front answers again" in caplog.text


def test_a_change_reaches_the_one_behind_and_is_said_to_be_missing(both) -> None:  # type: ignore[no-untyped-def]
    front, behind, _, guarded = both
    front.ails = True
    with pytest.raises(NotIndexed):
        guarded.replace([cases.DOCUMENTS[0].key], GivenDocuments())
    assert cases.DOCUMENTS[0].key not in behind.fingerprints("vi")


def test_a_refused_connection_is_answered_by_the_one_behind(both) -> None:  # type: ignore[no-untyped-def]
    _, behind, _, _ = both
    guarded = GuardedEngine(ElasticEngine("http://127.0.0.1:9"), behind)
    assert guarded.search(QUERY).total == behind.count(QUERY)
    assert guarded.suggest("che", "vi", 3) == behind.suggest("che", "vi", 3)
