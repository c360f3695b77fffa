"""The day's figures: each is the number of rows that its link opens."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from catalog.audit.models import AuditEntry
from catalog.certification.badges import AwardState, award_state
from catalog.certification.models import Award
from catalog.certification.selectors import facts_of
from catalog.lib import clock
from catalog.lib.clock import add_months
from catalog.producers.models import Producer
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import Reach
from marketplace.complaints.models import Complaint
from marketplace.department_desk.awards import expiring
from marketplace.department_desk.models import Target
from marketplace.department_desk.overview import Figure, Overview, overview
from marketplace.payouts.models import BankAccount
from marketplace.reconciliation.models import BankRow
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.orders import rates
from tests.factories.products import ListingFactory, vat_rates
from tests.marketplace.complaints.test_complaints import delivered, report
from tests.marketplace.department_desk.conftest import Desk, MakeOfficer, signed_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def counts(figures: list[Figure]) -> list[int]:
    return [figure.count for figure in figures]


def at(reach: Reach = Reach(), today: date = TODAY) -> Overview:  # noqa: B008 (frozen)
    return overview(reach, today=today, can_change_targets=True)


def test_awards_in_force_are_counted_by_stars_and_potential_five_apart(desk: Desk) -> None:
    AwardFactory.create(stars=5)
    AwardFactory.create(stars=None, is_potential_five=True)
    AwardFactory.create(starts_on=date(2020, 1, 1))
    AwardFactory.create(revoked_on=date(2026, 1, 1), revocation_decision="1/QĐ", revocation_reason="Sai hồ sơ")
    assert counts(at().in_force) == [1, 1, 0, 1]
    assert at().in_force_total == 2


def test_what_runs_out_is_counted_six_three_and_one_months_ahead(desk: Desk) -> None:
    for months in (5, 2, 0):
        AwardFactory.create(lapses_on=add_months(date(2026, 12, 10), months))
    assert counts(at().expiring) == [3, 2, 1]


@pytest.mark.parametrize("today", [date(2027, 2, 28), date(2028, 2, 29), date(2026, 8, 30), date(2026, 8, 31), date(2026, 5, 15)])
def test_the_list_of_six_months_agrees_with_the_badge_on_every_day(today: date) -> None:
    for offset in range(160, 200):
        lapses_on = date.fromordinal(today.toordinal() + offset)
        AwardFactory.create(starts_on=date(2025, 1, 10), lapses_on=lapses_on)
    listed = set(Award.objects.filter(expiring(today, 6)).values_list("pk", flat=True))
    assert listed == {award.pk for award in Award.objects.all() if award_state(facts_of(award), today) is AwardState.EXPIRING}
    assert listed


def test_what_waits_is_counted(desk: Desk) -> None:
    old = AwardFactory.create(starts_on=date(2020, 1, 1), place=desk.hanoi)
    link(old, ListingFactory.create(title="Tương"))
    assert counts(at().waiting) == [1, 1, 0, 1, 1]


def test_a_lapsed_product_with_another_award_in_force_or_off_sale_is_no_question(desk: Desk) -> None:
    old = AwardFactory.create(starts_on=date(2020, 1, 1))
    listing = ListingFactory.create(title="Tương")
    link(old, listing)
    link(AwardFactory.create(), listing)
    link(AwardFactory.create(starts_on=date(2020, 1, 1)), ListingFactory.create(title="Cốm", state="draft"))
    assert counts(at().waiting)[3] == 0


def test_an_officer_of_one_place_counts_only_its_rows(desk: Desk) -> None:
    AwardFactory.create(place=desk.elsewhere)
    AwardFactory.create()
    here, there, everywhere = at(Reach((desk.hanoi.pk,))), at(Reach((desk.elsewhere.pk,))), at()
    assert [page.in_force_total for page in (here, there, everywhere)] == [1, 1, 3]
    assert [counts(page.waiting)[:2] for page in (here, there)] == [[0, 0], [0, 0]]


def test_an_award_without_a_place_stands_where_its_listing_is_made(desk: Desk) -> None:
    award = AwardFactory.create()
    link(award, desk.listing)
    assert at(Reach((desk.hanoi.pk,))).in_force_total == 2


def test_the_years_targets_stand_beside_what_was_reached(desk: Desk) -> None:
    Target.objects.create(year=2026, measure="new_products", at_least=400, source="Kế hoạch 60/KH-UBND")
    Target.objects.create(year=2026, measure="reevaluated", at_least=1, source="Kế hoạch 60/KH-UBND")
    Target.objects.create(year=2025, measure="national_round", at_least=20, source="Kế hoạch 9/KH-UBND")
    signed = DecisionFactory.create(signed_on=date(2026, 3, 1))
    later = AwardFactory.create(decision=signed)
    AwardFactory.create(decision=signed)
    AwardFactory.create(starts_on=date(2023, 3, 1), superseded_by=later, superseded_from=date(2026, 3, 1))
    figures = at().targets
    assert [(figure.count, figure.share) for figure in figures] == [(1, 0), (1, 100)]
    assert at(Reach((desk.hanoi.pk,))).targets == []


def test_the_page_draws_bars_beside_numbers(desk: Desk, mai: User) -> None:
    page = signed_in(mai).get(reverse("desk:overview")).content.decode()
    assert page.count('<svg class="bar') == 7
    assert "Chứng nhận còn hiệu lực" in page


def test_a_target_is_set_and_the_former_number_stays_in_the_log(mai: User) -> None:
    client, form = signed_in(mai), {"measure": "new_products", "year": clock.today().year, "at_least": 400, "source": "Kế hoạch 60/KH-UBND"}
    client.post(reverse("desk:targets"), form)
    client.post(reverse("desk:targets"), {**form, "at_least": 450})
    assert Target.objects.get().at_least == 450
    assert AuditEntry.objects.filter(action="desk.set_target").values_list("before", flat=True)[0] == {"at_least": 400}
    assert signed_in(mai).post(reverse("desk:targets"), {**form, "at_least": 0}).status_code == 200
    assert Target.objects.get().at_least == 450


def test_targets_are_set_by_the_duty_to_publish_only(officer: MakeOfficer) -> None:
    form = {"measure": "new_products", "year": 2026, "at_least": 400, "source": "Kế hoạch 60/KH-UBND"}
    answers = [
        signed_in(officer(name, duty)).post(reverse("desk:targets"), form).status_code
        for name, duty in (("thu", Appointment.Duty.VERIFY), ("tam", Appointment.Duty.PUBLISH))
    ]
    assert answers == [404, 302]


def test_complaints_and_money_are_counted_for_whom_they_are(desk: Desk, officer: MakeOfficer) -> None:
    rates()
    vat_rates()
    complaint = report(delivered())
    Complaint.objects.update(state="escalated")
    Producer.objects.filter(pk=complaint.parcel.producer_id).update(place=desk.hanoi)
    BankRow.objects.create(event_id="bank:1", bank_id="FT1", amount=1_000, text="qua", kind="unmatched")
    BankAccount.objects.create(
        producer=complaint.parcel.producer, bank_bin="970436", number="12345678", holder="HTX", entered_by_id=desk.run.pk
    )
    here, there = (officer(name, Appointment.Duty.VERIFY, place) for name, place in (("thu", desk.hanoi), ("tam", desk.elsewhere)))
    pays = officer("hoa", Appointment.Duty.PREPARE)
    urls = [reverse(f"desk:{name}") for name in ("complaints", "bank", "refunds", "payouts")]

    def seen(user: User) -> list[int | None]:
        found = {figure.url: figure.count for figure in signed_in(user).get(reverse("desk:overview")).context["page"].waiting}
        return [found.get(url) for url in urls]

    assert seen(here) == [1, 1, 0, 1]
    assert seen(there) == [0, 1, 0, 1]
    assert seen(pays) == [None, 1, 0, None]
    assert seen(officer("my", Appointment.Duty.PUBLISH)) == [None, None, None, None]
    Appointment.objects.create(user=pays, duty=Appointment.Duty.VERIFY)
    assert seen(pays) == [1, 1, 0, 1]


def test_one_is_not_called_many(desk: Desk) -> None:
    with override("en"):
        names = [figure.name for figure in at().waiting if figure.count == 1]
    assert "run waiting to be applied" in names
