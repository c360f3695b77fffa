"""The record of an award with its whole trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.lib import clock
from marketplace.accounts.permissions import Reach
from marketplace.department_desk.guards import get_award, officer_page
from marketplace.department_desk.trace import trace_award


@require_safe
@officer_page("registry.view_run")
def award_detail(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Show the way of a star from the paper to the badge."""
    trace = trace_award(get_award(reach, code), today=clock.today())
    return render(request, "pages/desk/award.html", {"trace": trace, "award": trace.award, "here": "lists"})
