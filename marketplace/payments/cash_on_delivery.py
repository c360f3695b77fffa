"""Cash on delivery: the carrier collects; nothing is awaited before sending."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from marketplace.payments.errors import PaidByHand
from marketplace.payments.gateway import Transfer
from marketplace.payments.models import Method, Payment, Refund


class CashOnDelivery:
    """Cash to the carrier; the order stands at once."""

    code = Method.CASH_ON_DELIVERY.value
    holds_for: timedelta | None = None

    is_offered = True

    def transfer(self, *, reference: str, amount: Decimal) -> Transfer | None:
        """Give nothing: no bank takes part."""
        return None

    def stop(self, payment: Payment) -> Decimal | None:
        """Nothing to stop: money that still comes is noted as late and goes back."""
        return None

    def refund(self, refund: Refund) -> tuple[str, bool]:
        """Leave it to officers.

        Raises:
            PaidByHand: always.
        """
        raise PaidByHand
