"""What card providers keep: their fees and exchanges, asked for after the fact and posted once."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import Count, Q

from catalog.lib import clock
from marketplace.ledger.models import Journal
from marketplace.ledger.provider_postings import post_provider_settlement
from marketplace.ledger.services import Foreign
from marketplace.payments.currencies import dong_of
from marketplace.payments.errors import ProviderUnavailable
from marketplace.payments.gateway import Booking
from marketplace.payments.methods import gateway_for
from marketplace.payments.models import Payment, Refund

logger = logging.getLogger(__name__)
# After that a provider books nothing any more.
WITHIN = timedelta(days=90)


def post_bookings() -> int:
    """Ask providers how they booked what has arrived or gone back and is not posted as booked; give how many were posted."""
    return sum(_post_of(payment) for payment in _unbooked())


def _unbooked() -> list[Payment]:
    done = Count("refunds", filter=Q(refunds__state=Refund.State.DONE) & ~Q(refunds__provider_id=""), distinct=True)
    paid = Payment.objects.filter(state__in=[Payment.State.PAID, Payment.State.PAID_LATE], paid_at__gte=clock.now() - WITHIN)
    rows = list(paid.exclude(provider_id="").annotate(gone_back=done).order_by("pk"))
    keys = Journal.objects.filter(key__startswith="settled:", order__in=[row.order_id for row in rows])
    keys = keys.exclude(key__startswith="settled:dispute:")
    posted = dict(keys.values_list("order_id").annotate(Count("pk")).order_by())
    return [row for row in rows if posted.get(row.order_id, 0) < 1 + row.gone_back]


def _post_of(payment: Payment) -> int:
    try:
        bookings = gateway_for(payment.method).bookings_of(payment)
    except ProviderUnavailable as error:
        logger.warning("Bookings of payment %s could not be asked for: %s", payment.pk, error)
        return 0
    keys = {f"settled:{one.id}" for one in bookings}
    known = set(Journal.objects.filter(key__in=keys).values_list("key", flat=True))
    for one in bookings:
        dong = _dong_of(payment, one)
        post_provider_settlement(key=one.id, order_id=payment.order_id, charged=one.charged, settled=one.settled, dong=dong)
    return len(keys - known)


def _dong_of(payment: Payment, booking: Booking) -> int:
    """Give what a booked charge or refund was in our books, in đồng."""
    refund = payment.refunds.filter(provider_id=booking.source).first()
    if refund is not None:
        return -int(refund.amount)
    sign = 1 if booking.charged.minor > 0 else -1
    return sign * int(dong_of(payment, Foreign(booking.charged.currency, abs(booking.charged.minor))))
