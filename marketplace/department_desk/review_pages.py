"""The review queue: doubtful rows one after the other, each beside what it may be about."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.registry.errors import UnableToReview
from catalog.registry.models import Record
from catalog.registry.reviewing import decide_link, decide_record
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.guards import get_record, officer_of, officer_page
from marketplace.department_desk.overview import open_rows
from marketplace.department_desk.runs import beside, next_open_row, raw_cells, sayings

ROWS_A_PAGE = 50


@require_safe
@officer_page("registry.view_run")
def review(request: HttpRequest, reach: Reach) -> HttpResponse:
    """List what waits for a decision, the oldest run first."""
    rows = open_rows(reach).select_related("run").order_by("run", "position")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [(record, sayings(record)) for record in page.object_list], "query": "", "here": "review"}
    return render(request, "pages/desk/review.html", context)


@require_safe
@officer_page("registry.view_run")
def row_detail(request: HttpRequest, reach: Reach, record_id: int) -> HttpResponse:
    """Show one row: as received, as read, beside what was found, with every reason."""
    record = get_record(reach, record_id)
    own = reach_of(request.user, "registry.apply_run")
    context = {
        "record": record,
        "cells": raw_cells(record),
        "beside": beside(record),
        "sayings": sayings(record),
        "left": open_rows(reach).count(),
        "can_decide": own is not None and open_rows(own).filter(pk=record.pk).exists(),
        "here": "review" if record.outcome == Record.Outcome.DOUBTFUL else "runs",
    }
    return render(request, "pages/desk/row.html", context)


@require_POST
@officer_page("registry.apply_run")
def row_decide(request: HttpRequest, reach: Reach, record_id: int) -> HttpResponse:
    """Accept or reject a doubtful row, and open the next one."""
    record = get_record(reach, record_id)
    said = request.POST
    officer, why = officer_of(request), said.get("why", "")
    try:
        decide_record(record=record, accept=said.get("decision") in ("accept", "accept-link"), why=why, officer=officer)
        if said.get("decision") == "accept-link":
            decide_link(record=record, product_id=record.product_id, why=why, officer=officer)
    except UnableToReview as error:
        messages.error(request, str(error))
        return redirect("desk:row", record.pk)
    messages.success(request, _("Noted: “%(name)s”.") % {"name": record.name})
    following = next_open_row(open_rows(reach), record)
    return redirect("desk:row", following.pk) if following else redirect("desk:review")
