"""Decree 117/2025: what is withheld from whom, for what supply, and where it goes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from catalog.lib.kept import forget_kept
from marketplace.ledger.charges import Supply, charges_for
from marketplace.ledger.models import CommissionRate, DeclaredNature, Entry, TaxResidence, Withholding, WithholdingRate
from marketplace.ledger.natures import supply_of
from marketplace.orders.models import LineFacts, Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
HOME, ABROAD = ("resident", "home"), ("resident", "export")
FOREIGNER = ("non_resident", "home")


@pytest.mark.parametrize(
    ("kind", "nature", "where", "vat", "income"),
    [
        ("household", "goods", HOME, 1_000, 500),
        ("household", "service", HOME, 5_000, 2_000),
        ("household", "transport", HOME, 3_000, 1_500),
        ("household", "unknown", HOME, 5_000, 2_000),
        ("household", "goods", ABROAD, 0, 500),
        ("household", "service", ABROAD, 5_000, 2_000),
        ("household", "unknown", ABROAD, 5_000, 2_000),
        ("household", "goods", FOREIGNER, 1_000, 1_000),
        ("household", "service", FOREIGNER, 5_000, 5_000),
        ("household", "transport", FOREIGNER, 3_000, 2_000),
        ("household", "unknown", FOREIGNER, 5_000, 5_000),
        ("company", "goods", HOME, 0, 0),
        ("cooperative", "service", HOME, 0, 0),
    ],
)
def test_the_decree_decides_what_is_withheld(kind: str, nature: str, where: tuple[str, str], vat: int, income: int) -> None:
    supply = Supply(nature=nature, residence=where[0], destination=where[1])
    charges = charges_for(Decimal(100_000), producer_kind=kind, supply=supply, day=DAY)
    assert (charges.withheld_vat, charges.withheld_income) == (vat, income)
    assert charges.payable == 100_000 - vat - income
    assert charges.withheld_as == (supply if kind == "household" else None)


def test_before_the_decree_nothing_is_withheld() -> None:
    charges = charges_for(Decimal(100_000), producer_kind="household", supply=Supply(nature="goods"), day=date(2025, 6, 30))
    assert (charges.withheld_vat, charges.withheld_income, charges.withheld_as) == (0, 0, None)


def test_a_later_rate_counts_from_its_day_on() -> None:
    WithholdingRate.objects.create(
        producer_kind="household", nature="goods", vat_percent=2, income_percent=1, valid_from=date(2027, 1, 1), source="Luật mới"
    )
    for day, vat in ((date(2026, 12, 31), 1_000), (date(2027, 1, 1), 2_000)):
        assert charges_for(Decimal(100_000), producer_kind="household", supply=Supply(nature="goods"), day=day).withheld_vat == vat


def test_a_listing_that_is_no_goods_is_unknown_until_an_officer_says_what_it_is() -> None:
    seller = ProducerFactory.create(kind="household")
    ride, cheese = ListingFactory.create(seller=seller, label="service"), ListingFactory.create(seller=seller)
    assert (supply_of(ride, day=DAY).nature, supply_of(cheese, day=DAY).nature) == ("unknown", "goods")
    DeclaredNature.objects.create(listing=ride, nature="transport")
    assert supply_of(ride, day=DAY).nature == "transport"


def test_residence_counts_from_its_day_on() -> None:
    listing = ListingFactory.create(seller=ProducerFactory.create(kind="household"))
    TaxResidence.objects.create(producer=listing.seller, residence="non_resident", valid_from=DAY, reference="Tờ khai 01")
    assert supply_of(listing, day=date(2026, 11, 23)).residence == "resident"
    assert supply_of(listing, day=DAY).residence == "non_resident"


def test_a_sale_and_its_undoing_write_lines_of_the_return_that_tie_with_the_books() -> None:
    rates()
    vat_rates()
    CommissionRate.objects.create(valid_from=date(2020, 1, 1), percent=5, source="Biểu phí 01")
    household = ProducerFactory.create(kind="household")
    goods = ListingFactory.create(seller=household, offer=(100_000, 10))
    visit = ListingFactory.create(seller=household, label="service", offer=(50_000, 10))
    other = ListingFactory.create(offer=(90_000, 10))
    order = place_order(request_for(fill_basket((goods, 2), (visit, 1), (other, 1))))
    lines = Withholding.objects.order_by("nature").values_list("producer", "nature", "residence", "destination", "revenue", "vat", "income")
    assert list(lines) == [
        (household.pk, "goods", "resident", "home", 200_000, 2_000, 1_000),
        (household.pk, "unknown", "resident", "home", 50_000, 2_500, 1_000),
    ]
    assert sum(-entry.amount for entry in Entry.objects.filter(account="withheld_vat")) == 4_500
    assert set(LineFacts.objects.values_list("nature", flat=True)) == {"goods", "unknown", ""}
    parcel = Parcel.objects.get(order=order, producer=household)
    # The rates and the label have moved on: what was frozen is undone.
    WithholdingRate.objects.update(vat_percent=9)
    forget_kept()
    DeclaredNature.objects.create(listing=visit, nature="service")
    move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    for column in ("revenue", "vat", "income"):
        assert sum(Withholding.objects.filter(nature="unknown").values_list(column, flat=True)) == 0
        assert sum(Withholding.objects.values_list(column, flat=True)) == 0
