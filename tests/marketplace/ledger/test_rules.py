"""Officers keep the rates: dated, audited, and never for what is sold already."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.ledger.charges import commission_percent
from marketplace.ledger.errors import RuleRefused
from marketplace.ledger.models import CommissionRate, WithholdingRate
from marketplace.ledger.natures import supply_of
from marketplace.ledger.rules import add_commission, add_withholding_rate, declare_nature, set_residence
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


def test_a_commission_runs_until_the_next_begins(mai: User) -> None:
    CommissionRate.objects.create(valid_from=date(2020, 1, 1), percent=5, source="Biểu phí 01")
    start = clock.today() + timedelta(days=10)
    rate = add_commission(officer=mai, percent=Decimal("4.5"), valid_from=start, source="Biểu phí 02")
    assert commission_percent(start - timedelta(days=1)) == 5
    assert commission_percent(start) == Decimal("4.5")
    entry = AuditEntry.objects.get(action="ledger.add-commission")
    assert (entry.actor_id, entry.object_id, entry.after["percent"]) == (mai.pk, str(rate.pk), "4.5")


@pytest.mark.parametrize(
    ("percent", "days", "source"), [("5", 0, "Biểu phí"), ("5", -3, "Biểu phí"), ("51", 1, "Biểu phí"), ("5", 1, " "), ("5", 7, "Biểu phí")]
)
def test_a_commission_that_makes_no_sense_is_refused(mai: User, percent: str, days: int, source: str) -> None:
    CommissionRate.objects.create(valid_from=clock.today() + timedelta(days=7), percent=5, source="Biểu phí 01")
    with pytest.raises(RuleRefused):
        add_commission(officer=mai, percent=Decimal(percent), valid_from=clock.today() + timedelta(days=days), source=source)
    assert (CommissionRate.objects.count(), AuditEntry.objects.count()) == (1, 0)


@pytest.mark.every_database
def test_the_database_lets_no_two_commissions_overlap() -> None:
    CommissionRate.objects.create(valid_from=date(2020, 1, 1), percent=5, source="Biểu phí 01")
    with pytest.raises(IntegrityError), transaction.atomic():
        CommissionRate.objects.create(valid_from=date(2020, 1, 1), percent=6, source="Biểu phí 02")


def test_rates_of_the_law_residence_and_nature_are_kept_with_who_said_so(mai: User) -> None:
    producer = ProducerFactory.create(kind="household")
    listing = ListingFactory.create(seller=producer, label="service")
    today = clock.today()
    add_withholding_rate(
        officer=mai,
        rate=WithholdingRate(
            producer_kind="household", nature="goods", vat_percent=2, income_percent=1, valid_from=today + timedelta(days=1), source="Luật"
        ),
    )
    set_residence(officer=mai, producer=producer, residence="non_resident", valid_from=today, reference="Tờ khai 01")
    declare_nature(officer=mai, listing=listing, nature="service")
    declare_nature(officer=mai, listing=listing, nature="transport")
    supply = supply_of(listing, day=today)
    assert (supply.residence, supply.nature) == ("non_resident", "transport")
    assert AuditEntry.objects.filter(actor_id=mai.pk).count() == 4
    with pytest.raises(RuleRefused):
        declare_nature(officer=mai, listing=listing, nature="unknown")
    with pytest.raises(RuleRefused):
        set_residence(officer=mai, producer=producer, residence="resident", valid_from=today, reference="Tờ khai 02")
