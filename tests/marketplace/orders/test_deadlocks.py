"""Orders that want the same products in opposite orders, placed, paid, cancelled and released at once: they wait, none dies."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import close_old_connections

from catalog.products.models import Listing
from marketplace.orders.models import Parcel, ParcelMove, Reservation
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import OrderRequest, place_order
from marketplace.orders.settling import release_reservation, settle
from marketplace.payments.models import Payment
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates
from tests.marketplace.orders.invariants import check_all
from tests.races import IS_FULL, in_processes

pytestmark = [pytest.mark.every_database, pytest.mark.heavy, pytest.mark.usefixtures("real_database")]
ROUNDS = 100 if IS_FULL else 2
# SQLite lets one write at a time: there is nothing to lock crosswise, and 32 that wait would only wait too long.
AT_ONCE = 32 if "postgresql" in settings.DATABASES["default"]["ENGINE"] else 8


def live(task: tuple[int, OrderRequest]) -> str:
    """Place an order and end it in one of four ways; any deadlock surfaces as an error."""
    number, request = task
    close_old_connections()
    order = place_order(request)
    payment = Payment.objects.get(order=order)
    if number % 4 == 0:
        release_reservation(order.pk)
        return "released"
    if number % 4 == 1:
        return "held"
    settle(payment=payment, event_id=f"bank-{request.token}", amount=payment.amount)
    if number % 4 == 2:
        for parcel in Parcel.objects.filter(order=order).order_by("pk"):
            move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
        return "cancelled"
    return "kept"


def test_opposite_orders_wait_for_each_other_and_none_is_chosen_to_die() -> None:
    rates()
    vat_rates()
    province = PlaceFactory.create()
    listings: list[Listing] = [ListingFactory.create(offer=(45_000, 100_000)) for _number in range(4)]
    for turn in range(ROUNDS):
        requests = []
        for number in range(AT_ONCE):
            wishes = [(listing, 1) for listing in (listings if number % 8 < 4 else reversed(listings))]
            phone = f"+849{turn:04d}{number:04d}"
            requests.append((number, request_for(fill_basket(*wishes), province=province, phone=phone, method="vietqr")))
        results = in_processes(live, requests, count=4)
        assert sorted(results) == sorted(["released", "held", "cancelled", "kept"] * (AT_ONCE // 4))
    check_all()
    assert Reservation.objects.filter(state="released").count() == ROUNDS * AT_ONCE // 2
