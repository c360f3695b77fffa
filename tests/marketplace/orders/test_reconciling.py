"""Orders, money and books tell the same; what does not is found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from catalog.lib import clock
from marketplace.ledger.models import Entry, Journal
from marketplace.orders.models import Parcel, ParcelMove, Reservation
from marketplace.orders.parcels import move_parcel
from marketplace.orders.reconciling import findings, finish_what_is_safe
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment() -> Payment:
    rates()
    vat_rates()
    wishes = (ListingFactory.create(offer=(45_000, 10)), 1), (ListingFactory.create(offer=(90_000, 10)), 1)
    return Payment.objects.get(order=place_order(request_for(fill_basket(*wishes), method="vietqr")))


def kinds() -> list[str]:
    return [finding.kind for finding in findings()]


def test_nothing_is_found_along_the_whole_life_of_an_order(payment: Payment) -> None:
    assert kinds() == []
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    assert kinds() == []
    for parcel in Parcel.objects.filter(order=payment.order):
        for after in ("confirmed", "sent", "delivered"):
            move_parcel(parcel_id=parcel.pk, after=after, by=ParcelMove.By.PRODUCER)
            assert kinds() == []


def test_a_refund_to_pay_by_hand_is_listed(payment: Payment) -> None:
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    parcel: Any = Parcel.objects.filter(order=payment.order).first()
    move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    found = list(findings())
    assert [(finding.kind, int(finding.amount)) for finding in found] == [("refund", int(parcel.goods_price + parcel.shipping_price))]


def test_books_that_differ_are_found(payment: Payment) -> None:
    journal = Journal.objects.create(key="odd", order=payment.order)
    Entry.objects.create(journal=journal, account="receivable", amount=5)
    assert kinds() == ["books differ from payment", "books out of balance"]


def test_paid_without_goods_is_found(payment: Payment) -> None:
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    Reservation.objects.filter(order=payment.order).update(state="released")
    assert kinds() == ["paid without goods"]


def test_what_is_over_is_ended_once(payment: Payment, capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        call_command("reconcile")
        assert "released: 1" in capsys.readouterr().out
        assert finish_what_is_safe() == {"settled": 0, "released": 0, "refunded": 0, "booked": 0, "disputes": 0}
    assert kinds() == []
