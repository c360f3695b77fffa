"""Disputes at the desk: what a buyer's bank took back, and who bears what was lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.lib.posted import posted_from
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.guards import officer_of, officer_page
from marketplace.orders.disputes import decide_dispute, disputes_for_desk
from marketplace.orders.errors import DisputeMoved, NothingToBear, NotYourDuty
from marketplace.payments.models import Dispute


@require_safe
@officer_page("payments.see")
def disputes(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show the disputes, those that wait for a decision first."""
    may_decide = reach_of(request.user, "payments.release") is not None
    return render(request, "pages/desk/disputes.html", {"rows": disputes_for_desk(), "may_decide": may_decide, "here": "disputes"})


@officer_page("payments.release")
@posted_from("desk:disputes")
def dispute_decide(request: HttpRequest, reach: Reach, dispute_id: int) -> HttpResponse:
    """Decide who bears a lost dispute."""
    parcel_ids = {int(text) for text in request.POST.getlist("parcel") if text.isdecimal() and len(text) < 19}
    bearer, reason = request.POST.get("bearer", ""), " ".join(request.POST.get("reason", "").replace("\x00", "").split())
    try:
        decide_dispute(dispute_id=dispute_id, officer=officer_of(request), bearer=bearer, reason=reason, parcel_ids=parcel_ids)
    except (Dispute.DoesNotExist, NotYourDuty) as error:
        raise Http404 from error
    except DisputeMoved:
        messages.error(request, _("That is not possible any more: it is not lost, or it has been decided."))
    except NothingToBear:
        messages.error(request, _("Please give the reason and, if a producer bears it, for which parcel."))
    else:
        messages.success(request, _("Decided. The producers' money of this order is held no more."))
    return redirect("desk:disputes")
