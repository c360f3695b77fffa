"""The stand-in for Stripe, and a buyer's browser before it."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client

from fakes import stripe_server
from fakes.stripe_objects import State
from marketplace.orders.links import order_link
from marketplace.orders.models import Parcel, Reservation
from marketplace.payments.card.stripe import breaker, open_intent
from marketplace.payments.models import Payment

PAID = ("paid", "kept", {"ordered"})
WAITING = ("awaited", "held", {"waiting"})
ENDED = ("cancelled", "released", {"cancelled"})
LATE = ("paid_late", "released", {"cancelled"})


@contextmanager
def stand_in(settings: Any) -> Iterator[State]:
    """Run the stand-in; it sends no messages by itself, so that a test decides on their order."""
    server, state = stripe_server.serve(port=0)
    state.sends_webhooks = False
    settings.STRIPE_API_URL = settings.STRIPE_SCRIPT_ORIGIN = f"http://127.0.0.1:{server.server_address[1]}"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = "sk_test_stand_in", "pk_test_stand_in"
    settings.STRIPE_WEBHOOK_SECRET = state.webhook_secret
    breaker.succeeded()
    yield state
    breaker.succeeded()
    server.shutdown()
    server.server_close()


def path_of(payment: Payment, name: str = "") -> str:
    """Give the path of an order's page, or of one below it."""
    return order_link(payment.order.number, "vi") + name


def swipe(settings: Any, payment: Payment, card: str) -> dict[str, Any]:
    """Confirm in the browser's place."""
    payment.refresh_from_db()
    secret = open_intent(payment).client_secret
    payment.refresh_from_db()
    return confirm(settings, payment, secret, card)


def confirm(settings: Any, payment: Payment, secret: str, card: str) -> dict[str, Any]:
    """Confirm an intent whose form was shown before."""
    body = urllib.parse.urlencode({"client_secret": secret, "card": card, "return_url": "http://testserver/back"}).encode()
    url = f"{settings.STRIPE_API_URL}/v1/payment_intents/{payment.provider_id}/confirm"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body)) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        return dict(json.load(error))


def tell(state: State, event: dict[str, Any], *, secret: str | None = None) -> int:
    """Deliver a message to the shop."""
    body, signature = State(webhook_secret=secret or state.webhook_secret).signed(event)
    answer = Client().post("/webhooks/stripe", body, content_type="application/json", headers={"Stripe-Signature": signature})
    return int(answer.status_code)


def tell_all(state: State) -> None:
    """Deliver all messages that were not delivered yet, in order."""
    while state.events:
        assert tell(state, state.events.pop(0)) == 200


def states(payment: Payment) -> tuple[str, str, set[str]]:
    """Give the states of payment, reservation and parcels."""
    payment.refresh_from_db()
    reservation = Reservation.objects.get(order=payment.order)
    return payment.state, reservation.state, set(Parcel.objects.filter(order=payment.order).values_list("state", flat=True))
