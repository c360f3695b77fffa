"""The way of a star, and what an officer may do about a record: revoke, withdraw, part."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from catalog.certification.models import Award, AwardLink
from catalog.registry.services import apply_run
from marketplace.accounts.models import User
from tests.marketplace.department_desk.conftest import Desk, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(mai: User) -> Client:
    return signed_in(mai)


def page(client: Client, award: Award) -> str:
    return client.get(reverse("desk:award", args=[award.code])).content.decode()


def test_each_step_from_the_paper_to_the_badge_is_shown(chief: Client, mai: User, desk: Desk) -> None:
    chief.post(reverse("desk:row-decide", args=[desk.doubtful.pk]), {"act": "accept-link", "why": "Đã xem bản giấy"})
    apply_run(run=desk.run, officer=mai)
    award = AwardLink.objects.get(product=desk.listing.product).award
    shown = page(chief, award)
    steps = [
        "1234/QĐ-UBND",
        reverse("desk:run", args=[desk.run.pk]),
        "Đã xem bản giấy",
        str(mai),
        desk.listing.texts.get().slug,
        award.code,
    ]
    assert [step for step in steps if step not in shown] == []
    assert 'class="badge"' in shown


def test_a_revocation_takes_the_badge_away_on_its_day(chief: Client, desk: Desk) -> None:
    form = {"decision": "99/QĐ-UBND", "on": "01/02/2026", "reason": "Không còn sản xuất"}
    chief.post(reverse("desk:award-revoke", args=[desk.award.code]), form)
    award = Award.objects.get(pk=desk.award.pk)
    assert (award.revoked_on, award.revocation_decision) == (date(2026, 2, 1), "99/QĐ-UBND")
    shown = page(chief, award)
    assert 'class="badge"' not in shown
    assert "Không còn sản xuất" in shown


@pytest.mark.parametrize(
    "form", [{}, {"decision": "99/QĐ", "on": "hôm qua", "reason": "x"}, {"decision": "99/QĐ", "on": "01/02/2019", "reason": "x"}]
)
def test_half_a_revocation_is_none(chief: Client, desk: Desk, form: dict[str, str]) -> None:
    answer = chief.post(reverse("desk:award-revoke", args=[desk.award.code]), form)
    assert answer.status_code == 200
    assert Award.objects.get(pk=desk.award.pk).revoked_on is None


def test_a_mistaken_record_is_withdrawn_with_a_reason(chief: Client, desk: Desk) -> None:
    address = reverse("desk:award-withdraw", args=[desk.award.code])
    chief.post(address, {"reason": " "})
    assert Award.objects.get(pk=desk.award.pk).withdrawn_on is None
    chief.post(address, {"reason": "Ghi trùng"})
    assert Award.objects.get(pk=desk.award.pk).withdrawal_reason == "Ghi trùng"


def test_a_link_is_ended_and_stays_on_record(chief: Client, desk: Desk) -> None:
    address = reverse("desk:award-unlink", args=[desk.award.code])
    assert [chief.post(address, {"link": link}).status_code for link in ("", "x", "999999")] == [404] * 3
    chief.post(address, {"link": desk.link.pk})
    assert AwardLink.objects.get(pk=desk.link.pk).ended_at is not None
    assert "gỡ lúc" in page(chief, desk.award)


def test_a_link_of_another_record_is_not_ended_here(chief: Client, mai: User, desk: Desk) -> None:
    apply_run(run=desk.run, officer=mai)
    other = Award.objects.exclude(pk=desk.award.pk).get()
    assert chief.post(reverse("desk:award-unlink", args=[other.code]), {"link": desk.link.pk}).status_code == 404
    assert AwardLink.objects.get(pk=desk.link.pk).ended_at is None
