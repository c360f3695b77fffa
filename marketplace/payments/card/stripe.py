"""Stripe as we call it: PaymentIntents, refunds, disputes, in whole minor units (VND has none at Stripe either).

Nothing here trusts what a browser or a message says: every arrival makes the shop ask Stripe for the thing as it is now.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe
from django.conf import settings
from django.db.models import F

from catalog.lib.breaker import Breaker
from marketplace.ledger.provider_postings import Settled
from marketplace.ledger.services import Foreign
from marketplace.payments.currencies import charged_for
from marketplace.payments.errors import ForgedMessage, ProviderUnavailable
from marketplace.payments.failpoints import failpoint
from marketplace.payments.gateway import Booking, Message, ProviderDispute, ProviderPayment, ProviderRefund
from marketplace.payments.models import Payment, Refund

# A buyer waits on the other side. What fails is not tried again here: jobs ask every 20 seconds, and a page offers it.
TIMEOUT_SECONDS = 5
PAUSE_SECONDS = 10
breaker = Breaker("Stripe", PAUSE_SECONDS, after=3)
_REFUND_STATES = {"succeeded": "done", "failed": "failed", "canceled": "failed"}
# All others wait: for the shop's answer, or for the bank's.
_DISPUTE_STATES = {"won": "won", "lost": "lost", "warning_closed": "closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A PaymentIntent as Stripe has it now: what it asks for, and what it has received."""

    id: str
    client_secret: str
    status: str
    asked: Foreign
    received: Foreign

    @property
    def is_paid(self) -> bool:
        """Whether the money has been captured."""
        return self.status == "succeeded" and self.received.minor > 0

    @property
    def is_closed(self) -> bool:
        """Whether no money can come through it any more."""
        return self.status in ("succeeded", "canceled")


def _client() -> stripe.StripeClient:
    addresses: Any = {"api": settings.STRIPE_API_URL} if settings.STRIPE_API_URL else None
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses=addresses,
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
    )


@contextmanager
def _asking() -> Iterator[Any]:
    """Give Stripe's client, and turn its errors into ours. After no answer nobody waits again for a while."""
    if not breaker.may_try():
        raise ProviderUnavailable("it did not answer a moment ago")
    try:
        yield _client().v1
    except stripe.APIConnectionError as error:
        breaker.failed(error)
        raise ProviderUnavailable(type(error).__name__) from error
    except stripe.StripeError as error:
        breaker.succeeded()
        raise ProviderUnavailable(str(error.code or type(error).__name__), has_answered=True) from error
    breaker.succeeded()


def _intent(found: Any) -> Intent:
    return Intent(
        id=found.id,
        client_secret=found.client_secret or "",
        status=found.status,
        asked=_foreign(found, found.amount),
        received=_foreign(found, found.amount_received or 0),
    )


def _foreign(found: Any, minor: Any) -> Foreign:
    return Foreign(str(found.currency).upper(), int(minor))


def fetch_intent(intent_id: str) -> Intent:
    """Ask Stripe for an intent.

    Raises:
        ProviderUnavailable: Stripe did not answer, or knows no such intent; trying again later may help.
    """
    with _asking() as api:
        return _intent(api.payment_intents.retrieve(intent_id))


def open_intent(payment: Payment) -> Intent:
    """Give the payment's intent, made once however often this is asked: the key makes Stripe answer the same.

    A part of the order that was cancelled meanwhile lowers the intent's amount.

    Raises:
        ProviderUnavailable: Stripe did not answer; nothing was charged, and trying again helps.
    """
    intent = fetch_intent(payment.provider_id) if payment.provider_id else None
    if intent is None:
        intent = make_intent(payment)
        failpoint("intent-made")
        # Another page may have been faster, with another one: the first that is written is shown, no other can be paid.
        Payment.objects.filter(pk=payment.pk, provider_id="").update(provider_id=intent.id)
        payment.refresh_from_db(fields=["provider_id"])
        failpoint("intent-written")
        intent = intent if payment.provider_id == intent.id else fetch_intent(payment.provider_id)
    due = charged_for(payment, payment.due)
    if intent.asked != due and intent.status in ("requires_payment_method", "requires_confirmation", "requires_action"):
        with _asking() as api:
            intent = _intent(api.payment_intents.update(intent.id, {"amount": due.minor}))
    return intent


def make_intent(payment: Payment) -> Intent:
    """Make the intent of a payment. The key finds it again after a crash, for a day: longer than any order waits."""
    asked = charged_for(payment, payment.amount)
    params: Any = {
        "amount": asked.minor,
        "currency": asked.currency.lower(),
        "automatic_payment_methods": {"enabled": True},
        # Ids alone: no name, number or address goes into metadata.
        "metadata": {"order": payment.reference},
    }
    try:
        with _asking() as api:
            return _intent(api.payment_intents.create(params, _key(f"intent-{payment.reference}", payment.tries)))
    except ProviderUnavailable as error:
        _note_try(payment, error)
        raise


def _key(name: str, tries: int) -> Any:
    return {"idempotency_key": f"{name}-{tries}" if tries else name}


def _note_try(thing: Payment | Refund, error: ProviderUnavailable) -> None:
    """Take another key the next time: Stripe keeps an answer by its key for a day, also one that was an error."""
    if error.has_answered:
        type(thing).objects.filter(pk=thing.pk).update(tries=F("tries") + 1)


def stop_intent(payment: Payment) -> Intent | None:
    """Close an intent, so that no money can come through it any more; give it as it then is, or none if there is none.

    Raises:
        ProviderUnavailable: Stripe did not answer: the money may still come, so the goods must still be held.
    """
    if not payment.provider_id:
        return None
    try:
        with _asking() as api:
            return _intent(api.payment_intents.cancel(payment.provider_id))
    except ProviderUnavailable as error:
        if not error.has_answered:
            raise
    # It has succeeded, or was closed before: then it stands as closed. Else Stripe refused to close it now.
    intent = fetch_intent(payment.provider_id)
    if not intent.is_closed:
        raise ProviderUnavailable("the intent could not be closed", has_answered=True)
    return intent


def _provider_refund(found: Any) -> ProviderRefund:
    ours = getattr(getattr(found, "metadata", None), "refund", "")
    return ProviderRefund(
        id=found.id,
        payment_id=str(getattr(found, "payment_intent", "") or ""),
        refund_id=int(ours) if str(ours).isdecimal() else None,
        charged=_foreign(found, found.amount),
        state=_REFUND_STATES.get(found.status, "sent"),
    )


def list_refunds(payment: Payment) -> list[ProviderRefund]:
    """Ask for all refunds of a payment, also those made on Stripe's dashboard.

    Raises:
        ProviderUnavailable: Stripe did not answer.
    """
    if not payment.provider_id:
        return []
    with _asking() as api:
        found = api.refunds.list({"payment_intent": payment.provider_id, "limit": 100})
        return [_provider_refund(one) for one in found.auto_paging_iter()]


def send_refund(refund: Refund) -> ProviderRefund:
    """Pay a refund back to the card, once however often and however late this is asked.

    Stripe forgets a key after a day, so what it has made already is looked for first.

    Raises:
        ProviderUnavailable: Stripe did not answer or refused; trying again may help.
    """
    for one in list_refunds(refund.payment):
        if one.refund_id == refund.pk:
            return one
    minor = int(refund.amount) if refund.foreign_minor is None else refund.foreign_minor
    params: Any = {"payment_intent": refund.payment.provider_id, "amount": minor, "metadata": {"refund": str(refund.pk)}}
    try:
        with _asking() as api:
            return _provider_refund(api.refunds.create(params, _key(f"refund-{refund.payment.reference}-{refund.pk}", refund.tries)))
    except ProviderUnavailable as error:
        _note_try(refund, error)
        raise


def list_bookings(payment: Payment) -> list[Booking]:
    """Ask for the balance transactions of a paid intent's charge and of its refunds; what Stripe has not booked yet is left out.

    Raises:
        ProviderUnavailable: Stripe did not answer.
    """
    with _asking() as api:
        charge_id = api.payment_intents.retrieve(payment.provider_id).latest_charge
        if not charge_id:
            return []
        rows = [
            (1, api.charges.retrieve(charge_id)),
            *((-1, one) for one in api.refunds.list({"payment_intent": payment.provider_id}).data),
        ]
        return [
            _booking(api.balance_transactions.retrieve(row.balance_transaction), sign, row) for sign, row in rows if row.balance_transaction
        ]


def list_paid(start: datetime) -> list[ProviderPayment]:
    """Ask for the intents made since then that have succeeded, page by page.

    Raises:
        ProviderUnavailable: Stripe did not answer.
    """
    with _asking() as api:
        found = api.payment_intents.list({"created": {"gte": int(start.timestamp())}, "limit": 100})
        intents = [_intent(one) for one in found.auto_paging_iter()]
    return [ProviderPayment(id=one.id, received=one.received) for one in intents if one.is_paid]


def _booking(found: Any, sign: int, row: Any) -> Booking:
    return Booking(
        id=found.id,
        source=row.id,
        charged=_foreign(row, sign * int(row.amount)),
        settled=Settled(currency=found.currency.upper(), gross=int(found.amount), fee=int(found.fee)),
    )


def fetch_dispute(dispute_id: str) -> ProviderDispute:
    """Ask Stripe how a dispute stands.

    Raises:
        ProviderUnavailable: Stripe did not answer, or knows no such dispute.
    """
    with _asking() as api:
        return _dispute(api.disputes.retrieve(dispute_id))


def list_disputes(start: datetime) -> list[ProviderDispute]:
    """Ask for the disputes opened since then, page by page.

    Raises:
        ProviderUnavailable: Stripe did not answer.
    """
    with _asking() as api:
        found = api.disputes.list({"created": {"gte": int(start.timestamp())}, "limit": 100})
        return [_dispute(one) for one in found.auto_paging_iter()]


def _dispute(found: Any) -> ProviderDispute:
    bookings = tuple(_booking_of_dispute(row, found) for row in found.balance_transactions or ())
    taken = -sum(one.charged.minor for one in bookings if one.charged.minor < 0)
    return ProviderDispute(
        id=found.id,
        payment_id=str(found.payment_intent or ""),
        taken=_foreign(found, taken),
        state=_DISPUTE_STATES.get(found.status, "open"),
        bookings=bookings,
    )


def _booking_of_dispute(row: Any, dispute: Any) -> Booking:
    """Give what left or came back. Where Stripe's account stands in another currency, it is taken for the whole disputed amount."""
    gross = int(row.amount)
    whole = int(dispute.amount) if gross > 0 else -int(dispute.amount)
    charged = _foreign(dispute, gross if row.currency == dispute.currency else whole)
    return Booking(
        id=row.id, source=dispute.id, charged=charged, settled=Settled(currency=row.currency.upper(), gross=gross, fee=int(row.fee))
    )


def read_message(body: bytes, signature: str) -> Message:
    """Check the signature of a webhook and give the ids of what it is about.

    Raises:
        ForgedMessage: not signed by Stripe with our secret, too old, or not a message at all.
    """
    try:
        event = stripe.Webhook.construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
        kind, thing = str(event["type"]), event["data"]["object"]
        return _message(kind, str(thing["id"]), str(getattr(thing, "payment_intent", None) or ""))
    except (ValueError, KeyError, TypeError, AttributeError, stripe.SignatureVerificationError) as error:
        raise ForgedMessage from error


def _message(kind: str, object_id: str, intent_id: str) -> Message:
    if kind.startswith("charge.dispute."):
        return Message(dispute_id=object_id)
    if kind.startswith(("refund.", "charge.refund")):
        return Message(payment_id=intent_id, is_about_refunds=True)
    return Message(payment_id=object_id if kind.startswith("payment_intent.") else intent_id)
