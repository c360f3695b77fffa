"""Mails before stars end: each leaves once, at its time, with what to file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from pytest_django.fixtures import Settings
from wagtail.models import Site

from catalog.certification.models import Award
from catalog.certification.reevaluations import file_reevaluation
from catalog.certification.services import Recognized, record_award, revoke_award
from catalog.producers.models import Producer
from cms.letters.models import RenewalLetter
from marketplace.accounts.models import Membership, User
from marketplace.renewals.reminders import Stage, remind_of_lapses, stage_due
from marketplace.upkeep.management.commands.run_periodic import WORK
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
LAPSE = date(2028, 1, 10)  # AwardFactory: from 10/01/2025 on


@pytest.fixture
def award() -> Award:
    """Four stars of a listing whose maker can be written to."""
    made: Award = AwardFactory.create(product_name="Chè lam")
    link(made, ListingFactory.create(seller=ProducerFactory.create(email="maker@nguoi.example", name="HTX Thạch Xá")))
    return made


def run(day: date) -> int:
    with time_machine.travel(day):
        return remind_of_lapses()


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2027, 7, 9), None),
        (date(2027, 7, 10), Stage.SIX_MONTHS),
        (date(2027, 10, 9), Stage.SIX_MONTHS),
        (date(2027, 10, 10), Stage.THREE_MONTHS),
        (date(2027, 12, 10), Stage.ONE_MONTH),
        (date(2028, 1, 9), Stage.ONE_MONTH),
        (date(2028, 1, 10), Stage.LAPSED),
        (date(2028, 3, 9), Stage.LAPSED),
        (date(2028, 3, 10), None),
    ],
)
def test_each_mail_is_due_on_its_day(day: date, stage: Stage | None) -> None:
    assert stage_due(LAPSE, day, is_filed=False) == stage


def test_a_maker_gets_four_mails_each_once(award: Award) -> None:
    for day in (date(2027, 7, 10), date(2027, 10, 10), date(2027, 12, 10), LAPSE):
        assert run(day) == 1
        assert run(day) == 0
        assert run(day + timedelta(days=1)) == 0
    assert [one.to for one in mail.outbox] == [["maker@nguoi.example"]] * 4
    assert "kết thúc ngày 09/01/2028" in mail.outbox[0].subject
    assert "đã hết" in mail.outbox[3].subject
    assert f"/sao-cua-toi/{award.code}/" in str(mail.outbox[0].body)


def test_a_period_missed_while_the_shop_was_down_is_made_up_for_by_one_mail(award: Award) -> None:
    assert run(date(2027, 11, 20)) == 1
    assert run(date(2027, 11, 21)) == 0
    assert len(mail.outbox) == 1


def test_a_lapse_of_long_ago_is_not_told(award: Award) -> None:
    assert run(date(2029, 1, 1)) == 0


@pytest.mark.parametrize("day", [date(2027, 7, 10), date(2027, 12, 20), LAPSE])
def test_a_renewed_award_gets_none(award: Award, day: date) -> None:
    recognized = Recognized(product_name=award.product_name, maker_name=award.maker_name, stars=5)
    record_award(decision=DecisionFactory.create(signed_on=date(2027, 7, 1)), recognized=recognized, officer=None)
    assert run(day) == 0


def test_a_revoked_award_gets_none(award: Award, mai: User) -> None:
    revoke_award(award=award, on=date(2027, 1, 1), decision="7/QĐ", reason="Sai", officer=mai)
    assert run(date(2027, 7, 10)) == 0


def test_an_award_of_no_listing_has_nobody_to_write_to(award: Award) -> None:
    award.links.update(ended_at=award.links.get().approved_at)
    assert run(date(2027, 7, 10)) == 0


def test_an_invented_producer_of_the_demo_is_not_written_to(award: Award) -> None:
    Producer.objects.update(is_sample=True)
    assert run(date(2027, 7, 10)) == 0


def test_who_has_filed_is_not_reminded_but_told_of_the_lapse(award: Award) -> None:
    with time_machine.travel(date(2027, 7, 9)):
        file_reevaluation(award=award, on=date(2027, 7, 9), actor=None)
    assert run(date(2027, 10, 10)) == 0
    assert run(LAPSE) == 1
    assert "Bạn đã nộp hồ sơ đánh giá lại" in str(mail.outbox[0].body)


def test_the_words_are_the_departments_in_both_languages(award: Award) -> None:
    letter = RenewalLetter.for_site(Site.objects.get(is_default_site=True))
    letter.papers_vi, letter.contact_vi = "Phiếu đăng ký mẫu 01\n- Ảnh bao bì mới\n", "Phòng Kinh tế, 024 0000 0000"
    letter.papers_en = "Form 01"
    letter.save()
    assert run(date(2027, 7, 10)) == 1
    body = str(mail.outbox[0].body)
    for words in ("- Phiếu đăng ký mẫu 01", "- Ảnh bao bì mới", "Phòng Kinh tế, 024 0000 0000"):
        assert words in body
    assert "Form 01" not in body


def test_without_an_address_of_the_producer_its_owner_is_written_to_in_their_language(award: Award, dung: User) -> None:
    producer = Producer.objects.get(email="maker@nguoi.example")
    producer.email = ""
    producer.save()
    User.objects.filter(pk=dung.pk).update(language="en")
    Membership.objects.create(user=dung, producer=producer, role=Membership.Role.OWNER)
    assert run(date(2027, 7, 10)) == 1
    assert mail.outbox[0].to == [dung.email]
    assert "end on 09/01/2028" in mail.outbox[0].subject
    assert f"/en/my-stars/{award.code}/" in str(mail.outbox[0].body)


def test_a_server_that_refuses_one_mail_lets_it_leave_later(award: Award, settings: Settings) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # discard: nothing listens
    assert run(date(2027, 7, 10)) == 0
    settings.EMAIL_BACKEND = working
    assert run(date(2027, 7, 10)) == 1


def test_asking_again_costs_few_queries_however_many_awards(award: Award, django_assert_max_num_queries: Any) -> None:
    for _number in range(5):
        link(AwardFactory.create(), ListingFactory.create())
    with time_machine.travel(date(2027, 7, 10)):
        remind_of_lapses()
        with django_assert_max_num_queries(4):
            assert remind_of_lapses() == 0


def test_the_clock_of_the_shop_asks() -> None:
    assert {"remind_of_lapses", "settle_cases"} <= {work.__name__ for work in WORK}
