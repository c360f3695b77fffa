"""Compare the providers' own lists with our payments: money for no payment of ours, or in another currency than the order's."""

from __future__ import annotations

import logging
from datetime import timedelta
from decimal import Decimal

from catalog.lib import clock
from catalog.lib.money import DONG, format_minor
from marketplace.orders.reconciling import Finding
from marketplace.payments.errors import ProviderUnavailable
from marketplace.payments.gateway import ProviderPayment
from marketplace.payments.methods import GATEWAYS
from marketplace.payments.models import Payment

logger = logging.getLogger(__name__)
UNKNOWN, WRONG_CURRENCY = "unknown at the provider", "paid in a wrong currency"
KINDS = (UNKNOWN, WRONG_CURRENCY)
# All that is looked at, once a day and by hand; and what the clock looks at every few minutes in between.
WHOLE, LATELY = timedelta(days=30), timedelta(days=2)


def provider_findings(span: timedelta) -> list[Finding] | None:
    """Give what does not fit of all that was begun within `span`; none where a provider did not answer: nothing is known anew.

    It asks over the network, so no transaction may be open. The amount is in đồng; of other money the reference tells it.
    """
    found: list[Finding] = []
    for gateway in GATEWAYS.values():
        if not gateway.is_offered:
            continue
        try:
            rows = gateway.payments_since(clock.now() - span)
        except ProviderUnavailable as error:
            logger.warning("The list of %s could not be asked for: %s", gateway.code, error)
            return None
        found += _odd(gateway.code, rows)
    return found


def _odd(method: str, rows: list[ProviderPayment]) -> list[Finding]:
    ids = [one.id for one in rows]
    known = dict(Payment.objects.filter(method=method, provider_id__in=ids).values_list("provider_id", "currency")) if ids else {}
    return [
        Finding(
            WRONG_CURRENCY if one.id in known else UNKNOWN,
            f"{one.id} {format_minor(one.received.minor, one.received.currency)}",
            Decimal(one.received.minor if one.received.currency == DONG else 0),
        )
        for one in rows
        if known.get(one.id) != one.received.currency
    ]
