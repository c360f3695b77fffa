"""Recording, superseding, revoking, withdrawing and linking awards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from catalog.audit.models import AuditEntry
from catalog.certification.errors import UnableToLink, UnableToRecordAward, UnableToRevoke, UnableToSupersede, UnableToWithdraw
from catalog.certification.models import Award, AwardLink
from catalog.certification.selectors import badges_for_products
from catalog.certification.services import (
    Recognized,
    link_award,
    record_award,
    revoke_award,
    supersede_award,
    unlink_award,
    withdraw_award,
)
from catalog.certification.signals import badges_changed
from marketplace.accounts.models import User
from tests.factories.awards import DecisionFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = date(2020, 3, 1), date(2023, 2, 1), date(2025, 6, 1)


@pytest.fixture
def announced() -> Iterator[list[int]]:
    ids: list[int] = []

    def hear(sender: Any, product_ids: list[int], **kwargs: Any) -> None:
        ids.extend(product_ids)

    badges_changed.connect(hear)
    yield ids
    badges_changed.disconnect(hear)


def record(day: date, stars: int | None = 4, name: str = "Chè lam", **facts: Any) -> Award:
    recognized = Recognized(product_name=name, maker_name="HTX Thạch Xá", stars=stars, **facts)
    return record_award(decision=DecisionFactory.create(signed_on=day), recognized=recognized, officer=None)


def succession() -> list[tuple[date, date | None]]:
    return list(Award.objects.order_by("starts_on").values_list("starts_on", "superseded_from"))


def test_an_award_counts_for_36_months_from_the_day_that_the_decision_states() -> None:
    decision = DecisionFactory.create(signed_on=date(2022, 1, 5), effective_from=date(2022, 2, 1))
    award = record_award(decision=decision, recognized=Recognized(product_name="Miến", maker_name="Hộ An", stars=3), officer=None)
    assert (award.starts_on, award.lapses_on) == (date(2022, 2, 1), date(2025, 2, 1))
    assert record(date(2022, 1, 5)).lapses_on == date(2025, 1, 5)


@pytest.mark.parametrize("order", list(permutations([FIRST, SECOND, THIRD])), ids=str)
def test_papers_may_arrive_in_any_order(order: tuple[date, ...]) -> None:
    for day in order:
        record(day)
    assert succession() == [(FIRST, SECOND), (SECOND, THIRD), (THIRD, None)]


def test_a_renewal_takes_over_on_its_first_day(mai: User, announced: list[int]) -> None:
    listing = ListingFactory.create()
    old = record(SECOND, stars=3)
    link_award(award=old, product_id=listing.product_id, officer=mai)
    new = record(THIRD, stars=4)
    link_award(award=new, product_id=listing.product_id, officer=mai)
    assert announced == [listing.product_id] * 3
    assert badges_for_products([listing.product_id], date(2025, 5, 31))[listing.product_id].stars == 3
    assert badges_for_products([listing.product_id], THIRD)[listing.product_id].stars == 4


@pytest.mark.parametrize("facts", [{"stars": 2}, {"stars": None}, {"score": Decimal("100.5")}, {"stars": 5, "is_potential_five": True}])
def test_an_impossible_record_is_refused_and_leaves_nothing(facts: dict[str, Any]) -> None:
    old = record(SECOND)
    entries = AuditEntry.objects.count()
    with pytest.raises(UnableToRecordAward):
        record(THIRD, **facts)
    old.refresh_from_db()
    assert (old.superseded_by, Award.objects.count(), AuditEntry.objects.count()) == (None, 1, entries)


def test_the_same_product_is_recorded_once_a_day() -> None:
    record(SECOND)
    with pytest.raises(UnableToRecordAward, match=r"on record already|Đã có chứng nhận"):
        record(SECOND, name="CHÈ LAM ")


def test_a_product_under_a_new_name_supersedes_by_an_officers_word(mai: User) -> None:
    old, new = record(SECOND), record(THIRD, name="Chè lam gừng")
    supersede_award(award=old, by=new, from_day=None, officer=mai)
    old.refresh_from_db()
    assert (old.superseded_by, old.superseded_from) == (new, THIRD)
    assert AuditEntry.objects.filter(actor=mai, action="certification.supersede").count() == 1
    with pytest.raises(UnableToSupersede):
        supersede_award(award=old, by=new, from_day=None, officer=mai)


def test_an_award_is_never_superseded_by_an_earlier_one(mai: User) -> None:
    old, new = record(SECOND), record(THIRD, name="Chè lam gừng")
    for wrong in ({"award": new, "by": old, "from_day": None}, {"award": old, "by": new, "from_day": SECOND}):
        with pytest.raises(UnableToSupersede):
            supersede_award(**wrong, officer=mai)


def test_a_revoked_badge_goes_that_day(mai: User, announced: list[int]) -> None:
    listing, award = ListingFactory.create(), record(THIRD)
    link_award(award=award, product_id=listing.product_id, officer=mai)
    revoke_award(award=award, on=date(2026, 1, 10), decision="7/QĐ-UBND", reason="Sai hồ sơ", officer=mai)
    assert listing.product_id in badges_for_products([listing.product_id], date(2026, 1, 9))
    assert badges_for_products([listing.product_id], date(2026, 1, 10)) == {}
    assert announced == [listing.product_id] * 2


@pytest.mark.parametrize("facts", [{"decision": " "}, {"reason": ""}, {"on": date(2025, 5, 31)}], ids=str)
def test_a_revocation_needs_paper_reason_and_a_possible_day(mai: User, facts: dict[str, Any]) -> None:
    award = record(THIRD)
    with pytest.raises(UnableToRevoke):
        revoke_award(**{"award": award, "on": THIRD, "decision": "7/QĐ", "reason": "Sai", "officer": mai, **facts})
    award.refresh_from_db()
    assert award.revoked_on is None


def test_withdrawing_closes_the_gap_in_the_history(mai: User) -> None:
    first, second, third = record(FIRST), record(SECOND), record(THIRD)
    withdraw_award(award=second, reason="Nhập nhầm", officer=mai)
    first.refresh_from_db()
    assert (first.superseded_by, first.superseded_from) == (third, THIRD)
    withdraw_award(award=third, reason="Nhập nhầm", officer=mai)
    first.refresh_from_db()
    assert (first.superseded_by, first.superseded_from) == (None, None)


def test_a_merged_record_hands_its_links_over(mai: User) -> None:
    listing = ListingFactory.create()
    double, heir = record(THIRD, name="Che lam 2"), record(THIRD)
    link_award(award=double, product_id=listing.product_id, officer=mai)
    withdraw_award(award=double, reason="Trùng", officer=mai, merged_into=heir)
    assert list(AwardLink.objects.filter(ended_at=None).values_list("award", "approved_by")) == [(heir.pk, mai.pk)]
    with pytest.raises(UnableToWithdraw):
        withdraw_award(award=double, reason="Trùng", officer=mai)
    with pytest.raises(UnableToWithdraw):
        withdraw_award(award=heir, reason="Trùng", officer=mai, merged_into=double)


def test_nobody_links_without_a_name(mai: User) -> None:
    listing, award = ListingFactory.create(), record(THIRD)
    with pytest.raises(UnableToLink):
        link_award(award=award, product_id=listing.product_id, officer=None)
    assert not AwardLink.objects.exists()
    link = link_award(award=award, product_id=listing.product_id, officer=mai)
    assert link_award(award=award, product_id=listing.product_id, officer=mai) == link
    unlink_award(link=link, officer=mai)
    assert badges_for_products([listing.product_id], THIRD) == {}
    with pytest.raises(UnableToLink):
        unlink_award(link=link, officer=mai)
