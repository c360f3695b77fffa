"""Asking for a new evaluation is noted on the award, with a trace."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from catalog.audit.models import AuditEntry
from catalog.certification.errors import UnableToFile
from catalog.certification.reevaluations import drop_reevaluation, file_reevaluation
from catalog.certification.selectors import badges_for_products
from catalog.lib import clock
from marketplace.accounts.models import User
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


def award_in_force(**facts: Any) -> Any:
    return AwardFactory.create(decision=DecisionFactory.create(signed_on=clock.today() - timedelta(days=1000)), **facts)


def test_a_filed_award_keeps_its_badge_and_tells_of_the_papers(binh: User) -> None:
    award, listing = award_in_force(), ListingFactory.create()
    link(award, listing)
    file_reevaluation(award=award, on=clock.today(), actor=binh)
    badge = badges_for_products([listing.product_id], clock.today())[listing.product_id]
    assert (badge.stars, badge.state) == (4, "reevaluation_filed")
    assert AuditEntry.objects.filter(actor=binh, action="certification.file-reevaluation", object_id=str(award.pk)).count() == 1


def test_filing_again_keeps_the_first_day_and_leaves_no_second_trace(binh: User) -> None:
    award, first = award_in_force(), clock.today() - timedelta(days=3)
    file_reevaluation(award=award, on=first, actor=binh)
    assert file_reevaluation(award=award, on=clock.today(), actor=binh).reevaluation_filed_on == first
    assert AuditEntry.objects.count() == 1


def test_a_note_can_be_taken_back(mai: User) -> None:
    award = award_in_force(reevaluation_filed_on=clock.today())
    assert drop_reevaluation(award=award, actor=mai).reevaluation_filed_on is None
    assert AuditEntry.objects.filter(actor=mai, action="certification.drop-reevaluation").exists()


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({}, 1),
        ({}, -2000),
        ({"revoked_on": date(2026, 1, 1), "revocation_decision": "7/QĐ", "revocation_reason": "Sai hồ sơ"}, 0),
        ({"withdrawn_on": date(2026, 1, 1), "withdrawal_reason": "Ghi nhầm"}, 0),
    ],
    ids=["ahead", "before the award", "revoked", "withdrawn"],
)
def test_an_impossible_filing_is_refused_and_leaves_nothing(facts: dict[str, Any], days: int) -> None:
    award = award_in_force(**facts)
    with pytest.raises(UnableToFile):
        file_reevaluation(award=award, on=clock.today() + timedelta(days=days), actor=None)
    award.refresh_from_db()
    assert (award.reevaluation_filed_on, AuditEntry.objects.count()) == (None, 0)
