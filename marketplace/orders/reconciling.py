"""Bring orders, payments and books together: finish what is safe to finish, and list what a person must look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from catalog.lib.money import DONG
from marketplace.forks.shop import Order
from marketplace.ledger.models import Account, Entry
from marketplace.ledger.selectors import imbalance
from marketplace.orders.models import Parcel, Reservation
from marketplace.orders.parcels import ENDED
from marketplace.orders.settling import release_expired, settle_stuck
from marketplace.payments.bookings import post_bookings
from marketplace.payments.disputes import follow_disputes
from marketplace.payments.models import Dispute, Payment, PaymentEvent, Refund
from marketplace.payments.refunds import send_refunds

SOLD = [Parcel.State.ORDERED, Parcel.State.CONFIRMED, Parcel.State.SENT, Parcel.State.DELIVERED]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that waits for an officer, or that must not be: what, which, how much in đồng."""

    kind: str
    reference: str
    amount: Decimal


def finish_what_is_safe() -> dict[str, int]:
    """Ask about payments and disputes that wait, end what is over, send refunds; give how many of each. Safe at any time, also twice."""
    return {
        "settled": settle_stuck(),
        "released": release_expired(),
        "refunded": send_refunds(),
        "booked": post_bookings(),
        "disputes": follow_disputes(),
    }


def findings() -> Iterator[Finding]:
    """List what is left: refunds to pay by hand, disputes, and any order whose books differ from its payment."""
    for refund in Refund.objects.exclude(state__in=[Refund.State.DONE, Refund.State.FAILED]).select_related("payment").order_by("pk"):
        yield Finding("refund", f"{refund.payment.reference} {refund.key}", refund.amount)
    for dispute in Dispute.objects.undecided().select_related("payment").order_by("pk"):
        yield Finding("dispute", f"{dispute.payment.reference} {dispute.provider_id}", dispute.amount)
    yield from _differences()
    yield from _clearing()
    if imbalance():
        yield Finding("books out of balance", "", Decimal(imbalance()))


def _differences() -> Iterator[Finding]:
    """Compare three tellings of each order: its parcels, its money, its books. A fixed number of queries, however many orders."""
    price = F("goods_price") + F("shipping_price")
    prices = _by("order_id", Parcel.objects.filter(state__in=SOLD), price)
    ended = _by("order_id", Parcel.objects.filter(state__in=ENDED), price)
    arrived = _by("payment_id", PaymentEvent.objects.all(), F("amount"))
    gone_back = _by("payment_id", Refund.objects.filter(state=Refund.State.DONE), F("amount"))
    going_back = _by("payment_id", Refund.objects.exclude(state=Refund.State.FAILED), F("amount"))
    lost = _by("payment_id", Dispute.objects.filter(state=Dispute.State.LOST), F("amount"))
    buyers = Entry.objects.filter(account__in=[Account.RECEIVABLE, Account.REFUNDS], journal__order__isnull=False)
    books = _by("journal__order_id", buyers, F("amount"))
    kept = set(Reservation.objects.filter(state=Reservation.State.KEPT).values_list("order_id", flat=True))
    for payment in Payment.objects.order_by("pk").iterator(chunk_size=1000):
        order_id = payment.order_id
        returned = payment.cancelled_amount - ended.get(order_id, 0)  # what was taken off beside whole parcels, by complaints
        excess = arrived.get(payment.pk, 0) - payment.due - going_back.get(payment.pk, 0)
        by_dispute = max(0, min(excess, lost.get(payment.pk, 0)))  # what lost disputes took of what was to go back
        expected = prices.get(order_id, 0) - returned - arrived.get(payment.pk, 0) + gone_back.get(payment.pk, 0) + by_dispute
        if books.get(order_id, 0) != expected:
            yield Finding("books differ from payment", payment.reference, Decimal(books.get(order_id, 0) - expected))
        if payment.state == Payment.State.PAID and order_id not in kept and payment.due:
            yield Finding("paid without goods", payment.reference, payment.due)
    for number, total in Order.objects.filter(payment=None).order_by("pk").values_list("number", "total_incl_tax"):
        yield Finding("order without payment", number, total)


def _clearing() -> Iterator[Finding]:
    """Compare what gateways and bank told with what stands in their accounts of the books, arrivals and refunds alone."""
    told = _total(PaymentEvent.objects.all()) - _total(Refund.objects.filter(state=Refund.State.DONE))
    keys = Q(journal__key__startswith="arrival:") | Q(journal__key__startswith="refund:") | Q(journal__key__startswith="unrefund:")
    of_buyers = Entry.objects.filter(keys, currency=DONG, account__in=[Account.RECEIVABLE, Account.REFUNDS])
    booked = -_total(of_buyers)
    if told != booked:
        yield Finding("money differs from books", "", told - booked)


def _total(rows: QuerySet[Any]) -> Decimal:
    return Decimal(rows.aggregate(total=Sum("amount"))["total"] or 0)


def _by(key: str, rows: QuerySet[Any], amount: Any) -> dict[int, Decimal]:
    return {pk: Decimal(total) for pk, total in rows.values(key).annotate(total=Sum(amount)).order_by().values_list(key, "total")}
