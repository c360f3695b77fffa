"""Complaints at the desk: those that the department decides, and those that still wait for a producer."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.lib.languages import current_language
from catalog.lib.posted import posted_from
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import Reach, has_duty
from marketplace.complaints.errors import UnableToAnswer
from marketplace.complaints.models import Complaint
from marketplace.complaints.selectors import desk_complaint
from marketplace.complaints.services import RUNNING, move_complaint
from marketplace.department_desk.guards import officer_of, officer_page
from marketplace.orders.models import ParcelMove

BY, A_PAGE = ParcelMove.By.OFFICER, 20


def _may_decide(officer: User, complaint: Complaint) -> bool:
    """Whether the officer's duty reaches the producer's place."""
    return has_duty(officer, Appointment.Duty.VERIFY, complaint.parcel.producer.place)


@require_safe
@officer_page("producers.verify")
def complaints(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show what runs: what waits for the department first, then the oldest."""
    officer = officer_of(request)
    found = Complaint.objects.filter(state__in=RUNNING).select_related("parcel__producer__place", "parcel__order")
    found = found.prefetch_related("parcel__producer__texts")
    mine = [one for one in found.order_by("filed_at", "pk") if _may_decide(officer, one)]
    mine.sort(key=lambda one: one.state != Complaint.State.ESCALATED)
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    rows = [desk_complaint(one, language=current_language()) for one in page]
    return render(request, "pages/desk/complaints.html", {"rows": rows, "page": page, "here": "complaints"})


@officer_page("producers.verify")
@posted_from("desk:complaints")
def complaint_decide(request: HttpRequest, reach: Reach, complaint_id: int) -> HttpResponse:
    """Accept or reject a complaint for the department."""
    officer = officer_of(request)
    complaint = Complaint.objects.select_related("parcel__producer__place").filter(pk=complaint_id).first()
    if complaint is None or not _may_decide(officer, complaint):
        raise Http404
    answer = " ".join(request.POST.get("answer", "").replace("\x00", "").split())[:1000]
    try:
        move_complaint(complaint_id=complaint_id, after=request.POST.get("after", ""), by=BY, actor=officer, answer=answer)
    except UnableToAnswer as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Decided. The buyer is told."))
    return redirect("desk:complaints")
