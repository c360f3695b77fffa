"""The record for programs, the picture for labels, and what a merged record says."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
import segno
from django.test import Client

from catalog.lib import clock
from tests.factories.awards import AwardFactory, DecisionFactory

pytestmark = pytest.mark.django_db


def _award(**facts: Any) -> Any:
    sample = facts.pop("is_sample", False)
    return AwardFactory.create(decision=DecisionFactory.create(signed_on=date(2022, 1, 5), is_sample=sample), **facts)


def test_the_record_as_json_with_its_last_day(client: Client) -> None:
    award = _award()
    answer = client.get(f"/v/{award.code}.json")
    assert answer.headers["Content-Type"] == "application/json"
    told = answer.json()
    wanted = {
        "code": award.code, "product": award.product_name, "maker": "Hợp tác xã Thạch Xá", "stars": 4, "decision": award.decision.number,
        "decided_on": "2022-01-05", "issuing_body": "UBND thành phố Hà Nội", "valid_from": "2022-01-05", "valid_until": "2025-01-04",
        "state": "lapsed", "in_force": False, "successor": None, "is_sample": False,
    }  # fmt: skip
    assert {key: told[key] for key in wanted} == wanted


def test_a_sample_is_marked_in_json_and_on_the_page(client: Client) -> None:
    award = _award(is_sample=True)
    assert client.get(f"/v/{award.code}.json").json()["is_sample"] is True
    assert "(mẫu)" in client.get(f"/v/{award.code}").content.decode()


def test_json_of_an_unknown_code_is_not_found(client: Client) -> None:
    assert client.get("/v/KHONGCO.json").status_code == 404


def test_the_picture_for_labels_leads_to_the_page(client: Client, settings: Any) -> None:
    settings.BASE_URL = "https://shop.example"
    award = _award()
    answer = client.get(f"/v/{award.code}.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    drawn = io.BytesIO()
    code = segno.make(f"https://shop.example/v/{award.code}", error="m", micro=False)
    code.save(drawn, kind="svg", scale=6, border=4, xmldecl=False, dark="#2b1d16")
    assert answer.content == drawn.getvalue()


def test_a_merged_record_still_answers_and_leads_to_the_one_that_stands(client: Client) -> None:
    heir = _award()
    today = clock.today()
    merged = _award(withdrawn_on=today - timedelta(days=1), withdrawal_reason="Ghi hai lần", merged_into=heir)
    page = client.get(f"/v/{merged.code}")
    assert page.status_code == 200
    assert "Ghi hai lần" in page.content.decode()
    assert f"/v/{heir.code}" in page.content.decode()
    told = client.get(f"/v/{merged.code}.json").json()
    assert (told["state"], told["in_force"], told["successor"]) == ("withdrawn", False, f"/v/{heir.code}")
