"""What changes while an index is built anew is in it afterwards, and nobody waits for the building."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.documents import SearchDocument
from search.engines import SearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.guarded import GuardedEngine
from search.queries import Dimension, SearchQuery
from search.sources import GivenDocuments
from tests.search import cases

BEFORE, GONE, NEW = cases.DOCUMENTS[0], cases.DOCUMENTS[1], replace(cases.DOCUMENTS[2], key="product-9001", title="Ô mai gừng")
AFTER = replace(BEFORE, title="Kẹo dồi")


class Changing(GivenDocuments):
    """Goods that change while they are read: one after the first was given, one before the last."""

    def __init__(self, change: Callable[[], None]) -> None:
        super().__init__(cases.DOCUMENTS)
        self.change = change
        self.times_read = 0

    def __iter__(self) -> Iterator[SearchDocument]:
        self.times_read += 1
        for number, document in enumerate(list(self._documents)):
            yield document
            if number == 100:
                self.change()
                self._documents = [AFTER, *(one for one in self._documents if one.key not in (BEFORE.key, GONE.key)), NEW]


def changed_in(engine: SearchEngine) -> Callable[[], None]:
    """Give what a job does meanwhile: one text changed, one product taken off, one new."""
    return lambda: engine.replace([BEFORE.key, GONE.key, NEW.key], GivenDocuments([AFTER, NEW]))


def check(engine: SearchEngine) -> None:
    """See the state after the change, whole."""
    assert engine.search(SearchQuery(text="kẹo dồi", today=cases.DAY)).total == 1
    assert engine.search(SearchQuery(text="ô mai gừng", today=cases.DAY)).total == 1
    keys = engine.fingerprints("vi")
    assert GONE.key not in keys
    assert len(keys) == len(cases.DOCUMENTS)


def test_a_job_in_the_middle_of_a_rebuild_is_not_lost(tmp_path: Path) -> None:
    """The job's own turn ends while the rebuild goes on: it would wait for ever if writing were locked."""
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(cases.GOODS)
    engine.rebuild(Changing(changed_in(engine)))
    check(engine)
    assert [path.name for path in tmp_path.glob("changes-*")] == []
    assert len(list(tmp_path.glob("g*"))) == 1


def test_both_engines_read_for_themselves_and_none_keeps_a_copy(tmp_path: Path) -> None:
    front, behind = EmbeddedEngine(tmp_path / "front"), EmbeddedEngine(tmp_path / "behind")
    guarded = GuardedEngine(front, behind)
    guarded.rebuild(cases.GOODS)
    source = Changing(changed_in(guarded))
    guarded.rebuild(source)
    assert source.times_read == 2
    check(behind)


def test_what_a_rebuild_leaves_unfinished_is_not_used(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(cases.GOODS)

    def fail() -> None:
        raise ValueError("no more rows")

    with pytest.raises(ValueError, match="no more rows"):
        engine.rebuild(Changing(fail))
    assert len(engine.fingerprints("vi")) == len(cases.DOCUMENTS)
    assert not list(tmp_path.glob("changes-*"))
    engine.rebuild(cases.GOODS)
    assert len(list(tmp_path.glob("g*"))) == 1


def test_of_two_jobs_the_later_one_reads_the_later_state(tmp_path: Path) -> None:
    """A job reads when its turn to write has come, not when it starts."""
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(cases.GOODS)

    class Late(GivenDocuments):
        def of(self, keys: object) -> Iterator[SearchDocument]:
            with pytest.raises(BlockingIOError):
                _try_lock(tmp_path / "write.lock")
            return iter([AFTER])

    engine.replace([BEFORE.key], Late())
    assert engine.search(SearchQuery(text="kẹo dồi", today=cases.DAY)).total == 1


def _try_lock(path: Path) -> None:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_new_words_are_known_without_a_rebuild(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(cases.GOODS)
    assert not engine.vocabulary("vi").knows_all("ô mai gừng")
    engine.replace([NEW.key], GivenDocuments([NEW]))
    assert engine.vocabulary("vi").knows_all("ô mai gừng")
    assert engine.vocabulary("vi").corrections("o mai gugn")[0] == "o mai gừng"


def test_a_doubled_job_does_no_harm(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(cases.GOODS)
    for _ in range(3):
        changed_in(engine)()
    check(engine)


def test_a_product_whose_stars_overlap_is_counted_once(tmp_path: Path) -> None:
    """Of two decisions in force the later one counts, as on the badge; when it is revoked early the first one holds again."""
    base = next(one for one in cases.DOCUMENTS if one.certificates).certificates[0]
    first = replace(base, stars=4, since=cases.NOW - 100, until=cases.NOW + 500)
    second = replace(base, stars=5, since=cases.NOW - 10, until=cases.NOW + 10)
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(GivenDocuments([replace(BEFORE, certificates=[first, second])]))
    for days, stars in ((-50, "4"), (0, "5"), (9, "5"), (10, "4"), (499, "4"), (500, "")):
        day = cases.DAY.fromordinal(cases.NOW + days)
        answer = engine.search(SearchQuery(today=day))
        assert answer.facets[Dimension.STARS] == ({stars: 1} if stars else {})
        for value in "345":
            assert engine.count(SearchQuery(today=day, filters={Dimension.STARS: (value,)})) == int(value == stars)
