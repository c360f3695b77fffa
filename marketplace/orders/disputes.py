"""Who bears a dispute that was lost. Until somebody has decided, its money is the shop's loss and its producers' money is held."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from catalog.audit.services import record_action
from catalog.lib.money import whole_dong
from catalog.producers.selectors import producer_text
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import has_duty
from marketplace.ledger.models import Account, Entry
from marketplace.ledger.provider_postings import post_dispute_borne
from marketplace.orders.errors import DisputeMoved, NothingToBear, NotYourDuty
from marketplace.orders.models import Parcel
from marketplace.orders.parcels import ENDED, lock_order
from marketplace.orders.tasks import tell_who_bears
from marketplace.payments.models import Dispute, DisputeDecision

Bearer = DisputeDecision.Bearer


@dataclass(frozen=True, slots=True, kw_only=True)
class BearingParcel:
    """A parcel of a disputed order, with what its producer is or was owed for it: the most that the producer can bear."""

    id: int
    producer: str
    price: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeView:
    """A dispute as the desk shows it."""

    dispute: Dispute
    number: str
    parcels: list[BearingParcel]
    decision: DisputeDecision | None
    may_be_decided: bool


def _owed_for(parcel: Parcel) -> int:
    """Give what the books say that a producer gets for an order, returns taken off, paid out or not."""
    lines = Entry.objects.filter(account=Account.PAYABLE, producer_id=parcel.producer_id, journal__order_id=parcel.order_id)
    return -int(lines.exclude(journal__key__startswith="payout").aggregate(total=Sum("amount"))["total"] or 0)


def _bearing(order_id: int) -> list[tuple[Parcel, int]]:
    rows = Parcel.objects.filter(order_id=order_id).exclude(state__in=ENDED).select_related("producer").prefetch_related("producer__texts")
    return [(parcel, _owed_for(parcel)) for parcel in rows.order_by("pk")]


def disputes_for_desk() -> list[DisputeView]:
    """Read the last hundred disputes, those that wait for a decision first."""
    rows = Dispute.objects.select_related("payment__order", "decision").order_by("-pk")[:100]
    return sorted((_view(row) for row in rows), key=lambda view: not view.may_be_decided)


def _view(dispute: Dispute) -> DisputeView:
    decision = getattr(dispute, "decision", None)
    waits = dispute.state == Dispute.State.LOST and dispute.amount > 0 and decision is None
    parcels = [
        BearingParcel(
            id=one.pk, producer=producer_text(one.producer, "vi").title, price=int(one.goods_price + one.shipping_price), most=most
        )
        for one, most in (_bearing(dispute.payment.order_id) if waits else [])
    ]
    return DisputeView(dispute=dispute, number=dispute.payment.order.number, parcels=parcels, decision=decision, may_be_decided=waits)


@transaction.atomic
def decide_dispute(*, dispute_id: int, officer: User, bearer: str, reason: str, parcel_ids: Collection[int] = ()) -> DisputeDecision:
    """Decide once who bears a lost dispute; from then on its producers' money is held no more.

    Producers of the chosen parcels bear what they get for them, at most in the share in which the buyer's bank took the money;
    commission, tax and shipping of these parcels stay the shop's loss. Each of them is told by a job.

    Raises:
        NotYourDuty: no duty to release.
        DisputeMoved: it is not lost, took nothing, or has been decided.
        NothingToBear: no reason, or no parcel for which its producer is owed anything.
        Dispute.DoesNotExist: there is none.
    """
    if not has_duty(officer, Appointment.Duty.RELEASE):
        raise NotYourDuty
    dispute = Dispute.objects.select_related("payment").get(pk=dispute_id)
    lock_order(dispute.payment.order_id)
    dispute = Dispute.objects.select_for_update(of=("self",)).select_related("payment").get(pk=dispute_id)
    if dispute.state != Dispute.State.LOST or not dispute.amount or DisputeDecision.objects.filter(dispute=dispute).exists():
        raise DisputeMoved
    shares = _shares(dispute, parcel_ids) if bearer == Bearer.MAKER else {}
    if not reason.strip() or bearer not in Bearer.values or (bearer == Bearer.MAKER and not shares):
        raise NothingToBear
    borne = sum(shares.values())
    decision = DisputeDecision.objects.create(
        dispute=dispute, bearer=bearer, borne_amount=borne, reason=reason.strip()[:300], decided_by_id=officer.pk
    )
    if shares:
        post_dispute_borne(dispute_id=dispute.provider_id, order_id=dispute.payment.order_id, shares=shares)
    for producer_id in sorted(shares):
        tell_who_bears.enqueue(decision.pk, producer_id)
    record_action(actor=officer, action="payments.decide-dispute", subject=dispute, after={"bearer": bearer, "borne": borne})
    return decision


def _shares(dispute: Dispute, parcel_ids: Collection[int]) -> dict[int, int]:
    chosen = [(parcel, most) for parcel, most in _bearing(dispute.payment.order_id) if parcel.pk in parcel_ids]
    price = sum((parcel.goods_price + parcel.shipping_price for parcel, _most in chosen), Decimal(0))
    taken = min(Decimal(1), dispute.amount / price) if price else Decimal(0)
    shares = {parcel.producer_id: int(whole_dong(most * taken)) for parcel, most in chosen}
    return {producer_id: amount for producer_id, amount in shares.items() if amount > 0}
