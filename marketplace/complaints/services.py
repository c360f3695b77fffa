"""File, answer and end complaints (docs/algorithms/complaints.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.lib import clock
from catalog.lib.uploads import Checked
from marketplace.accounts.models import User
from marketplace.complaints.errors import UnableToAnswer, UnableToComplain
from marketplace.complaints.models import Complaint, ComplaintLine, ComplaintMove, ComplaintPhoto
from marketplace.complaints.returned import charges_of_pieces
from marketplace.complaints.tasks import send_complaint_notices
from marketplace.complaints.terms import answer_day, filing_term
from marketplace.ledger.charges import Charges
from marketplace.ledger.provider_postings import post_less_borne
from marketplace.ledger.services import post_return
from marketplace.orders.models import Parcel, ParcelMove, Reservation
from marketplace.orders.parcels import ENDED as ENDED_PARCELS
from marketplace.payments.models import Payment
from marketplace.payments.services import cancel_part

State, Reason, By = Complaint.State, Complaint.Reason, ParcelMove.By
RUNNING = (State.OPEN, State.DECLINED, State.ESCALATED)
LEFT_ALONE = timedelta(days=30)
ENDED = (State.ACCEPTED, State.REJECTED, State.WITHDRAWN)

MOVES: dict[tuple[str, str], frozenset[str]] = {
    (State.OPEN, State.ACCEPTED): frozenset({By.PRODUCER, By.OFFICER}),
    (State.OPEN, State.DECLINED): frozenset({By.PRODUCER}),
    (State.OPEN, State.ESCALATED): frozenset({By.SYSTEM}),
    (State.OPEN, State.WITHDRAWN): frozenset({By.BUYER}),
    (State.DECLINED, State.ACCEPTED): frozenset({By.PRODUCER, By.OFFICER}),
    (State.DECLINED, State.ESCALATED): frozenset({By.BUYER}),
    (State.DECLINED, State.WITHDRAWN): frozenset({By.BUYER, By.SYSTEM}),
    (State.ESCALATED, State.ACCEPTED): frozenset({By.OFFICER}),
    (State.ESCALATED, State.REJECTED): frozenset({By.OFFICER}),
    (State.ESCALATED, State.WITHDRAWN): frozenset({By.BUYER}),
}


@transaction.atomic
def file_complaint(
    *, parcel_id: int, reason: str, text: str, pieces: Mapping[int, int], photos: Sequence[Checked] = (), user: User | None = None
) -> Complaint:
    """Note what the buyer says is wrong; `pieces` maps sold lines (`LineFacts`) to how many pieces. The producer is told by a job.

    Raises:
        UnableToComplain: out of term, more pieces than were sold and not yet returned, or a complaint is running already.
    """
    parcel = _locked(parcel_id)
    _check_filing(parcel, reason, pieces)
    now = clock.now()
    complaint = Complaint.objects.create(parcel=parcel, reason=reason, text=text, filed_at=now, answer_by=answer_day(now))
    ComplaintLine.objects.bulk_create(
        ComplaintLine(complaint=complaint, facts_id=facts_id, pieces=count) for facts_id, count in sorted(pieces.items())
    )
    for number, photo in enumerate(photos, start=1):
        ComplaintPhoto.objects.create(complaint=complaint, file=photo.as_file(f"{complaint.pk}-{number}"))
    _write_move(complaint, "", By.BUYER, user)
    send_complaint_notices.enqueue(complaint.pk)
    return complaint


def _locked(parcel_id: int) -> Parcel:
    """Take the order's one lock (see docs/algorithms/orders.md), then read the parcel."""
    order_id = Parcel.objects.values_list("order_id", flat=True).get(pk=parcel_id)
    Reservation.objects.select_for_update().get(order_id=order_id)
    return Parcel.objects.get(pk=parcel_id)


def _check_filing(parcel: Parcel, reason: str, pieces: Mapping[int, int]) -> None:
    term = filing_term(parcel)
    if term is None or not term.holds(clock.today()):
        raise UnableToComplain(_("A problem with this parcel cannot be reported now."))
    if (parcel.state == Parcel.State.SENT) != (reason == Reason.NOT_ARRIVED):
        raise UnableToComplain(_("Please choose what fits: the parcel has arrived, or it has not."))
    if Complaint.objects.filter(parcel=parcel, state__in=RUNNING).exists():
        raise UnableToComplain(_("You have reported a problem with this parcel already; it is being dealt with."))
    left = {facts.pk: facts.quantity - returned_pieces(facts.pk) for facts in parcel.lines.all()}
    if not pieces or any(not 0 < count <= left.get(facts_id, 0) for facts_id, count in pieces.items()):
        raise UnableToComplain(_("Please say how many pieces, at most as many as you bought."))


def returned_pieces(facts_id: int) -> int:
    """Give how many pieces of a sold line went back by earlier complaints."""
    lines = ComplaintLine.objects.filter(facts_id=facts_id, complaint__state=State.ACCEPTED)
    return lines.aggregate(total=Sum("pieces"))["total"] or 0


@transaction.atomic
def move_complaint(*, complaint_id: int, after: str, by: str, actor: User | None = None, answer: str = "") -> Complaint:
    """Move a complaint on; accepting it sends the money back. Asking again for where it is changes nothing.

    Raises:
        UnableToAnswer: the table knows no such move for this role, or a refusal gives no reason.
        Complaint.DoesNotExist: there is none.
    """
    _locked(Complaint.objects.values_list("parcel_id", flat=True).get(pk=complaint_id))
    complaint = Complaint.objects.select_related("parcel").get(pk=complaint_id)
    before = complaint.state
    if before == after:
        return complaint
    if by not in MOVES.get((before, after), frozenset()):
        raise UnableToAnswer(_("That is not possible any more: it has moved on meanwhile."))
    if after in (State.DECLINED, State.REJECTED) and not answer.strip():
        raise UnableToAnswer(_("Please give the reason: the buyer will read it."))
    if after == State.ACCEPTED and complaint.parcel.state in ENDED_PARCELS:
        raise UnableToAnswer(_("The parcel came back and its money with it: there is nothing left to pay back."))
    complaint.state = after
    _keep_words(complaint, by, answer.strip())
    complaint.ended_at = clock.now() if after in ENDED else None
    if after == State.ACCEPTED:
        complaint.refund_amount = _send_money_back(complaint)
    complaint.save(update_fields=["state", "answer", "decision", "ended_at", "refund_amount"])
    _write_move(complaint, before, by, actor)
    send_complaint_notices.enqueue(complaint.pk)
    return complaint


def _keep_words(complaint: Complaint, by: str, words: str) -> None:
    """Keep the seller's answer and the department's reason apart: the buyer reads both."""
    if words and by == By.PRODUCER:
        complaint.answer = words
    elif words and by == By.OFFICER:
        complaint.decision = words


def _send_money_back(complaint: Complaint) -> Decimal:
    """Undo the sale of the pieces in the books and lower what is due: what was paid for them becomes a refund."""
    parcel = complaint.parcel
    charges, shipping = _share_of(complaint)
    key = f"complaint:{complaint.pk}"
    returned = post_return(key=key, order_id=parcel.order_id, producer_id=parcel.producer_id, charges=charges, shipping=shipping)
    amount = sum((one.goods for one in charges), shipping)
    payment = Payment.objects.get(order_id=parcel.order_id)
    cancel_part(payment_id=payment.pk, amount=amount, key=key)
    post_less_borne(of=returned)
    return amount


def _share_of(complaint: Complaint) -> tuple[list[Charges], Decimal]:
    """Give the share of each line in what its pieces were charged, and what of shipping goes back with them."""
    lines = list(complaint.lines.select_related("facts").order_by("facts_id"))
    charges = [charges_of_pieces(line.facts, before=returned_pieces(line.facts_id), pieces=line.pieces) for line in lines]
    return charges, complaint.parcel.shipping_price if _is_all_of(complaint.parcel, lines) else Decimal(0)


def amount_at_stake(complaint: Complaint) -> Decimal:
    """Give what goes back to the buyer if a running complaint is accepted now, in đồng."""
    charges, shipping = _share_of(complaint)
    return sum((one.goods for one in charges), shipping)


def _is_all_of(parcel: Parcel, lines: Sequence[ComplaintLine]) -> bool:
    """Whether one complaint is about the whole parcel: then its shipping goes back too."""
    return {line.facts_id: line.pieces for line in lines} == dict(parcel.lines.values_list("pk", "quantity"))


def _write_move(complaint: Complaint, before: str, by: str, actor: User | None) -> None:
    ComplaintMove.objects.create(complaint=complaint, before=before, after=complaint.state, by=by, actor_id=actor.pk if actor else None)
    if by in (By.PRODUCER, By.OFFICER):
        record_action(
            actor=actor,
            action="complaints.move",
            subject=complaint,
            before={"state": before},
            after={"state": complaint.state, "by": by, "refund": int(complaint.refund_amount)},
            on_behalf_of_id=complaint.parcel.producer_id if by == By.PRODUCER else None,
        )


def escalate_unanswered() -> int:
    """Hand complaints to the department whose last day for an answer has passed; give how many."""
    late = Complaint.objects.filter(state=State.OPEN, answer_by__lt=clock.today()).values_list("pk", flat=True)
    for complaint_id in list(late):
        move_complaint(complaint_id=complaint_id, after=State.ESCALATED, by=By.SYSTEM)
    return len(late)


def close_declined() -> int:
    """Close declined complaints that their buyers left alone for thirty days; give how many."""
    before = clock.now() - LEFT_ALONE
    declined = ComplaintMove.objects.filter(after=State.DECLINED, at__lt=before, complaint__state=State.DECLINED)
    ids = list(declined.values_list("complaint_id", flat=True))
    for complaint_id in ids:
        move_complaint(complaint_id=complaint_id, after=State.WITHDRAWN, by=By.SYSTEM)
    return len(ids)


@transaction.atomic
def erase_complaints(order_ids: Sequence[int]) -> int:
    """Empty the words and take away the photos of ended and running complaints about these orders; give how many."""
    complaints = Complaint.objects.filter(parcel__order_id__in=order_ids, erased_at=None)
    for photo in ComplaintPhoto.objects.filter(complaint__in=complaints).exclude(file=""):
        photo.file.delete(save=True)
    return complaints.update(text="", answer="", decision="", erased_at=clock.now())
