"""The database refuses awards that cannot be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from catalog.certification.models import Award
from catalog.certification.selectors import badges_for_products
from tests.factories.awards import AwardFactory, link
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db

WRONG: list[dict[str, object]] = [
    {"stars": 2},
    {"stars": 6},
    {"stars": None},
    {"stars": 5, "is_potential_five": True},
    {"score": 101},
    {"score": -1},
    {"lapses_on": date(2020, 1, 1)},
    {"revoked_on": date(2025, 5, 1)},
    {"superseded_from": date(2025, 5, 1)},
    {"withdrawn_on": date(2025, 5, 1)},
]


@pytest.mark.parametrize("fields", WRONG, ids=str)
def test_an_impossible_award_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardFactory.create(**fields)
    assert Award.objects.count() == 0


def test_one_recognized_product_has_one_award_in_force() -> None:
    first = AwardFactory.create(product_name="Chè lam")
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardFactory.create(product_name="CHÈ  lam")
    first.revoked_on, first.revocation_decision, first.revocation_reason = date(2025, 6, 1), "12/QĐ", "Sai hồ sơ"
    first.save()
    AwardFactory.create(product_name="Chè lam")


def test_a_badge_needs_a_persons_link_and_goes_on_the_day_it_lapses() -> None:
    listing, award = ListingFactory.create(), AwardFactory.create()
    last_day = award.lapses_on - timedelta(days=1)
    assert badges_for_products([listing.product_id], last_day) == {}
    link(award, listing)
    badge = badges_for_products([listing.product_id], last_day)[listing.product_id]
    assert (badge.stars, badge.state, badge.last_day, badge.code) == (4, "expiring", last_day, award.code)
    assert badges_for_products([listing.product_id], award.lapses_on) == {}
