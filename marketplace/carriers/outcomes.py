"""What a row of a settlement means for its parcel: the same judgement for the preview and for counting it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum, Value
from django.db.models.functions import Replace, Upper
from django.utils.translation import gettext_lazy

from marketplace.carriers.models import SettlementRow
from marketplace.carriers.reading import clean_code
from marketplace.complaints.models import Complaint
from marketplace.ledger.models import Journal
from marketplace.orders.models import Parcel
from marketplace.payments.methods import gateway_for

State = Parcel.State
SETTLED, KNOWN, SHORT, OVER, AGAIN = "settled", "known", "short", "over", "again"
ENDED, RETURNED, EARLY, PAID, ODD, UNKNOWN = "ended", "returned", "early", "paid_before", "odd", "unknown"

# What is counted without asking: the money has truly been collected.
POSTED = frozenset({SETTLED, SHORT, OVER, ENDED, RETURNED, EARLY, PAID})
# What an officer must look at.
QUEUED = (SHORT, OVER, AGAIN, ENDED, EARLY, PAID, ODD, UNKNOWN)
NAMES = {
    SETTLED: gettext_lazy("fits"),
    KNOWN: gettext_lazy("counted before"),
    SHORT: gettext_lazy("too little"),
    OVER: gettext_lazy("too much"),
    AGAIN: gettext_lazy("a second time"),
    ENDED: gettext_lazy("the parcel had ended"),
    RETURNED: gettext_lazy("not accepted, came back"),
    EARLY: gettext_lazy("not sent yet, as we know it"),
    PAID: gettext_lazy("was paid before"),
    ODD: gettext_lazy("does not fit together"),
    UNKNOWN: gettext_lazy("no parcel of ours"),
}
PROPOSALS = {
    SHORT: gettext_lazy("What came is counted. Ask the carrier for the rest; the order is paid once it comes."),
    OVER: gettext_lazy("What came is counted, and what is too much goes back to the buyer."),
    AGAIN: gettext_lazy(
        "Nothing is counted: the producer kept this cash, or it was told before. Ask; count it if it is the rest of a short sum."
    ),
    ENDED: gettext_lazy("The money is counted and goes back to the buyer: no goods are owed for it."),
    EARLY: gettext_lazy("The money is counted. Ask the producer whether the parcel was sent, and mark it."),
    PAID: gettext_lazy("The buyer had paid before: the money is counted and goes back."),
    ODD: gettext_lazy("Nothing is counted. Compare with the carrier what became of the parcel."),
    UNKNOWN: gettext_lazy("Nothing is counted. Look for the order number, or leave it to the carrier to explain."),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a row is, and the parcel that it is about, if one was found."""

    outcome: str
    parcel: Parcel | None = None


def find_parcel(tracking: str, reference: str) -> Parcel | None:
    """Find the one parcel of a tracking code, or else of an order number; two that fit are none."""
    compact = Upper(Replace(Replace("tracking", Value(" ")), Value("-")))  # as people typed it
    parcels = Parcel.objects.annotate(code=compact).select_related("order__payment")
    for code in filter(None, (clean_code(tracking), clean_code(reference))):
        for facts in ({"code": code}, {"order__number": code}):
            found = list(parcels.filter(**facts)[:2])
            if len(found) == 1:
                return found[0]
    return None


def due_of(parcel: Parcel) -> int:
    """Give what a carrier should have collected: goods and shipping, less what went back by complaints."""
    back = Complaint.objects.filter(parcel=parcel, state=Complaint.State.ACCEPTED).aggregate(total=Sum("refund_amount"))["total"] or 0
    return int(parcel.goods_price + parcel.shipping_price - back)


def judge(row: SettlementRow) -> Judgement:
    """Say what a row is, as things stand now."""
    if SettlementRow.objects.filter(key=row.key, is_posted=True).exclude(pk=row.pk).exists():
        return Judgement(KNOWN)
    if SettlementRow.objects.filter(file=row.file_id, key=row.key, pk__lt=row.pk).exists():
        return Judgement(KNOWN)
    parcel = row.parcel or find_parcel(row.tracking, row.reference)
    if parcel is None:
        return Judgement(UNKNOWN)
    if row.is_returned:
        came_back = not row.collected and parcel.state in (State.SENT, State.REFUSED)
        return Judgement(RETURNED if came_back else ODD, parcel)
    return Judgement(_of_money(row, parcel), parcel)


def counted_cash(parcel: Parcel) -> QuerySet[SettlementRow]:
    """Give the counted rows that told of cash for the parcel: the carrier has it, or had."""
    return SettlementRow.objects.filter(parcel=parcel, is_posted=True, collected__gt=0)


def is_cash_kept(parcel_id: int) -> bool:
    """Whether it is noted that the producer who brought the parcel kept its cash (`payouts/cash.py`)."""
    return Journal.objects.filter(key=f"cash-kept:{parcel_id}").exists()


def _was_collected(row: SettlementRow, parcel: Parcel) -> bool:
    """A buyer pays once at the door: the carrier told so before, or the producer who brought the parcel kept the cash."""
    return (row.collected > 0 and is_cash_kept(parcel.pk)) or counted_cash(parcel).exclude(pk=row.pk).exists()


def _of_money(row: SettlementRow, parcel: Parcel) -> str:
    is_prepaid = gateway_for(parcel.order.payment.method).holds_for is not None
    if is_prepaid:
        return PAID if row.collected else SETTLED
    if _was_collected(row, parcel):
        return AGAIN
    if parcel.state in (State.CANCELLED, State.REFUSED):
        return ENDED if row.collected else ODD
    if parcel.state not in (State.SENT, State.DELIVERED):
        return EARLY if row.collected else ODD
    due = due_of(parcel)
    return SETTLED if row.collected == due else SHORT if row.collected < due else OVER
