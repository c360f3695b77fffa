"""Late and contradictory events of a card: one defined end each, never an order that takes stock twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalog.forks.partner.models import StockRecord
from catalog.lib import clock
from fakes.stripe_objects import DISPUTED, SUCCEEDS, Objects, State
from marketplace.ledger.selectors import imbalance, receivable_of
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.settling import release_expired, release_reservation, settle, settle_stuck
from marketplace.payments.card import stripe as cards
from marketplace.payments.models import Dispute, Payment, Refund
from marketplace.payments.refunds import send_refunds
from tests.factories.cards import ENDED, LATE, PAID, WAITING, confirm, path_of, states, swipe, tell_all

pytestmark = pytest.mark.django_db


def parcels(payment: Payment) -> list[Parcel]:
    return list(Parcel.objects.filter(order=payment.order).order_by("pk"))


def cancel(payment: Payment, parcel: Parcel) -> int:
    return int(Client().post(f"{path_of(payment)}{parcel.pk}/huy/").status_code)


def allocated() -> set[int]:
    return {record.num_allocated or 0 for record in StockRecord.objects.all()}


def shown_secret(payment: Payment) -> str:
    """Open the form as a buyer would, and keep what it needs."""
    Client().get(path_of(payment, "tra-tien/"))
    payment.refresh_from_db()
    return cards.open_intent(payment).client_secret


def test_cancelling_all_closes_the_intent_first(settings: Any, stripe: State, payment: Payment) -> None:
    secret = shown_secret(payment)
    for parcel in parcels(payment):
        cancel(payment, parcel)
    assert states(payment) == ENDED
    assert stripe.intents[payment.provider_id]["status"] == "canceled"
    assert "error" in confirm(settings, payment, secret, SUCCEEDS)
    assert payment.closed_at is not None
    assert settle_stuck() == 0


def test_money_that_came_before_the_cancelling_goes_back(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)  # and its message is lost
    for parcel in parcels(payment):
        cancel(payment, parcel)
    send_refunds()
    assert states(payment)[1:] == ("released", {"cancelled"})
    assert sum(one["amount"] for one in stripe.refunds.values()) == payment.amount
    assert (receivable_of(payment.order_id), imbalance(), allocated()) == (0, 0, {0})


def test_while_the_provider_is_silent_nothing_is_cancelled_and_the_buyer_is_told(stripe: State, payment: Payment) -> None:
    shown_secret(payment)
    first, last = parcels(payment)
    cancel(payment, first)
    stripe.fails_with = 500
    answer = Client().post(f"{path_of(payment)}{last.pk}/huy/", follow=True)
    assert "chưa hủy gì" in answer.content.decode()
    last.refresh_from_db()
    assert last.state == "waiting"


def test_a_success_after_the_end_is_found_without_any_message(settings: Any, stripe: State, payment: Payment) -> None:
    """Ended without asking, as a crash might leave it: asking goes on until the provider says that nothing more can come."""
    secret = shown_secret(payment)
    release_reservation(payment.order_id)
    confirm(settings, payment, secret, SUCCEEDS)
    assert settle_stuck() == 1
    assert states(payment) == LATE
    send_refunds()
    assert (settle_stuck(), receivable_of(payment.order_id), allocated()) == (0, 0, {0})
    assert sum(one["amount"] for one in stripe.refunds.values()) == payment.amount


def test_what_ended_unasked_is_closed_at_the_provider(stripe: State, payment: Payment) -> None:
    shown_secret(payment)
    release_reservation(payment.order_id)
    settle_stuck()
    payment.refresh_from_db()
    assert (stripe.intents[payment.provider_id]["status"], payment.closed_at is None) == ("canceled", False)


def test_an_amount_of_before_a_part_was_cancelled_goes_back_in_part(settings: Any, stripe: State, payment: Payment) -> None:
    secret = shown_secret(payment)
    first = parcels(payment)[0]
    cancel(payment, first)
    confirm(settings, payment, secret, SUCCEEDS)  # in a tab that was opened before
    settle_stuck()
    send_refunds()
    assert [one["amount"] for one in stripe.refunds.values()] == [int(first.goods_price + first.shipping_price)]
    assert receivable_of(payment.order_id) == 0


def test_two_payments_cannot_bear_one_number(payment: Payment) -> None:
    shown_secret(payment)
    field = Payment._meta.get_field("provider_id")
    assert any(one.name == "payment_provider_id_unique" and "provider_id" in one.fields for one in Payment._meta.constraints)
    assert field.blank


def test_a_dispute_is_followed_to_its_end(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, DISPUTED)
    tell_all(stripe)
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.amount, states(payment)) == ("open", payment.amount, PAID)
    Objects(stripe).close_dispute(dispute.provider_id, "lost")
    tell_all(stripe)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.closed_at is None, Dispute.objects.count()) == ("lost", False, 1)


def test_a_slow_provider_is_waited_for_once_and_the_page_says_so(stripe: State, payment: Payment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "TIMEOUT_SECONDS", 0.2)
    stripe.slow_seconds = 1
    answers = [Client().get(path_of(payment, "tra-tien/")) for _time in range(6)]
    assert {answer.status_code for answer in answers} == {503}
    assert "chưa có khoản nào bị trừ" in answers[0].content.decode().lower()
    assert len(stripe.requests) <= 3  # then the breaker is open: nobody waits
    assert states(payment) == WAITING
    stripe.slow_seconds = 0
    cards.breaker.succeeded()
    assert Client().get(path_of(payment, "tra-tien/")).status_code == 200
    assert len(stripe.intents) == 1  # the slow ones were the same request


def test_the_last_moment_and_the_refund_in_any_order(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert release_expired() == 0
    for parcel in parcels(payment):
        move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    send_refunds()
    stripe.events.reverse()
    tell_all(stripe)
    assert (receivable_of(payment.order_id), imbalance()) == (0, 0)
    assert set(Refund.objects.values_list("state", flat=True)) == {"done"}


def test_a_card_that_pays_what_a_transfer_has_paid_is_found_and_goes_back(settings: Any, stripe: State, payment: Payment) -> None:
    """Found by the machine of whole order lives: a paid payment was not asked about any more."""
    secret = shown_secret(payment)
    settle(payment=payment, event_id="bank:1", amount=payment.amount, source="clearing_bank")
    confirm(settings, payment, secret, SUCCEEDS)  # and its message is lost
    settle_stuck()
    send_refunds()
    assert sum(one["amount"] for one in stripe.refunds.values()) == payment.amount
    assert (states(payment), receivable_of(payment.order_id), settle_stuck()) == (PAID, 0, 0)


def test_an_intent_that_nobody_needs_any_more_is_closed(stripe: State, payment: Payment) -> None:
    shown_secret(payment)
    settle(payment=payment, event_id="bank:1", amount=payment.amount, source="clearing_bank")
    settle_stuck()
    assert stripe.intents[payment.provider_id]["status"] == "canceled"
