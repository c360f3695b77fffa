"""Money that arrives keeps an order; money that does not gives the goods back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, transaction

from catalog.lib import clock
from marketplace.ledger.models import Account
from marketplace.ledger.selectors import balance_of
from marketplace.orders.models import Parcel, Reservation
from marketplace.orders.services import place_order
from marketplace.orders.settling import release_expired, release_reservation, settle
from marketplace.payments.models import Payment, PaymentEvent
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> Payment:
    rates()
    vat_rates()
    order = place_order(request_for(fill_basket((ListingFactory.create(offer=(45_000, 10)), 4)), method="vietqr"))
    return Payment.objects.get(order=order)


def allocated(payment: Payment) -> int:
    return int(payment.order.lines.get().stockrecord.num_allocated)


def test_the_whole_sum_keeps_the_order(waiting: Payment) -> None:
    settle(payment=waiting, event_id="bank-1", amount=waiting.amount)
    assert Payment.objects.get(pk=waiting.pk).state == "paid"
    assert Reservation.objects.get(order=waiting.order).state == "kept"
    assert Parcel.objects.get(order=waiting.order).state == "ordered"


def test_two_halves_make_a_whole_and_one_does_not(waiting: Payment) -> None:
    settle(payment=waiting, event_id="bank-1", amount=Decimal(100_000))
    assert Reservation.objects.get(order=waiting.order).state == "held"
    settle(payment=waiting, event_id="bank-2", amount=waiting.amount - 100_000)
    assert Reservation.objects.get(order=waiting.order).state == "kept"


def test_a_message_told_twice_counts_once(waiting: Payment) -> None:
    half = waiting.amount / 2
    settle(payment=waiting, event_id="bank-1", amount=half)
    settle(payment=waiting, event_id="bank-1", amount=half)
    assert Payment.objects.get(pk=waiting.pk).state == "awaited"
    assert PaymentEvent.objects.count() == 1


def test_after_half_an_hour_the_goods_are_back(waiting: Payment) -> None:
    assert release_expired() == 0
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        call_command("run_periodic", "--once")
        assert release_expired() == 0
    assert allocated(waiting) == 0
    assert Parcel.objects.get(order=waiting.order).state == "cancelled"
    assert Payment.objects.get(pk=waiting.pk).state == "cancelled"


def test_a_paid_order_is_never_released(waiting: Payment) -> None:
    settle(payment=waiting, event_id="bank-1", amount=waiting.amount)
    assert not release_reservation(waiting.order_id)
    assert allocated(waiting) == 4


def test_releasing_twice_gives_back_once(waiting: Payment) -> None:
    other = place_order(request_for(fill_basket((waiting.order.lines.get().facts.listing, 3)), method="vietqr"))
    assert release_reservation(waiting.order_id)
    assert not release_reservation(waiting.order_id)
    assert int(other.lines.get().stockrecord.num_allocated) == 3


def test_money_after_the_end_is_marked_late_and_takes_no_goods(waiting: Payment) -> None:
    release_reservation(waiting.order_id)
    settle(payment=waiting, event_id="bank-1", amount=waiting.amount)
    assert Payment.objects.get(pk=waiting.pk).state == "paid_late"
    assert allocated(waiting) == 0


def test_the_database_refuses_to_change_an_arrival(waiting: Payment) -> None:
    settle(payment=waiting, event_id="bank-1", amount=waiting.amount)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentEvent.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentEvent.objects.all().delete()


@pytest.mark.parametrize("part", [0, 1])
def test_part_of_the_money_never_pays_for_an_order_that_ends(part: int) -> None:
    """Whichever parcel comes first: parcel by parcel, the sum of one would look like enough for it."""
    rates()
    vat_rates()
    wishes = ((ListingFactory.create(offer=(45_000, 10)), 1), (ListingFactory.create(offer=(90_000, 10)), 1))
    payment = Payment.objects.get(order=place_order(request_for(fill_basket(*wishes), method="vietqr")))
    parcel = Parcel.objects.filter(order=payment.order).order_by("pk")[part]
    amount = parcel.goods_price + parcel.shipping_price
    settle(payment=payment, event_id="bank-1", amount=amount)
    release_reservation(payment.order_id)
    payment.refresh_from_db()
    assert (payment.state, payment.due) == ("cancelled", 0)
    assert [(refund.amount, refund.state) for refund in payment.refunds.all()] == [(amount, "asked")]
    assert set(Parcel.objects.filter(order=payment.order).values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize("method", ["cash_on_delivery", "vietqr"])
def test_money_is_posted_where_it_stands_whatever_the_method(method: str) -> None:
    rates()
    vat_rates()
    payment = Payment.objects.get(order=place_order(request_for(fill_basket((ListingFactory.create(), 1)), method=method)))
    settle(payment=payment, event_id="bank-1", amount=payment.amount, source=Account.CLEARING_BANK)
    assert (balance_of(Account.CLEARING_BANK), balance_of(Account.CLEARING_CASH)) == (payment.amount, 0)
