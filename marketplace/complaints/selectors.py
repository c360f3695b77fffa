"""Read complaints for the pages of buyer, producer and department."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from catalog.lib import clock
from catalog.products.selectors import text_for
from catalog.texts.models import best_text
from marketplace.complaints.models import Complaint, ComplaintPhoto
from marketplace.complaints.services import MOVES, RUNNING, amount_at_stake, returned_pieces
from marketplace.complaints.terms import filing_term
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.selectors import spaced

_PHOTO_SIGNER = Signer(salt="complaints.photo")
_LENGTH = 22  # of 43 characters: 132 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A line of a complaint."""

    title: str
    language: str
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintView:
    """A complaint as the people of it see it. `open_moves` are the states that the reader's role may move it to."""

    id: int
    parcel_id: int
    state: str
    state_name: str
    reason_name: str
    text: str
    answer: str
    """The seller's."""
    decision: str
    """The department's reason."""
    filed_at: datetime
    answer_by: date
    refund_amount: Decimal
    lines: list[Piece]
    photo_urls: list[str]
    open_moves: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskComplaint:
    """A running complaint as the department sees it: about whom, which order, and what goes back if the buyer is right, in đồng."""

    view: ComplaintView
    producer: str
    producer_language: str
    spaced_number: str
    at_stake: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportableLine:
    """A sold line that may still be complained about, with the pieces that are left for it."""

    facts_id: int
    title: str
    language: str
    left: int


def _photo_signature(photo_id: int) -> str:
    return _PHOTO_SIGNER.signature(str(photo_id))[:_LENGTH]


def photo_url(photo_id: int) -> str:
    """Give a photo's address, for a page whose reader may see it."""
    return reverse("complaints:photo", args=[photo_id, _photo_signature(photo_id)])


def photo_for_link(photo_id: int, signature: str) -> ComplaintPhoto:
    """Give the photo that a link opens.

    Raises:
        BadSignature: the link was not made by this shop.
        ComplaintPhoto.DoesNotExist: there is none, or it was erased.
    """
    if not constant_time_compare(signature, _photo_signature(photo_id)):
        raise BadSignature(str(photo_id))
    return ComplaintPhoto.objects.exclude(file="").get(pk=photo_id)


def complaint_view(complaint: Complaint, *, by: str, language: str) -> ComplaintView:
    """Read one complaint for somebody in this role."""
    lines = complaint.lines.select_related("facts__listing").prefetch_related("facts__listing__texts").order_by("facts_id")
    texts = [(text_for(line.facts.listing.texts.all(), language), line.pieces) for line in lines]
    return ComplaintView(
        id=complaint.pk,
        parcel_id=complaint.parcel_id,
        state=complaint.state,
        state_name=complaint.get_state_display(),
        reason_name=complaint.get_reason_display(),
        text=complaint.text,
        answer=complaint.answer,
        decision=complaint.decision,
        filed_at=complaint.filed_at,
        answer_by=complaint.answer_by,
        refund_amount=complaint.refund_amount,
        lines=[Piece(title=text.title, language=text.language, pieces=pieces) for text, pieces in texts],
        photo_urls=[photo_url(photo.pk) for photo in complaint.photos.exclude(file="").order_by("pk")],
        open_moves=[after for (before, after), who in MOVES.items() if before == complaint.state and by in who],
    )


def desk_complaint(complaint: Complaint, *, language: str) -> DeskComplaint:
    """Read one complaint for an officer; load the parcel's order and producer beforehand."""
    producer = complaint.parcel.producer
    name = best_text(producer.texts.all(), language)
    return DeskComplaint(
        view=complaint_view(complaint, by=ParcelMove.By.OFFICER, language=language),
        producer=name.title if name else str(producer),
        producer_language=name.language if name else language,
        spaced_number=spaced(complaint.parcel.order.number),
        at_stake=amount_at_stake(complaint),
    )


def complaints_of_parcel(parcel_id: int, *, by: str, language: str) -> list[ComplaintView]:
    """Give a parcel's complaints, latest first."""
    found = Complaint.objects.filter(parcel_id=parcel_id).order_by("-pk")
    return [complaint_view(complaint, by=by, language=language) for complaint in found]


def reportable_until(parcel: Parcel) -> date | None:
    """Give the last day for a complaint if one can be filed today, else none."""
    term = filing_term(parcel)
    if term is None or not term.holds(clock.today()) or Complaint.objects.filter(parcel=parcel, state__in=RUNNING).exists():
        return None
    return term.last_day


def reportable_lines(parcel: Parcel, language: str) -> list[ReportableLine]:
    """Give the lines of which pieces are left that did not go back."""
    found = []
    for facts in parcel.lines.select_related("listing").prefetch_related("listing__texts").order_by("pk"):
        text, left = text_for(facts.listing.texts.all(), language), facts.quantity - returned_pieces(facts.pk)
        if left > 0:
            found.append(ReportableLine(facts_id=facts.pk, title=text.title, language=text.language, left=left))
    return found


def has_gone_back(parcel_id: int) -> bool:
    """Whether money of a parcel went back by an accepted complaint: its sale can then not be undone as a whole."""
    return Complaint.objects.filter(parcel_id=parcel_id, state=Complaint.State.ACCEPTED).exists()


def parcels_with_running_complaint(producer_id: int) -> set[int]:
    """Give the ids of a producer's parcels whose money must wait, because a complaint about them is not settled."""
    running = Complaint.objects.filter(parcel__producer_id=producer_id, state__in=RUNNING)
    return set(running.values_list("parcel_id", flat=True))
