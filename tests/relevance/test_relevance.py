"""The judged set and its measures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from catalog.lib.vietnamese import nfc
from search.management.commands.search_relevance import JUDGED
from search.relevance import ndcg, read_judged, reciprocal_rank, variants
from tests.search.conftest import make_shop

SET = read_judged(JUDGED)


def test_the_set_is_large_enough_and_every_judgment_has_its_reason() -> None:
    assert len(SET) >= 200
    assert len({one.query for one in SET}) == len(SET)
    assert all(one.meant and one.reason and one.query == nfc(one.query) for one in SET)
    assert sum(one.is_held_out for one in SET) >= len(SET) // 3


def test_variants_are_many_and_the_same_each_time() -> None:
    made = list(variants(SET))
    assert len(made) >= 1_000
    assert made == list(variants(SET))
    assert {kind for kind, _, _ in made} >= {"as typed", "no marks", "one typo", "telex left over", "joined", "d for đ"}


@pytest.mark.parametrize(
    ("grades", "ideal", "value"),
    [([2, 1, 0], [1, 0, 2], 1.0), ([0, 2], [2], 0.6309), ([0, 0], [2, 1], 0.0), ([], [0], 1.0), ([1, 2], [2, 1], 0.7967)],
)
def test_gain(grades: list[int], ideal: list[int], value: float) -> None:
    assert ndcg(grades, ideal) == pytest.approx(value, abs=0.001)


def test_rank() -> None:
    assert reciprocal_rank([1, 0, 2]) == pytest.approx(1 / 3)
    assert reciprocal_rank([1, 0]) == 0


def test_grades() -> None:
    one = next(one for one in SET if one.query == "cốm")
    assert [one.grade(title) for title in ("Cốm Vòng", "Bánh cốm Nếp Xanh (mẫu)", "Giò lụa")] == [2, 1, 0]


@pytest.mark.django_db
def test_the_command_measures_a_shop(capsys: pytest.CaptureFixture[str]) -> None:
    make_shop()
    call_command("search_relevance", kind=["as typed"], worst=1)
    assert "as typed" in capsys.readouterr().out


def test_another_shop_can_be_measured_by_its_answers(tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    make_shop()
    call_command("search_relevance", questions=True)
    questions = json.loads(capsys.readouterr().out)
    assert len(questions) == len(set(questions)) > 1_000
    answers = tmp_path / "other.json"
    answers.write_text(json.dumps({text: ["Chè lam Thạch Xá"] for text in questions}))
    call_command("search_relevance", answers=answers, json=True)
    typed = json.loads(capsys.readouterr().out)["as typed"]
    assert 0 < typed["held_out"]["ndcg"] <= 1
    assert typed["held_out"]["empty"] == 0
