"""A voucher for one is used by one, however many press at once (R4 of docs/testing.md)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from catalog.lib import clock
from catalog.products.models import Listing
from marketplace.forks import discounts
from marketplace.forks.discounts import discounts_of, make_voucher, put_voucher
from marketplace.forks.shop import Order
from marketplace.orders.drafts import draft_order
from marketplace.orders.errors import UnableToOrder
from marketplace.orders.models import LineFacts
from marketplace.orders.services import OrderRequest, place_order
from marketplace.payments.models import Payment
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates
from tests.races import IS_FULL, at_once

pytestmark = [pytest.mark.every_database, pytest.mark.heavy, pytest.mark.usefixtures("real_database")]
BUYERS = 50 if IS_FULL else 20


@pytest.fixture
def tea(real_database: None) -> Listing:
    rates()
    vat_rates()
    return ListingFactory.create(offer=(50_000, 500))


def single_use(tea: Listing) -> Any:
    now = clock.now()
    return make_voucher(
        code="MOTLAN",
        name="Một lần",
        percent=20,
        product_ids=[tea.product_id],
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=1),
        usage="Single use",
    )


def buyers_with_voucher(tea: Listing) -> list[OrderRequest]:
    province, requests = PlaceFactory.create(), []
    for number in range(BUYERS):
        basket = fill_basket((tea, 1))
        put_voucher(basket_id=basket.pk, code="MOTLAN", user=None)
        less = discounts_of(basket.pk, None).by_product
        total = draft_order([(tea.product_id, 1)], destination=province, today=clock.today(), discounts=less).total
        requests.append(
            request_for(basket, province=province, phone=f"+849{number:08d}", network=f"10.0.0.{number}", total_seen=int(total))
        )
    return requests


def press(request: OrderRequest) -> str:
    try:
        place_order(request)
    except UnableToOrder as error:
        return type(error).__name__
    return "placed"


def test_r4_one_use_and_the_charge_is_that_of_the_lines(tea: Listing) -> None:
    voucher = single_use(tea)
    results = at_once(press, buyers_with_voucher(tea))
    assert (results.count("placed"), set(results)) == (1, {"placed", "VoucherEnded"})
    voucher.refresh_from_db()
    assert (voucher.applications.count(), voucher.num_orders, Order.objects.count()) == (1, 1, 1)
    facts, payment = LineFacts.objects.get(), Payment.objects.get()
    assert facts.price == 40_000
    assert payment.amount == facts.price + facts.parcel.shipping_price


def test_r4_without_the_lock_it_is_used_many_times(tea: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with neither our look nor Oscar's at whether it is used up, it must be used more than once."""
    voucher = single_use(tea)
    requests = buyers_with_voucher(tea)[:8]
    monkeypatch.setattr(discounts.Voucher, "is_available_to_user", lambda *_args, **_facts: (True, ""))
    results = at_once(press, requests)
    assert results.count("placed") > 1
    assert voucher.applications.count() > 1
