"""The page behind a star: what the record says, and what it is worth today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from catalog.lib import clock
from tests.factories.awards import AwardFactory, DecisionFactory

pytestmark = pytest.mark.django_db


def award_of(days_ago: int, **facts: Any) -> Any:
    signed_on = clock.today() - timedelta(days=days_ago)
    return AwardFactory.create(decision=DecisionFactory.create(signed_on=signed_on), **facts)


def read(client: Client, award: Any, query: str = "") -> str:
    answer = client.get(f"/v/{award.code}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("days_ago", "facts", "word"),
    [
        (30, {}, "Còn hiệu lực hôm nay"),
        (1000, {}, "sắp hết hạn"),
        (1000, {"reevaluation_filed_on": date(2026, 1, 2)}, "đang chờ đánh giá lại"),
        (2000, {"reevaluation_filed_on": date(2026, 1, 2)}, "Đã nộp hồ sơ đánh giá lại ngày 02/01/2026, chưa có kết quả"),
        (2000, {}, "Đã hết thời hạn công nhận"),
        (30, {"revoked_on": date(2020, 1, 2), "revocation_decision": "9/QĐ", "revocation_reason": "Sai hồ sơ"}, "Đã bị thu hồi"),
        (30, {"withdrawn_on": date(2020, 1, 2), "withdrawal_reason": "Ghi nhầm"}, "Bản ghi này đã được rút lại"),
        (30, {"stars": None, "is_potential_five": True}, "Tiềm năng 5 sao"),
    ],
)
def test_every_state_is_told_in_words(client: Client, days_ago: int, facts: dict[str, Any], word: str) -> None:
    page = read(client, award_of(days_ago, **facts))
    assert word in page
    assert ('class="stars"' in page) is word.startswith(("Còn", "sắp", "đang"))


def test_the_record_shows_its_paper(client: Client) -> None:
    award = award_of(30)
    page = read(client, award)
    for text in (award.product_name, award.maker_name, award.decision.number, "UBND thành phố Hà Nội", award.code, f"/v/{award.code}.svg"):
        assert text in page


def test_a_label_serves_readers_of_both_languages(client: Client) -> None:
    page = read(client, award_of(30), "?lang=en")
    assert '<html lang="en">' in page
    assert "In force today" in page


def test_an_unknown_code_gets_a_form_to_type_it_again(client: Client) -> None:
    answer = client.get("/v/", {"code": "KHONG<b>CO"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "KHONG&lt;b&gt;CO" in page
    assert 'name="code"' in page


def test_a_decision_invented_for_the_demo_says_so(client: Client) -> None:
    award = AwardFactory.create(decision=DecisionFactory.create(signed_on=clock.today(), is_sample=True))
    assert "(mẫu)" in read(client, award)
