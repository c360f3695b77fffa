"""Cases of renewal at the desk: what makers filed for a new evaluation, and closing a case that no decision will follow."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.certification.badges import award_state, valid_until
from catalog.certification.selectors import facts_of
from catalog.lib import clock
from catalog.lib.languages import current_language
from catalog.lib.posted import posted_from
from catalog.products.selectors import producer_name
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.guards import officer_of, officer_page
from marketplace.department_desk.lists import STATE_NAMES
from marketplace.renewals.errors import UnableToCloseCase
from marketplace.renewals.models import RenewalCase
from marketplace.renewals.selectors import DECIDE, cases_for_officer, get_case_for
from marketplace.renewals.services import close_case

A_PAGE = 50
STATES = RenewalCase.State


@require_safe
@officer_page(DECIDE)
def renewals(request: HttpRequest, reach: Reach) -> HttpResponse:
    """List the cases of one state, those whose stars end first at the top."""
    wanted = request.GET.get("state", "")
    state = STATES(wanted) if wanted in STATES.values else STATES.OPEN
    rows = cases_for_officer(officer_of(request), state=state, language=current_language())
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": STATES.choices,
        "query": f"state={state}",
        "today": clock.today(),
        "here": "renewals",
    }
    return render(request, "pages/desk/renewals.html", context)


@require_safe
@officer_page(DECIDE)
def renewal(request: HttpRequest, reach: Reach, case_id: int) -> HttpResponse:
    """Show one case: what was filed by whom, the stars that it is about, and how it ended."""
    case = _case(request, case_id)
    context = {
        "case": case,
        "maker": producer_name(case.producer, current_language())[0] or case.award.maker_name,
        "award_state": str(STATE_NAMES[award_state(facts_of(case.award), clock.today())]),
        "may_stage": reach_of(request.user, "registry.stage_run") is not None,
        "last_day": valid_until(case.award.lapses_on),
        "here": "renewals",
    }
    return render(request, "pages/desk/renewal.html", context)


@officer_page(DECIDE)
@posted_from("desk:renewal", "case_id")
def renewal_close(request: HttpRequest, reach: Reach, case_id: int) -> HttpResponse:
    """Close a case without a new award, with a reason that the maker reads."""
    case = _case(request, case_id)
    note = " ".join(request.POST.get("why", "").replace("\x00", "").split())[:300]
    try:
        close_case(case=case, note=note, officer=officer_of(request))
    except UnableToCloseCase as error:
        messages.error(request, str(error))
        return redirect("desk:renewal", case.pk)
    messages.success(request, _("The case is closed. The maker reads your reason."))
    return redirect("desk:renewals")


def _case(request: HttpRequest, case_id: int) -> RenewalCase:
    try:
        return get_case_for(officer_of(request), case_id)
    except RenewalCase.DoesNotExist as error:
        raise Http404 from error
