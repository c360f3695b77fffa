"""A producer's page of one parcel, by a signed link and without signing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.lib.posted import posted_from
from catalog.lib.secret_pages import secret_page
from marketplace.complaints.models import Complaint
from marketplace.orders.errors import MoneyWentBack, UnableToMove
from marketplace.orders.links import parcel_for_link
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.selectors import order_page
from marketplace.orders.states import PARCEL_MOVES

_UNSETTLED = (Complaint.State.OPEN, Complaint.State.ESCALATED)


def _parcel(parcel_id: int, signature: str) -> Parcel:
    try:
        return parcel_for_link(parcel_id, signature)
    except (BadSignature, Parcel.DoesNotExist) as error:
        raise Http404 from error


def _open_moves(parcel: Parcel) -> list[str]:
    return [after for (before, after), who in PARCEL_MOVES.items() if before == parcel.state and ParcelMove.By.PRODUCER in who]


@never_cache
@secret_page
@require_safe
def parcel_detail(request: HttpRequest, parcel_id: int, signature: str) -> HttpResponse:
    """Show what to pack and where to send it. Looking changes nothing: programs that preview links look too."""
    parcel = _parcel(parcel_id, signature)
    page = order_page(parcel.order, language="vi")
    has_ended = parcel.state in (Parcel.State.DELIVERED, Parcel.State.CANCELLED, Parcel.State.REFUSED)
    context: dict[str, Any] = {
        "page": page,
        "parcel": next(part for part in page.parcels if part.id == parcel.pk),
        "signature": signature,
        "moves": _open_moves(parcel),
        "complaint": Complaint.objects.filter(parcel=parcel, state__in=_UNSETTLED).first(),
        # The address is shown as long as it is needed, and no longer.
        "contact": None if has_ended or parcel.state == Parcel.State.WAITING else page.contact,
    }
    return render(request, "pages/producer_desk/parcel.html", context)


@posted_from("producer_desk:parcel", "parcel_id", "signature")
def parcel_move(request: HttpRequest, parcel_id: int, signature: str) -> HttpResponse:
    """Move the parcel on; a second tap finds it there already and changes nothing."""
    parcel = _parcel(parcel_id, signature)
    after = request.POST.get("after", "")
    tracking = " ".join(request.POST.get("tracking", "").split())[:40]
    try:
        move_parcel(parcel_id=parcel.pk, after=after, by=ParcelMove.By.PRODUCER, tracking=tracking)
    except MoneyWentBack:
        messages.error(
            request, _("The buyer's money for this parcel went back after a complaint. If it comes back to you, take it into your stock.")
        )
    except UnableToMove:
        messages.error(request, _("That is not possible any more: the parcel has moved on meanwhile."))
    else:
        messages.success(request, _("Noted. Thank you!"))
    return redirect("producer_desk:parcel", parcel_id, signature)
