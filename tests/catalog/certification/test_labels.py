"""What a maker takes away: a badge that follows the record, and labels."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from catalog.certification.services import Recognized, record_award, revoke_award
from catalog.lib.clock import VIETNAM
from marketplace.accounts.models import User
from tests.factories.awards import AwardFactory, DecisionFactory

pytestmark = pytest.mark.django_db
NONE = "Không có sao OCOP nào còn hiệu lực"
LAST_MINUTE = datetime(2028, 1, 9, 23, 59, 0, tzinfo=VIETNAM)


def badge(client: Client, code: str, query: str = "") -> str:
    answer = client.get(f"/v/{code}/badge.svg{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    ElementTree.fromstring(answer.content)  # noqa: S314  # our own picture: it must be well formed
    return answer.content.decode()


def test_the_badge_shows_the_stars_to_the_last_minute_of_the_last_day(client: Client) -> None:
    award = AwardFactory.create()
    with time_machine.travel(LAST_MINUTE, tick=False):
        assert "OCOP 4 sao" in badge(client, award.code)
        assert client.get(f"/v/{award.code}/badge.svg")["Cache-Control"] == "public, max-age=60"
    with time_machine.travel(LAST_MINUTE + timedelta(minutes=1), tick=False):
        picture = badge(client, award.code)
    assert NONE in picture
    assert "09/01/2028" in picture
    assert "4 sao" not in picture


def test_a_revoked_badge_says_so_at_once(client: Client, mai: User) -> None:
    award = AwardFactory.create(decision=DecisionFactory.create(signed_on=date(2025, 1, 10)))
    with time_machine.travel(date(2026, 2, 2)):
        first = client.get(f"/v/{award.code}/badge.svg")
        revoke_award(award=award, on=date(2026, 2, 2), decision="7/QĐ", reason="Sai", officer=mai)
        again = client.get(f"/v/{award.code}/badge.svg", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert NONE in again.content.decode()
    assert "Công nhận đã bị thu hồi." in again.content.decode()


def test_a_badge_follows_its_product_to_the_award_that_took_over(client: Client) -> None:
    awards = [
        record_award(
            decision=DecisionFactory.create(signed_on=day),
            recognized=Recognized(product_name="Chè lam", maker_name="HTX Thạch Xá", stars=stars),
            officer=None,
        )
        for day, stars in ((date(2022, 1, 5), 3), (date(2024, 1, 5), 5))
    ]
    with time_machine.travel(date(2024, 1, 4)):
        assert "OCOP 3 sao" in badge(client, awards[0].code)
    with time_machine.travel(date(2026, 1, 4)):
        picture = badge(client, awards[0].code, "?lang=en")
        assert "OCOP 5 stars" in picture
        assert awards[1].code in picture
    with time_machine.travel(date(2027, 1, 5)):
        assert NONE in badge(client, awards[0].code)


def test_potential_five_stars_is_no_badge_elsewhere_either(client: Client) -> None:
    award = AwardFactory.create(stars=None, is_potential_five=True)
    assert NONE in badge(client, award.code)


def test_an_invented_decision_is_marked_on_the_picture(client: Client) -> None:
    assert "(mẫu)" in badge(client, AwardFactory.create(decision=DecisionFactory.create(is_sample=True)).code)


def test_a_code_that_was_never_given_has_no_picture(client: Client) -> None:
    assert client.get("/v/KHONGCO/badge.svg").status_code == 404


def test_the_maker_reads_lines_to_copy_whose_words_claim_no_star(client: Client) -> None:
    award = AwardFactory.create()
    page = client.get(f"/v/{award.code}/use/").content.decode()
    start = page.index("<textarea")
    lines = page[start : page.index("</textarea>")]
    assert f"/v/{award.code}/badge.svg" in lines
    assert "&lt;img" in lines
    assert "4 sao" not in lines
    assert f"/v/{award.code}/labels/" in page


def test_a_sheet_holds_labels_with_code_and_without_a_number_of_stars(client: Client) -> None:
    award = AwardFactory.create()
    page = client.get(f"/v/{award.code}/labels/").content.decode()
    assert page.count('class="label"') == 24
    assert page.count(award.code) >= 24
    assert "4 sao" not in page
    assert "css/labels.css" in page
