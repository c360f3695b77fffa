"""Goods that end after a bank took their money: it goes back once, and who bore it pays once; what is won goes back as ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Sum

from catalog.forks.partner.models import StockRecord
from fakes.stripe_objects import SUCCEEDS, Objects, State
from marketplace.accounts.models import User
from marketplace.complaints.models import Complaint
from marketplace.complaints.services import file_complaint, move_complaint
from marketplace.ledger.models import Entry
from marketplace.ledger.selectors import payable_to, receivable_of
from marketplace.orders.disputes import decide_dispute
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.reconciling import findings
from marketplace.orders.services import place_order
from marketplace.payments.models import Dispute, Payment, Refund
from marketplace.payments.refunds import send_refunds
from tests.factories.cards import stand_in, swipe, tell_all
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
By = ParcelMove.By


@pytest.fixture
def stripe(settings: Any) -> Iterator[State]:
    with stand_in(settings) as state:
        yield state


@pytest.fixture
def payment(settings: Any, stripe: State) -> Payment:
    """An order of two producers, paid by card; two pieces of the first."""
    rates()
    vat_rates()
    wishes = [(ListingFactory.create(offer=(price, 10)), pieces) for price, pieces in ((50_000, 2), (50_000, 1))]
    payment = Payment.objects.get(order=place_order(request_for(fill_basket(*wishes), method="card")))
    swipe(settings, payment, SUCCEEDS)
    tell_all(stripe)
    return payment


def take_back(stripe: State, payment: Payment, amount: int) -> Dispute:
    """Let the buyer's bank take back so much of it."""
    dispute = Objects(stripe).inquire(stripe.intents[payment.provider_id], is_told=False)
    dispute["amount"] = amount
    Objects(stripe).escalate(dispute)
    tell_all(stripe)
    return Dispute.objects.get()


@pytest.fixture
def disputed(stripe: State, payment: Payment) -> Dispute:
    """The whole of it, taken back and not decided yet."""
    return take_back(stripe, payment, int(payment.amount))


@pytest.fixture(autouse=True)
def books(payment: Payment) -> Iterator[None]:
    """In the end the books hold all that happened, and tell the same as orders and money."""
    yield
    call_command("ledger", "verify")
    assert {one.kind for one in findings()} <= {"dispute", "refund"}


def close(stripe: State, status: str) -> Dispute:
    Objects(stripe).close_dispute(Dispute.objects.get().provider_id, status)
    tell_all(stripe)
    return Dispute.objects.get()


@pytest.fixture
def lost(stripe: State, disputed: Dispute) -> Dispute:
    return close(stripe, "lost")


@pytest.fixture
def first(payment: Payment) -> Parcel:
    return Parcel.objects.filter(order=payment.order_id).order_by("pk")[0]


def price(parcel: Parcel) -> int:
    return int(parcel.goods_price + parcel.shipping_price)


def move(parcel: Parcel, *states: str) -> None:
    for after in states:
        move_parcel(parcel_id=parcel.pk, after=after, by=By.PRODUCER, tracking="GN1")


def bear(dispute: Dispute, officer: User, parcel: Parcel) -> None:
    decide_dispute(dispute_id=dispute.pk, officer=officer, bearer="maker", reason="Hàng giả", parcel_ids=[parcel.pk])


def complain(parcel: Parcel, officer: User, pieces: int) -> Complaint:
    complaint = file_complaint(parcel_id=parcel.pk, reason="damaged", text="Vỡ", pieces={parcel.lines.get().pk: pieces})
    return move_complaint(complaint_id=complaint.pk, after="accepted", by=By.OFFICER, actor=officer)


def loss() -> int:
    return int(Entry.objects.filter(account="differences").aggregate(total=Sum("amount"))["total"] or 0)


def refunds() -> list[int]:
    return [int(amount) for amount in Refund.objects.order_by("pk").values_list("amount", flat=True)]


def test_who_bore_it_does_not_pay_once_more_when_the_parcel_comes_back(lost: Dispute, first: Parcel, mai: User) -> None:
    in_stock = StockRecord.objects.order_by("pk")[0].num_in_stock
    bear(lost, mai, first)
    move(first, "confirmed", "sent", "refused")
    assert (payable_to(first.producer_id), refunds(), loss()) == (0, [], int(lost.amount) - price(first))
    assert receivable_of(first.order_id) == 0  # what the bank took is what the buyer was due
    assert StockRecord.objects.order_by("pk")[0].num_in_stock == in_stock


@pytest.mark.every_database
@pytest.mark.parametrize("pieces", [1, 2])
def test_who_bore_it_does_not_pay_once_more_when_a_complaint_is_accepted(lost: Dispute, first: Parcel, mai: User, pieces: int) -> None:
    move(first, "confirmed", "sent", "delivered")
    bear(lost, mai, first)
    complain(first, mai, pieces)
    assert (payable_to(first.producer_id), refunds(), receivable_of(first.order_id)) == (0, [], 0)


def test_two_complaints_give_back_no_more_than_was_borne(lost: Dispute, first: Parcel, mai: User) -> None:
    move(first, "confirmed", "sent", "delivered")
    bear(lost, mai, first)
    for _time in range(2):
        complain(first, mai, 1)
    assert (payable_to(first.producer_id), refunds()) == (0, [])


def test_what_a_complaint_gave_back_before_is_not_borne(lost: Dispute, first: Parcel, mai: User) -> None:
    move(first, "confirmed", "sent", "delivered")
    complain(first, mai, 1)
    bear(lost, mai, first)
    complain(first, mai, 1)
    assert (payable_to(first.producer_id), refunds()) == (0, [])


def test_a_part_that_was_borne_is_given_back_as_that_part(stripe: State, payment: Payment, first: Parcel, mai: User) -> None:
    """Half of the price was taken and borne: when the parcel comes back, its producer gets nothing for it and owes nothing."""
    take_back(stripe, payment, price(first) // 2)
    bear(close(stripe, "lost"), mai, first)
    assert payable_to(first.producer_id) == 50_000
    move(first, "cancelled")
    assert (payable_to(first.producer_id), refunds(), loss()) == (0, [price(first) - price(first) // 2], 0)


def test_money_that_a_bank_took_for_good_is_not_refunded_once_more(lost: Dispute) -> None:
    for parcel in Parcel.objects.filter(order=lost.payment.order_id):
        move(parcel, "cancelled")
        assert payable_to(parcel.producer_id) == 0
    assert (refunds(), loss(), receivable_of(lost.payment.order_id)) == ([], 0, 0)


@pytest.mark.parametrize("end", ["won", "lost"])
def test_goods_that_end_while_it_runs_are_refunded_only_if_it_is_won(stripe: State, disputed: Dispute, first: Parcel, end: str) -> None:
    move(first, "cancelled")
    assert refunds() == []
    close(stripe, end)
    assert refunds() == ([price(first)] if end == "won" else [])
    send_refunds()
    assert receivable_of(first.order_id) == 0
    assert payable_to(first.producer_id) == 0


def test_what_is_won_goes_back_as_ever(stripe: State, disputed: Dispute, first: Parcel) -> None:
    close(stripe, "won")
    move(first, "cancelled")
    assert [(int(one.amount), one.source) for one in Refund.objects.all()] == [(price(first), "clearing_card")]


@pytest.mark.every_database
def test_what_was_lost_and_borne_and_is_won_after_all_goes_to_the_buyer_of_goods_that_came_back(
    stripe: State, lost: Dispute, first: Parcel, mai: User
) -> None:
    bear(lost, mai, first)
    move(first, "confirmed", "sent", "refused")
    close(stripe, "won")
    assert (payable_to(first.producer_id), refunds(), loss()) == (0, [price(first)], 0)


def test_a_part_that_was_taken_is_taken_off_the_refund(stripe: State, payment: Payment, first: Parcel) -> None:
    take_back(stripe, payment, 30_000)
    move(first, "cancelled")
    assert refunds() == [price(first) - 30_000]
    close(stripe, "won")
    assert refunds() == [price(first) - 30_000, 30_000]
