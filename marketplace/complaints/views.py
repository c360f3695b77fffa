"""Pages of complaints: the buyer's by the order's signed link, the producer's by the parcel's. Looking changes nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.lib.languages import current_language
from catalog.lib.posted import posted_from
from catalog.lib.private_files import private_response
from catalog.lib.secret_pages import secret_page
from marketplace.complaints.errors import UnableToAnswer, UnableToComplain
from marketplace.complaints.forms import ComplaintForm
from marketplace.complaints.models import Complaint, ComplaintPhoto
from marketplace.complaints.selectors import photo_for_link, reportable_lines, reportable_until
from marketplace.complaints.services import file_complaint, move_complaint
from marketplace.forks.shop import Order
from marketplace.orders.links import order_for_link, parcel_for_link
from marketplace.orders.models import Parcel, ParcelMove


def _parcel_of_buyer(number: str, signature: str, parcel_id: int) -> Parcel:
    try:
        order = order_for_link(number, signature)
        return Parcel.objects.select_related("order").get(pk=parcel_id, order=order)
    except (BadSignature, Order.DoesNotExist, Parcel.DoesNotExist) as error:
        raise Http404 from error


@never_cache
@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_file(request: HttpRequest, number: str, signature: str, parcel_id: int) -> HttpResponse:
    """Let the buyer report a problem with a parcel."""
    parcel = _parcel_of_buyer(number, signature, parcel_id)
    last_day = reportable_until(parcel)
    if last_day is None:
        messages.info(request, _("A problem with this parcel cannot be reported now."))
        return redirect("checkout:order-detail", number, signature)
    lines = reportable_lines(parcel, current_language())
    has_arrived = parcel.state == Parcel.State.DELIVERED
    form = ComplaintForm(request.POST or None, request.FILES or None, lines=lines, has_arrived=has_arrived)
    if request.method == "POST" and form.is_valid() and _file(request, form, parcel):
        return redirect("checkout:order-detail", number, signature)
    context = {"form": form, "number": number, "signature": signature, "parcel": parcel, "last_day": last_day}
    return render(request, "pages/complaints/file.html", context, status=400 if form.errors else 200)


def _file(request: HttpRequest, form: ComplaintForm, parcel: Parcel) -> bool:
    facts: dict[str, Any] = form.cleaned_data
    try:
        file_complaint(
            parcel_id=parcel.pk, reason=facts["reason"], text=facts["text"], pieces=form.pieces(), photos=facts.get("photos", [])
        )
    except UnableToComplain as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Thank you. The producer has been told and must answer within seven working days."))
    return True


def _move(request: HttpRequest, parcel: Parcel, complaint_id: int, by: str) -> None:
    if not Complaint.objects.filter(pk=complaint_id, parcel=parcel).exists():
        raise Http404
    answer = " ".join(request.POST.get("answer", "").replace("\x00", "").split())[:1000]
    try:
        move_complaint(complaint_id=complaint_id, after=request.POST.get("after", ""), by=by, answer=answer)
    except UnableToAnswer as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted. Thank you!"))


@posted_from("checkout:order-detail", "number", "signature")
def complaint_move(request: HttpRequest, number: str, signature: str, parcel_id: int, complaint_id: int) -> HttpResponse:
    """Let the buyer hand a complaint to the department, or take it back."""
    _move(request, _parcel_of_buyer(number, signature, parcel_id), complaint_id, ParcelMove.By.BUYER)
    return redirect("checkout:order-detail", number, signature)


@posted_from("producer_desk:parcel", "parcel_id", "signature")
def complaint_answer(request: HttpRequest, parcel_id: int, signature: str, complaint_id: int) -> HttpResponse:
    """Take the producer's answer, from the parcel's signed page."""
    try:
        parcel = parcel_for_link(parcel_id, signature)
    except (BadSignature, Parcel.DoesNotExist) as error:
        raise Http404 from error
    _move(request, parcel, complaint_id, ParcelMove.By.PRODUCER)
    return redirect("producer_desk:parcel", parcel_id, signature)


@require_safe
def photo(request: HttpRequest, photo_id: int, signature: str) -> HttpResponseBase:
    """Send a photo to whoever holds its link; pages give the link to the people of the complaint alone."""
    try:
        found = photo_for_link(photo_id, signature)
    except (BadSignature, ComplaintPhoto.DoesNotExist) as error:
        raise Http404 from error
    return private_response(found.file, name=f"{photo_id}.jpg")
