"""Money on its way back to a card: sent once, believed when Stripe is asked, and paid another way where it comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from catalog.lib import clock
from fakes.stripe_objects import SUCCEEDS, Objects, State
from marketplace.ledger.models import Account, Journal
from marketplace.ledger.selectors import balance_of, imbalance, receivable_of
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.settling import settle, settle_stuck
from marketplace.payments.methods import gateway_for
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunds import send_refunds
from tests.factories.cards import PAID, confirm, states, swipe, tell, tell_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def refund(settings: Any, payment: Payment) -> Refund:
    """A parcel paid by card has been cancelled."""
    swipe(settings, payment, SUCCEEDS)
    settle_stuck()
    parcel = Parcel.objects.filter(order=payment.order).first()
    move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    return Refund.objects.get()


def steps(refund: Refund) -> list[str]:
    return list(refund.moves.values_list("after", flat=True))


def test_a_message_alone_makes_no_refund_done(stripe: State, refund: Refund) -> None:
    stripe.refunds_as = "pending"
    send_refunds()
    tell_all(stripe)
    refund.refresh_from_db()
    assert (refund.state, receivable_of(refund.payment.order_id) < 0) == ("sent", True)
    stripe.refunds[refund.provider_id]["status"] = "succeeded"
    assert (send_refunds(), send_refunds()) == (1, 0)  # asked about, without any message
    assert steps(refund) == ["asked", "sent", "done"]
    assert receivable_of(refund.payment.order_id) == 0


@pytest.mark.parametrize("was_done", [False, True])
def test_a_refund_that_comes_back_is_paid_by_hand_and_never_posted_as_paid(stripe: State, refund: Refund, was_done: bool) -> None:
    stripe.refunds_as = "succeeded" if was_done else "pending"
    send_refunds()
    refund.refresh_from_db()
    Objects(stripe).end_refund(refund.provider_id, "failed")
    tell_all(stripe)
    again = Refund.objects.exclude(pk=refund.pk).get()
    refund.refresh_from_db()
    assert refund.state == "failed"
    assert (again.state, again.amount, again.source) == ("asked", refund.amount, Account.CLEARING_BANK)
    assert receivable_of(refund.payment.order_id) == -int(refund.amount)
    assert imbalance() == 0
    assert Journal.objects.filter(key=f"unrefund:{refund.pk}").exists() == was_done
    assert send_refunds() == 0  # no card is paid twice


def test_a_message_that_comes_before_our_own_call_is_back_finds_its_refund(stripe: State, refund: Refund) -> None:
    params = {"payment_intent": refund.payment.provider_id, "amount": str(int(refund.amount)), "metadata[refund]": str(refund.pk)}
    Objects(stripe).refund(params)
    tell_all(stripe)
    refund.refresh_from_db()
    assert (refund.state, Refund.objects.count()) == ("done", 1)
    assert send_refunds() == 0
    assert len(stripe.refunds) == 1


def test_a_refund_is_sent_once_although_stripe_forgets_keys_after_a_day(stripe: State, refund: Refund) -> None:
    gateway_for("card").refund(refund)  # and the answer was lost in a crash
    stripe.forget_keys()
    with time_machine.travel(clock.now() + timedelta(hours=30), tick=False):
        assert stripe.intents[refund.payment.provider_id]["amount_received"] >= 2 * refund.amount  # a second one could be paid
        assert send_refunds() == 1
    refund.refresh_from_db()
    assert (len(stripe.refunds), refund.state) == (1, "done")


def test_an_error_that_stripe_keeps_is_not_asked_for_again_under_its_key(stripe: State, refund: Refund) -> None:
    stripe.fails_with = 500
    assert send_refunds() == 0
    stripe.fails_with = 0
    assert send_refunds() == 1
    assert len(stripe.refunds) == 1


def test_a_refund_made_on_stripes_dashboard_is_seen(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    Objects(stripe).refund({"payment_intent": payment.provider_id, "amount": "5000"})
    told = [event for event in stripe.events if event["type"] == "charge.refunded"]
    assert tell(stripe, told[0]) == 200  # before its capture was seen
    assert states(payment) == PAID
    found = Refund.objects.get()
    assert (found.state, int(found.amount), steps(found)) == ("done", 5_000, ["sent", "done"])
    assert receivable_of(payment.order_id) == 5_000
    assert tell(stripe, told[0]) == 200
    assert Refund.objects.count() == 1


def test_money_goes_back_the_way_it_came(settings: Any, stripe: State, payment: Payment) -> None:
    """Paid by card, and by mistake by transfer too: the transfer goes back through the bank, not to the card."""
    secret = swipe(settings, payment, "1")  # opens the form
    assert "error" in secret
    settle(payment=payment, event_id="bank:1", amount=payment.amount, source=Account.CLEARING_BANK)
    assert states(payment) == PAID
    confirm(settings, payment, stripe.intents[payment.provider_id]["client_secret"], SUCCEEDS)
    tell_all(stripe)
    refund = Refund.objects.get()
    assert (refund.amount, refund.source) == (payment.amount, Account.CLEARING_CARD)
    send_refunds()
    assert balance_of(Account.CLEARING_CARD) == 0
    assert balance_of(Account.CLEARING_BANK) == payment.amount
    for parcel in Parcel.objects.filter(order=payment.order):
        move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    assert set(Refund.objects.exclude(pk=refund.pk).values_list("source", flat=True)) == {Account.CLEARING_BANK}
    assert len(stripe.refunds) == 1
