"""The desk's first page and the year's targets."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.lib import clock
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.forms import TargetForm
from marketplace.department_desk.guards import officer_of, officer_page
from marketplace.department_desk.overview import overview
from marketplace.department_desk.services import set_target
from marketplace.renewals.selectors import DECIDE


@require_safe
@officer_page("registry.view_run")
def desk_overview(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show today's figures."""
    may_set = reach_of(request.user, "department_desk.change_target") is not None
    page = overview(
        reach,
        today=clock.today(),
        can_change_targets=may_set,
        renewals=reach_of(request.user, DECIDE),
        producers=reach_of(request.user, "producers.verify"),
        sees_money=reach_of(request.user, "payments.see") is not None,
    )
    return render(request, "pages/desk/overview.html", {"page": page, "here": "overview"})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page("department_desk.change_target")
def targets(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Set a number of the year's plan."""
    form = TargetForm(request.POST if request.method == "POST" else None, initial={"year": clock.today().year})
    if form.is_valid():
        set_target(**form.cleaned_data, officer=officer_of(request))
        messages.success(request, _("The target stands."))
        return redirect("desk:overview")
    return render(request, "pages/desk/targets.html", {"form": form, "here": "overview"})
