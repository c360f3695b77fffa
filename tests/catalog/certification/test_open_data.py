"""Open data: the awards in force, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalog.certification.badges import badge_stars
from catalog.certification.models import Award
from catalog.certification.open_data import FIELDS, awards_in_force
from catalog.certification.selectors import facts_of
from catalog.certification.services import Recognized, record_award, revoke_award
from catalog.lib.clock import VIETNAM
from marketplace.accounts.models import User
from tests.factories.awards import AwardFactory, DecisionFactory
from tests.factories.producers import PlaceFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)


def read(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def rows_of(client: Client) -> list[dict[str, str]]:
    answer = client.get("/open-data/awards.csv")
    return list(csv.DictReader(io.StringIO(read(answer).decode("utf-8-sig"))))


def record(day: date, name: str, **facts: Any) -> Award:
    recognized = Recognized(product_name=name, maker_name="Hộ ông Nguyễn Văn Mẫu", stars=facts.pop("stars", 4), **facts)
    return record_award(decision=DecisionFactory.create(signed_on=day), recognized=recognized, officer=None)


def test_csv_and_json_hold_the_same_awards_in_force(client: Client) -> None:
    place = PlaceFactory.create(name="Hà Nội")
    award = record(date(2025, 1, 10), "Chè lam", address="Số 1 ngõ 2, thôn Đông", place=place)
    record(date(2020, 1, 10), "Đã hết hạn")
    record(date(2025, 1, 10), "Tiềm năng", stars=None, is_potential_five=True)
    with time_machine.travel(TODAY):
        rows, data = rows_of(client), client.get("/open-data/awards.json")
        content = data.getvalue().decode()
        data_json = json.loads(content)
    assert [row["code"] for row in rows] == [award.code]
    assert (rows[0]["stars"], rows[0]["valid_until"], rows[0]["place"]) == ("4", "2028-01-09", "Hà Nội")
    assert {name: str(value) for name, value in data_json["awards"][0].items()} == rows[0]
    assert (data_json["date"], data_json["count"], list(rows[0])) == ("2026-03-04", 1, list(FIELDS))
    assert "ngõ 2" not in content


def test_invented_decisions_stay_out_and_the_page_of_a_sample_shop_says_so(client: Client) -> None:
    AwardFactory.create(decision=DecisionFactory.create(is_sample=True))
    with time_machine.travel(TODAY):
        assert rows_of(client) == []
        page = client.get("/open-data/").content.decode()
    assert "Đây là cửa hàng mẫu" in page
    assert "0 chứng nhận có hiệu lực ngày 04/03/2026" in page


def test_a_name_that_a_spreadsheet_takes_for_a_formula_is_guarded(client: Client) -> None:
    record(date(2025, 1, 10), '=HYPERLINK("https://a.example";"x")')
    with time_machine.travel(TODAY):
        assert rows_of(client)[0]["product"].startswith("'=")


def test_whoever_has_the_data_is_told_so_until_it_changes(client: Client, mai: User) -> None:
    noon = datetime(2026, 3, 4, 12, 0, tzinfo=VIETNAM)
    with time_machine.travel(noon - timedelta(hours=1), tick=False):
        award = record(date(2025, 1, 10), "Chè lam")
    for path in ("/open-data/awards.csv", "/open-data/awards.json"):
        with time_machine.travel(noon, tick=False):
            first = client.get(path)
            mark = {"If-None-Match": first["ETag"]}
            assert client.get(path, headers=mark).status_code == 304
            assert client.get(path, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
        with time_machine.travel(noon + timedelta(hours=12), tick=False):
            assert client.get(path, headers=mark).status_code == 200
    with time_machine.travel(noon, tick=False):
        revoke_award(award=award, on=date(2026, 3, 4), decision="7/QĐ", reason="Sai", officer=mai)
    with time_machine.travel(noon + timedelta(seconds=5), tick=False):
        assert b"Ch\xc3\xa8 lam" not in read(client.get("/open-data/awards.csv", headers=mark))


def test_a_copy_is_kept_to_midnight_at_the_latest(client: Client) -> None:
    with time_machine.travel(datetime(2026, 3, 4, 23, 59, 30, tzinfo=VIETNAM), tick=False):
        assert client.get("/open-data/awards.csv")["Cache-Control"] == "public, max-age=30"


@pytest.mark.parametrize("days", [0, 1, 2, 900, 1094, 1095, 1096, 1097, 2000])
def test_the_question_to_the_database_and_the_rule_of_the_badge_agree(days: int) -> None:
    start = date(2024, 1, 10)
    decision = DecisionFactory.create(signed_on=start)
    later = AwardFactory.create(product_name="Sau", decision=DecisionFactory.create(signed_on=start + timedelta(days=900)))
    AwardFactory.create(product_name="Thường", decision=decision)
    AwardFactory.create(product_name="Đã nộp", decision=decision, reevaluation_filed_on=start)
    AwardFactory.create(product_name="Tiềm năng", decision=decision, stars=None, is_potential_five=True)
    AwardFactory.create(product_name="Trước", decision=decision, superseded_by=later, superseded_from=later.starts_on)
    paper = {"revocation_decision": "7/QĐ", "revocation_reason": "Sai"}
    AwardFactory.create(product_name="Thu hồi", decision=decision, revoked_on=start + timedelta(days=1), **paper)
    AwardFactory.create(product_name="Rút", decision=decision, withdrawn_on=start + timedelta(days=2), withdrawal_reason="Nhầm")
    today = start + timedelta(days=days)
    by_rule = {award.pk for award in Award.objects.select_related("superseded_by") if badge_stars(facts_of(award), today)}
    assert {award.pk for award in awards_in_force(today)} == by_rule


def test_the_page_is_there_in_english_too(client: Client) -> None:
    page = client.get("/open-data/?lang=en").content.decode()
    assert "Open data: the stars in force" in page
    assert "verification code, without which no star is shown anywhere" in page
