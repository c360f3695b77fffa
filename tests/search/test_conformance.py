"""What every engine must answer: the same cases for each, answered by plain Python; and that the engines agree with each other.

No test here writes: each engine holds the made-up goods as they are.
"""

from __future__ import annotations

import math

import pytest

from search.engines import SearchEngine
from search.finding import find
from search.queries import Rung, Scope, SearchQuery, Sort
from tests.search import cases

# Of the gain of one engine's first ten, the other's order of them loses no more.
MOST_APART = 0.03


@pytest.fixture(params=["embedded", "elastic"])
def one(request: pytest.FixtureRequest) -> SearchEngine:
    """Each engine in turn; Elasticsearch is skipped where there is none."""
    engine: SearchEngine = request.getfixturevalue(request.param)
    return engine


@pytest.mark.parametrize(("text", "number"), cases.COUNTED)
def test_counts_and_pages(one: SearchEngine, text: str, number: int) -> None:
    cases.check_counts(one, text, number)


@pytest.mark.parametrize(("sort", "text", "number"), cases.SORTED)
def test_order(one: SearchEngine, sort: Sort, text: str, number: int) -> None:
    cases.check_order(one, sort, text, number)


@pytest.mark.parametrize(("text", "rung", "scope"), cases.TAKEN)
def test_how_strictly_words_are_taken(one: SearchEngine, text: str, rung: Rung, scope: Scope) -> None:
    cases.check_taken(one, text, rung, scope)


@pytest.mark.parametrize("text", ["lam", "che lam", "sen", "lụa bát tràng", "mật ong vạn phúc"])
def test_what_has_all_words_in_its_title_comes_first(one: SearchEngine, text: str) -> None:
    cases.check_scopes(one, text)


@pytest.mark.parametrize("text", ["", "lụa", "sen"])
@pytest.mark.parametrize("number", range(len(cases.FILTERS)))
def test_stars_that_the_index_does_not_know_yet(one: SearchEngine, text: str, number: int) -> None:
    cases.check_behind(one, text, number)


def test_meanings(one: SearchEngine) -> None:
    cases.check_meanings(one)


def test_marks_that_were_typed_count(one: SearchEngine) -> None:
    exact = [card.title for card in one.search(SearchQuery(text="đá", rung=Rung.EXACT, today=cases.DAY)).cards]
    assert exact
    assert all(title.startswith("Đá") for title in exact)
    folded = one.search(SearchQuery(text="đá", today=cases.DAY, page_size=100))
    assert folded.total > len(exact)
    assert folded.cards[0].title.startswith("Đá")


def test_there_are_enough_cases() -> None:
    """Different ones, each asked of both engines."""
    distinct = {*map(str, cases.COUNTED), *map(str, cases.SORTED), *map(str, cases.TAKEN)}
    assert len(distinct) == len(cases.COUNTED) + len(cases.SORTED) + len(cases.TAKEN) >= 300


# Both at once


def _gain(ids: list[int], scores: dict[int, float]) -> float:
    """Give the discounted gain of ten hits, worth what the other engine scores them."""
    return sum(scores.get(one, 0.0) / math.log2(place + 2) for place, one in enumerate(ids[:10]))


@pytest.mark.parametrize("text", cases.RANKED)
@pytest.mark.parametrize("rung", [Rung.FOLD, Rung.SOME])
def test_ranked_hits_agree(elastic: SearchEngine, embedded: SearchEngine, text: str, rung: Rung) -> None:
    query = SearchQuery(text=text, rung=rung, today=cases.DAY, page_size=50, facets=())
    for judge, judged in ((embedded, elastic), (elastic, embedded)):
        ours, theirs = judge.search(query), judged.search(query)
        assert ours.total == theirs.total
        scores = {card.id: rank.score * rank.factor for card, rank in zip(ours.cards, ours.ranks, strict=True)}
        best = _gain([card.id for card in ours.cards], scores)
        assert _gain([card.id for card in theirs.cards], scores) >= (1 - MOST_APART) * best
        assert [hit.title for hit in ours.others] == [hit.title for hit in theirs.others]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["che lam", "chè lam", "gom bat trnag", "cheef lam", "lụa sen đẹp lạ", "matong", "xưởng 3", "zzz", "4 sao lụa", "sen dưới 100k"]
)
def test_what_is_meant_is_found_alike(elastic: SearchEngine, embedded: SearchEngine, text: str) -> None:
    """Corrections, steps and what was understood hang on the engine's counts and words."""
    ours, theirs = (find(SearchQuery(text=text, today=cases.DAY, page_size=100), engine) for engine in (embedded, elastic))
    assert (ours.total, ours.corrected, ours.is_partial, ours.meanings) == (
        theirs.total,
        theirs.corrected,
        theirs.is_partial,
        theirs.meanings,
    )
    assert sorted(card.id for card in ours.cards) == sorted(card.id for card in theirs.cards)
    assert ours.facets == theirs.facets


@pytest.mark.parametrize("text", ["chè la", "tra s", "xưởng 3", "thach", "zzz", ""])
def test_suggestions_agree(elastic: SearchEngine, embedded: SearchEngine, text: str) -> None:
    ours, theirs = (sorted({hit.title for hit in engine.suggest(text, "vi", 200)}) for engine in (embedded, elastic))
    assert ours == theirs


@pytest.mark.parametrize("text", ['" OR 1=1', "(((", "a" * 10_000, "*:*", "\\", "title_fold:x", "{}", "😀" * 50, "%00", "-"])
def test_any_text_is_answered(elastic: SearchEngine, embedded: SearchEngine, text: str) -> None:
    assert elastic.count(SearchQuery(text=text, today=cases.DAY)) == embedded.count(SearchQuery(text=text, today=cases.DAY))


def test_words_are_the_same_with_their_counts(elastic: SearchEngine, embedded: SearchEngine) -> None:
    assert embedded.vocabulary("vi").known
    assert elastic.vocabulary("vi") == embedded.vocabulary("vi")
