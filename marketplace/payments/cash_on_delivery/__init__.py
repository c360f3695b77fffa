"""Cash on delivery: the carrier collects; nothing is awaited before sending. Refunds leave the shop's bank account."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.ledger.models import Account
from marketplace.payments.gateway import WithoutProvider


class CashOnDelivery(WithoutProvider):
    """Cash to the carrier; the order stands at once."""

    code = "cash_on_delivery"
    name = _("Cash on delivery")
    clearing = Account.CLEARING_CASH.value
    pays_back_from = Account.CLEARING_BANK.value
    holds_for: timedelta | None = None
    waiting_title = ""
    is_offered = True
