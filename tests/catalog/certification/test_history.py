"""The history of a product's stars, as the verification page and its JSON tell it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalog.certification.history import history_of
from catalog.certification.models import Award
from catalog.certification.services import Recognized, record_award, revoke_award, supersede_award, withdraw_award
from tests.factories.awards import DecisionFactory

pytestmark = pytest.mark.django_db
FIRST, LATER = date(2021, 3, 1), date(2025, 5, 6)
TODAY = date(2026, 11, 24)


def record(day: date, stars: int | None = 4, name: str = "Chè lam", **facts: Any) -> Award:
    recognized = Recognized(product_name=name, maker_name="HTX Thạch Xá", stars=stars, **facts)
    return record_award(decision=DecisionFactory.create(signed_on=day), recognized=recognized, officer=None)


def told(award: Award, today: date = TODAY) -> list[tuple[str, str, int | None]]:
    award.refresh_from_db()
    return [(entry.on.isoformat(), str(entry.happened), entry.stars) for entry in history_of(award, today=today)]


def test_recognized_lapsed_and_recognized_again() -> None:
    first = record(FIRST)
    record(LATER, stars=3)
    assert told(first) == [("2021-03-01", "recognized", 4), ("2024-03-01", "lapsed", 4), ("2025-05-06", "recognized_again", 3)]


@pytest.mark.parametrize(("stars", "word"), [(5, "upgraded"), (4, "renewed"), (3, "renewed")])
def test_what_followed_without_a_gap_was_a_renewal_or_an_upgrade(stars: int, word: str) -> None:
    first = record(FIRST)
    record(date(2023, 6, 1), stars=stars)
    assert told(first, date(2024, 1, 1)) == [("2021-03-01", "recognized", 4), ("2023-06-01", word, stars)]


def test_the_whole_history_stands_on_each_of_its_awards_and_marks_which_one() -> None:
    first, second = record(FIRST), record(LATER)
    assert told(first) == told(second)
    assert [entry.is_this for entry in history_of(second, today=TODAY)] == [False, False, True]


def test_a_product_that_changed_its_name_keeps_its_history(mai: Any) -> None:
    first, second = record(FIRST), record(date(2023, 6, 1), name="Chè lam gừng")
    supersede_award(award=first, by=second, from_day=None, officer=mai)
    third = record(LATER, name="CHÈ LAM GỪNG")
    assert [day for day, _word, _stars in told(third)] == ["2021-03-01", "2023-06-01", "2025-05-06"]


def test_a_revocation_is_told_with_its_paper_and_a_withdrawn_record_is_not(mai: Any) -> None:
    award, mistake = record(FIRST), record(LATER)
    withdraw_award(award=mistake, reason="Nhập nhầm", officer=mai)
    revoke_award(award=award, on=date(2022, 1, 1), decision="9/QĐ-UBND", reason="Sai hồ sơ", officer=mai)
    assert told(award) == [("2021-03-01", "recognized", 4), ("2022-01-01", "revoked", 4)]
    assert history_of(award, today=TODAY)[1].decision_number == "9/QĐ-UBND"


def test_nothing_is_told_before_it_happens() -> None:
    first = record(FIRST)
    record(LATER)
    assert told(first, date(2024, 2, 29)) == [("2021-03-01", "recognized", 4)]


def test_the_page_and_its_json_tell_it(client: Client) -> None:
    first = record(FIRST)
    record(LATER, stars=3)
    with time_machine.travel(TODAY, tick=False):
        page = client.get(f"/v/{first.code}").content.decode()
        data = client.get(f"/v/{first.code}.json").json()
    for words in ("Được công nhận 4 sao", "Hết thời hạn", "Được công nhận lại 3 sao", "01/03/2024"):
        assert words in page
    assert [entry["happened"] for entry in data["history"]] == ["recognized", "lapsed", "recognized_again"]
