"""Cards by Stripe's PaymentIntents. Đồng is the price; VND has no minor unit at Stripe either.

Nothing here trusts what a browser or a message says: every arrival makes the shop ask Stripe for the intent as it is now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import stripe
from django.conf import settings

from marketplace.payments.errors import CardsUnavailable, ForgedMessage
from marketplace.payments.gateway import Transfer
from marketplace.payments.models import Method, Payment, Refund

TIMEOUT_SECONDS = 10
CURRENCY = "vnd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A PaymentIntent as Stripe has it now; `received` in whole đồng."""

    id: str
    client_secret: str
    status: str
    amount: Decimal
    received: Decimal
    currency: str

    @property
    def is_paid(self) -> bool:
        """Whether the money has been captured, in the currency that was asked for."""
        return self.status == "succeeded" and self.currency == CURRENCY and self.received > 0


def _client() -> stripe.StripeClient:
    addresses: Any = {"api": settings.STRIPE_API_URL} if settings.STRIPE_API_URL else None
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses=addresses,
        max_network_retries=2,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
    )


def _intent(found: Any) -> Intent:
    return Intent(
        id=found.id,
        client_secret=found.client_secret or "",
        status=found.status,
        amount=Decimal(found.amount),
        received=Decimal(found.amount_received or 0),
        currency=found.currency,
    )


def fetch_intent(intent_id: str) -> Intent:
    """Ask Stripe for an intent.

    Raises:
        CardsUnavailable: Stripe did not answer, or knows no such intent; trying again later may help.
    """
    try:
        return _intent(_client().v1.payment_intents.retrieve(intent_id))
    except stripe.StripeError as error:
        raise CardsUnavailable(str(error.code or type(error).__name__)) from error


def open_intent(payment: Payment) -> Intent:
    """Give the payment's intent, made once however often this is asked: the key makes Stripe answer the same.

    A part of the order that was cancelled meanwhile lowers the intent's amount.

    Raises:
        CardsUnavailable: Stripe did not answer; nothing was charged, and trying again helps.
    """
    try:
        intent = _existing(payment) or _new(payment)
        if intent.amount != payment.due and intent.status in ("requires_payment_method", "requires_confirmation"):
            intent = _intent(_client().v1.payment_intents.update(intent.id, {"amount": int(payment.due)}))
    except stripe.StripeError as error:
        raise CardsUnavailable(str(error.code or type(error).__name__)) from error
    Payment.objects.filter(pk=payment.pk).update(provider_id=intent.id)
    return intent


def _existing(payment: Payment) -> Intent | None:
    return _intent(_client().v1.payment_intents.retrieve(payment.provider_id)) if payment.provider_id else None


def _new(payment: Payment) -> Intent:
    params: Any = {
        "amount": int(payment.amount),
        "currency": CURRENCY,
        "automatic_payment_methods": {"enabled": True},
        # Ids alone: no name, number or address goes into metadata.
        "metadata": {"order": payment.reference},
    }
    options: Any = {"idempotency_key": f"intent-{payment.reference}"}
    return _intent(_client().v1.payment_intents.create(params, options))


def stop_intent(payment: Payment) -> Intent | None:
    """Close an intent, so that no money can come through it any more; give it as it then is, or none if there is none.

    Raises:
        CardsUnavailable: Stripe did not answer: the money may still come, so the goods must still be held.
    """
    if not payment.provider_id:
        return None
    try:
        return _intent(_client().v1.payment_intents.cancel(payment.provider_id))
    except stripe.InvalidRequestError:
        return fetch_intent(payment.provider_id)  # it has succeeded, or was cancelled before
    except stripe.StripeError as error:
        raise CardsUnavailable(str(error.code or type(error).__name__)) from error


def send_refund(refund: Refund) -> tuple[str, bool]:
    """Pay a refund back to the card, once however often this is asked; give Stripe's id and whether it is done.

    Raises:
        CardsUnavailable: Stripe did not answer or refused; trying again may help.
    """
    params: Any = {"payment_intent": refund.payment.provider_id, "amount": int(refund.amount), "metadata": {"refund": str(refund.pk)}}
    options: Any = {"idempotency_key": f"refund-{refund.payment.reference}-{refund.pk}"}
    try:
        made = _client().v1.refunds.create(params, options)
    except stripe.StripeError as error:
        raise CardsUnavailable(str(error.code or type(error).__name__)) from error
    return made.id, made.status == "succeeded"


def read_message(body: bytes, signature: str) -> tuple[str, str]:
    """Check the signature of a webhook and give its type and the id of the object that it is about.

    Raises:
        ForgedMessage: not signed by Stripe with our secret, too old, or not a message at all.
    """
    try:
        event = stripe.Webhook.construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
        return str(event["type"]), str(event["data"]["object"]["id"])
    except (ValueError, KeyError, TypeError, stripe.SignatureVerificationError) as error:
        raise ForgedMessage from error


class StripeCards:
    """Cards and wallets, offered only with keys; stock waits half an hour."""

    code = Method.CARD.value
    holds_for: timedelta | None = timedelta(minutes=30)

    @property
    def is_offered(self) -> bool:
        """Whether the shop has keys."""
        return bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_PUBLISHABLE_KEY)

    def transfer(self, *, reference: str, amount: Decimal) -> Transfer | None:
        """Give nothing: no bank account takes part."""
        return None

    def stop(self, payment: Payment) -> Decimal | None:
        """Close the intent; give what had been paid through it, or none."""
        intent = stop_intent(payment)
        return intent.received if intent and intent.is_paid else None

    def refund(self, refund: Refund) -> tuple[str, bool]:
        """Pay back to the card."""
        return send_refund(refund)
