"""What a parcel costs and when it arrives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from catalog.products.models import Listing
from marketplace.delivery.errors import NoShippingRate
from marketplace.delivery.models import Zone
from marketplace.delivery.quotes import Fees, Load, Rate, quote_load
from marketplace.delivery.selectors import can_be_sent, rates_on, tariff_to, zone_between
from tests.factories.orders import neighbors, rates
from tests.factories.producers import PlaceFactory

RATE = Rate(base_grams=1000, base_price=Decimal(28_000), step_grams=500, step_price=Decimal(4_000), days_from=1, days_to=3)
FEES = Fees(chilled=Decimal(25_000), fragile=Decimal(15_000))
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("grams", "price"), [(1, 28_000), (1000, 28_000), (1001, 32_000), (1500, 32_000), (1501, 36_000), (10_000, 100_000)]
)
def test_a_step_begun_counts_whole(grams: int, price: int) -> None:
    assert quote_load(Load(grams=grams), zone=Zone.NEARBY, rate=RATE, fees=FEES, day=DAY).price == price


def test_care_is_added_once_each() -> None:
    load = Load(grams=900, is_chilled=True, is_fragile=True)
    assert quote_load(load, zone=Zone.NEARBY, rate=RATE, fees=FEES, day=DAY).price == 28_000 + 25_000 + 15_000


def test_days_count_from_when_the_parcel_is_ready() -> None:
    quote = quote_load(Load(grams=900, lead_time_days=2), zone=Zone.NEARBY, rate=RATE, fees=FEES, day=DAY)
    assert (quote.earliest_on, quote.latest_on) == (date(2026, 11, 27), date(2026, 11, 29))


def test_the_zone_follows_from_the_provinces(db: None) -> None:
    home, next_door, far = PlaceFactory.create(), PlaceFactory.create(), PlaceFactory.create()
    neighbors(home, next_door)
    assert zone_between(home, home) == Zone.SAME_PROVINCE
    assert zone_between(home, next_door) == Zone.NEARBY
    assert zone_between(home, far) == Zone.FAR
    assert zone_between(None, home) == Zone.FAR


def test_chilled_goods_stay_near() -> None:
    fresh = Listing(send_to=Listing.SendTo.NEARBY)
    assert can_be_sent(fresh, Zone.NEARBY)
    assert not can_be_sent(fresh, Zone.FAR)


def test_a_rate_that_has_ended_is_not_used(db: None) -> None:
    rates(valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))
    assert rates_on(date(2026, 6, 30))[Zone.FAR].base_price == 36_000
    assert rates_on(date(2026, 7, 1)) == {}
    with pytest.raises(NoShippingRate):
        tariff_to(PlaceFactory.create(), date(2026, 7, 1)).quote(Load(grams=500), Zone.FAR)
