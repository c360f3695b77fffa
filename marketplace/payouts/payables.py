"""What producers are owed, entry by entry of the books: what may be paid now, what waits, what is held (docs/algorithms/payouts.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from catalog.lib import clock
from marketplace.ledger.models import Account, Entry
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.payments.models import Dispute, Payment
from marketplace.payouts.holds import held_parcels
from marketplace.payouts.models import PayoutItem

# Between arrival and payout: time for the buyer to look into the parcel and complain.
WAIT_DAYS = 7
UNDONE = [Parcel.State.CANCELLED, Parcel.State.REFUSED]


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An entry that no standing payout holds; `amount` is owed to the producer, below zero what is set off."""

    entry_id: int
    amount: int
    order_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payables:
    """What one producer is owed by a day: ready to be paid, waiting for arrival, money or time, held by something open."""

    ready: list[OpenEntry] = field(default_factory=list)
    waiting: list[OpenEntry] = field(default_factory=list)
    held: list[OpenEntry] = field(default_factory=list)

    @staticmethod
    def total(entries: Iterable[OpenEntry]) -> int:
        """Add up amounts, whole đồng."""
        return sum(entry.amount for entry in entries)


def end_of(day: date) -> datetime:
    """Give the midnight in Vietnam at which a day ends."""
    return clock.start_of(day + timedelta(days=1))


def open_entries() -> QuerySet[Entry]:
    """Give the entries owed to producers that no standing payout holds; what payouts themselves post is none of them."""
    taken = PayoutItem.objects.filter(entry=OuterRef("pk"), is_live=True)
    return Entry.objects.filter(account=Account.PAYABLE).exclude(journal__key__startswith="payout").filter(~Exists(taken))


def payables_of(producer_id: int, day: date) -> Payables:
    """Sort what a producer is owed by the end of a day.

    What is owed counts up to that day, what is set off also when it was posted since: rather too little is paid now than too much.
    """
    until = end_of(day)
    rows = open_entries().filter(producer_id=producer_id).order_by("pk")
    entries, young = [], set()
    for pk, amount, order_id, at in rows.values_list("pk", "amount", "journal__order_id", "journal__posted_at"):
        entries.append(OpenEntry(pk, -amount, order_id))
        if amount < 0 and at >= until:
            young.add((order_id, None if order_id else pk))
    standings = _standings(producer_id, {entry.order_id for entry in entries if entry.order_id}, until)
    found = Payables()
    for entry in entries:
        # What belongs to no order is a correction that a person posted: it counts at once.
        standing = standings[entry.order_id] if entry.order_id else "ready"
        getattr(found, "waiting" if (entry.order_id, None if entry.order_id else entry.entry_id) in young else standing).append(entry)
    return found


def _standings(producer_id: int, order_ids: set[int], until: datetime) -> dict[int | None, str]:
    parcels = list(Parcel.objects.filter(producer_id=producer_id, order_id__in=order_ids))
    ripe, paid, settled = _ripe(parcels, until), _paid(order_ids), _paid_out_before(producer_id, order_ids)
    held = _held(producer_id, parcels)
    standings: dict[int | None, str] = defaultdict(lambda: "waiting")
    for parcel in parcels:
        if parcel.state in UNDONE or parcel.order_id in settled:
            # A sale and its undoing go together; and what was undone after it was paid out is set off at once.
            standings[parcel.order_id] = "ready"
        elif parcel.pk in held:
            standings[parcel.order_id] = "held"
        elif parcel.pk in ripe and parcel.order_id in paid:
            standings[parcel.order_id] = "ready"
    return standings


def _ripe(parcels: list[Parcel], until: datetime) -> set[int]:
    arrived = ParcelMove.objects.filter(parcel__in=parcels, after=Parcel.State.DELIVERED, at__lt=until - timedelta(days=WAIT_DAYS))
    return set(arrived.values_list("parcel_id", flat=True))


def _paid(order_ids: set[int]) -> set[int]:
    paid = Payment.objects.filter(order_id__in=order_ids, state=Payment.State.PAID)
    return set(paid.values_list("order_id", flat=True))


def _paid_out_before(producer_id: int, order_ids: set[int]) -> set[int | None]:
    items = PayoutItem.objects.filter(is_live=True, entry__producer_id=producer_id, entry__journal__order_id__in=order_ids)
    return set(items.values_list("entry__journal__order_id", flat=True))


def _held(producer_id: int, parcels: list[Parcel]) -> set[int]:
    orders = {parcel.order_id for parcel in parcels}
    # A lost one holds too, until somebody has decided who bears it.
    disputes = Dispute.objects.holding().filter(payment__order_id__in=orders)
    disputed = set(disputes.values_list("payment__order_id", flat=True))
    return held_parcels(producer_id) | {parcel.pk for parcel in parcels if parcel.order_id in disputed}


def are_held(producer_id: int, order_ids: set[int]) -> bool:
    """Whether something is open about a producer's parcels of these orders, other than those that were undone."""
    parcels = list(Parcel.objects.filter(producer_id=producer_id, order_id__in=order_ids).exclude(state__in=UNDONE))
    return bool({parcel.pk for parcel in parcels} & _held(producer_id, parcels))
