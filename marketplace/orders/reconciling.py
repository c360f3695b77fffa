"""Bring orders, payments and books together: finish what is safe to finish, and list what a person must look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from marketplace.ledger.selectors import imbalance, receivable_of
from marketplace.orders.models import Parcel, Reservation
from marketplace.orders.settling import release_expired, settle_stuck
from marketplace.payments.bookings import post_bookings
from marketplace.payments.models import Dispute, Payment, Refund
from marketplace.payments.refunds import send_refunds

SOLD = [Parcel.State.ORDERED, Parcel.State.CONFIRMED, Parcel.State.SENT, Parcel.State.DELIVERED]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that waits for an officer, or that must not be: what, which, how much in đồng."""

    kind: str
    reference: str
    amount: Decimal


def finish_what_is_safe() -> dict[str, int]:
    """Ask about payments that wait, end what is over, send refunds; give how many of each. Safe to run at any time, also twice."""
    return {"settled": settle_stuck(), "released": release_expired(), "refunded": send_refunds(), "booked": post_bookings()}


def findings() -> Iterator[Finding]:
    """List what is left: refunds to pay by hand, disputes, and any order whose books differ from its payment."""
    for refund in Refund.objects.exclude(state__in=[Refund.State.DONE, Refund.State.FAILED]).select_related("payment").order_by("pk"):
        yield Finding("refund", f"{refund.payment.reference} {refund.key}", refund.amount)
    for dispute in Dispute.objects.exclude(state=Dispute.State.WON).select_related("payment").order_by("pk"):
        yield Finding("dispute", f"{dispute.payment.reference} {dispute.state}", dispute.amount)
    yield from _differences()
    if imbalance():
        yield Finding("books out of balance", "ledger", Decimal(imbalance()))


def _differences() -> Iterator[Finding]:
    """Compare three tellings of each order: its parcels, its money, its books."""
    for payment in Payment.objects.order_by("pk").iterator():
        sold = _sum(Parcel.objects.filter(order_id=payment.order_id, state__in=SOLD), "goods_price", "shipping_price")
        arrived = _sum(payment.events.all(), "amount")
        gone_back = _sum(payment.refunds.filter(state=Refund.State.DONE), "amount")
        expected = sold - arrived + gone_back
        if receivable_of(payment.order_id) != expected:
            yield Finding("books differ from payment", payment.reference, receivable_of(payment.order_id) - expected)
        kept = Reservation.objects.filter(order_id=payment.order_id, state=Reservation.State.KEPT).exists()
        if payment.state == Payment.State.PAID and not kept and payment.due:
            yield Finding("paid without goods", payment.reference, payment.due)


def _sum(rows: object, *names: str) -> Decimal:
    totals = rows.aggregate(**{name: Sum(name) for name in names})  # type: ignore[attr-defined]  # any queryset
    return sum((totals[name] or Decimal(0) for name in names), Decimal(0))
