"""Cards and wallets by Stripe: the gateway; `stripe` speaks with it, templates/pages/checkout/card.html shows its form."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.ledger.models import Account
from marketplace.payments.card import stripe
from marketplace.payments.currencies import CHARGED, dong_of
from marketplace.payments.errors import WrongCurrency
from marketplace.payments.gateway import Booking, Message, PayPage, ProviderDispute, ProviderPayment, ProviderRefund, Standing, Transfer

if TYPE_CHECKING:
    from marketplace.payments.models import Payment, Refund

logger = logging.getLogger(__name__)


def _standing(payment: Payment, intent: stripe.Intent) -> Standing:
    """Say what an intent's money stands for. What came in another currency is nobody's: it stays open, to be asked about again."""
    if not intent.is_paid:
        return Standing(event_id=f"card:{intent.id}", is_closed=intent.is_closed)
    try:
        received = dong_of(payment, intent.received)
    except WrongCurrency as error:
        logger.error("Intent %s: %s", intent.id, error)
        return Standing(event_id=f"card:{intent.id}")
    return Standing(event_id=f"card:{intent.id}", received=received, charged=intent.received, is_closed=True)


class StripeCards:
    """Offered only with keys; stock waits half an hour."""

    code = "card"
    name = _("Card (Visa, Mastercard, JCB …)")
    clearing = pays_back_from = Account.CLEARING_CARD.value
    holds_for: timedelta | None = timedelta(minutes=30)
    waiting_title = _("One step left: the card")
    waiting_template = "pages/checkout/_card_waits.html"
    has_pay_page = True
    currencies: tuple[str, ...] = CHARGED
    webhook = "stripe"

    @property
    def is_offered(self) -> bool:
        """Whether the shop has keys."""
        return bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_PUBLISHABLE_KEY)

    def transfer(self, *, reference: str, amount: Decimal) -> Transfer | None:
        """Give nothing: no bank account takes part."""
        return None

    def open(self, payment: Payment) -> PayPage | Standing:
        """Give Stripe's form; its script and frames are let through on that page alone."""
        intent = stripe.open_intent(payment)
        if intent.is_closed or intent.status == "processing":
            return _standing(payment, intent)
        script, api = settings.STRIPE_SCRIPT_ORIGIN, settings.STRIPE_API_URL or "https://api.stripe.com"
        frames = [script] if settings.STRIPE_API_URL else [script, "https://hooks.stripe.com"]
        return PayPage(
            template="pages/checkout/card.html",
            context={
                "script_url": f"{script}/v3/",
                "publishable_key": settings.STRIPE_PUBLISHABLE_KEY,
                "client_secret": intent.client_secret,
                "is_stand_in": bool(settings.STRIPE_API_URL),
            },
            csp={"script-src": [script], "frame-src": frames, "connect-src": [api, script]},
        )

    def ask(self, payment: Payment) -> Standing:
        """Ask for the intent as it is now."""
        return _standing(payment, stripe.fetch_intent(payment.provider_id)) if payment.provider_id else Standing(is_closed=True)

    def stop(self, payment: Payment) -> Standing:
        """Close the intent. Without one nobody has been shown a form."""
        intent = stripe.stop_intent(payment)
        return _standing(payment, intent) if intent else Standing(is_closed=True)

    def refund(self, refund: Refund) -> ProviderRefund:
        """Pay back to the card."""
        return stripe.send_refund(refund)

    def refunds_of(self, payment: Payment) -> list[ProviderRefund]:
        """Ask for all refunds of the intent."""
        return stripe.list_refunds(payment)

    def bookings_of(self, payment: Payment) -> list[Booking]:
        """Ask for the balance transactions of the charge and of its refunds."""
        return stripe.list_bookings(payment)

    def payments_since(self, start: datetime) -> list[ProviderPayment]:
        """Ask for the list of intents that have succeeded."""
        return stripe.list_paid(start)

    def read_message(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """Check Stripe's signature."""
        return stripe.read_message(body, headers.get("Stripe-Signature", ""))

    def ask_dispute(self, dispute_id: str) -> ProviderDispute:
        """Ask how a dispute stands."""
        return stripe.fetch_dispute(dispute_id)

    def disputes_since(self, start: datetime) -> list[ProviderDispute]:
        """Ask for the list of disputes."""
        return stripe.list_disputes(start)
