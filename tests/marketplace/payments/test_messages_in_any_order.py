"""R5: messages doubled, reversed, permuted, late, truncated, with another amount or currency: the same end, and no write by a lie."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalog.lib import clock
from fakes.stripe_objects import DECLINED, SUCCEEDS, Objects, State
from marketplace.ledger.models import Entry
from marketplace.ledger.selectors import imbalance, receivable_of
from marketplace.orders.models import Parcel
from marketplace.orders.settling import release_expired
from marketplace.payments.models import Payment, PaymentEvent, PaymentMove, Refund
from marketplace.payments.refunds import send_refunds
from tests.factories.cards import LATE, PAID, WAITING, confirm, states, swipe, tell
from tests.races import IS_FULL

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
EACH = 1 if IS_FULL else 3
ORDERS = list(itertools.permutations(range(4)))[::EACH]


def rows() -> list[Any]:
    models = (Payment, PaymentEvent, PaymentMove, Refund, Entry, Parcel)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join(map(str, order)))
def test_any_order_of_four_messages_ends_the_same(settings: Any, stripe: State, payment: Payment, order: tuple[int, ...]) -> None:
    swipe(settings, payment, DECLINED)
    swipe(settings, payment, SUCCEEDS)
    Objects(stripe).refund({"payment_intent": payment.provider_id, "amount": "5000"})
    kinds = ("payment_intent.payment_failed", "payment_intent.succeeded", "charge.refunded", "refund.created")
    told = [next(event for event in stripe.events if event["type"] == kind) for kind in kinds]
    for number in (*order, *reversed(order)):
        assert tell(stripe, told[number]) == 200
    assert states(payment) == PAID
    assert (PaymentEvent.objects.count(), Refund.objects.get().state, receivable_of(payment.order_id)) == (1, "done", 5_000)


def test_a_message_after_the_end_marks_it_late_and_the_money_goes_back(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, DECLINED)
    secret = stripe.intents[payment.provider_id]["client_secret"]
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert release_expired() == 1
    stripe.intents[payment.provider_id]["status"] = "requires_payment_method"  # as if closing it had been lost
    confirm(settings, payment, secret, SUCCEEDS)
    event = next(one for one in stripe.events if one["type"] == "payment_intent.succeeded")
    assert {tell(stripe, event), tell(stripe, event)} == {200}
    send_refunds()
    assert states(payment) == LATE
    assert (receivable_of(payment.order_id), imbalance()) == (0, 0)


@pytest.mark.parametrize("cut", [0, 1, 10, 100, -1])
def test_a_truncated_message_writes_nothing(settings: Any, stripe: State, payment: Payment, cut: int) -> None:
    swipe(settings, payment, SUCCEEDS)
    body, signature = stripe.signed(stripe.events[-1])
    before = rows()
    answer = Client().post("/webhooks/stripe", body[:cut], content_type="application/json", headers={"Stripe-Signature": signature})
    assert (answer.status_code, rows()) == (400, before)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"type": 5}', b'{"type": "x", "data": {}}', b"\xff\xfe", b'"text"', b"{" * 900])
def test_signed_garbage_is_refused_in_peace(stripe: State, payment: Payment, body: bytes) -> None:
    import hashlib
    import hmac
    import time

    stamp = int(time.time())
    mac = hmac.new(stripe.webhook_secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    before = rows()
    answer = Client().post("/webhooks/stripe", body, content_type="application/json", headers={"Stripe-Signature": f"t={stamp},v1={mac}"})
    assert (answer.status_code, rows()) == (400, before)


@pytest.mark.parametrize("lie", [{"amount_received": 10**9}, {"currency": "usd"}, {"status": "succeeded"}, {"id": "pi_other"}])
def test_a_signed_message_that_says_more_than_stripe_has_changes_nothing(stripe: State, payment: Payment, lie: dict[str, Any]) -> None:
    Client().get(f"/don-hang/{payment.order.number}/")
    thing = {"id": payment.provider_id or "pi_none", "object": "payment_intent", "status": "succeeded", **lie}
    before = rows()
    assert tell(stripe, {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "data": {"object": thing}}) == 200
    assert (states(payment), rows()) == (WAITING, before)


@pytest.mark.parametrize("change", [{"amount_received": 1_000}, {"amount_received": 0}, {"currency": "usd"}])
def test_another_amount_or_currency_at_stripe_itself_keeps_no_order(
    settings: Any, stripe: State, payment: Payment, change: dict[str, Any]
) -> None:
    swipe(settings, payment, SUCCEEDS)
    stripe.intents[payment.provider_id] |= change
    assert tell(stripe, stripe.events[-1]) == 200
    assert states(payment) == WAITING
    assert json.dumps(stripe.events[-1])
