"""Registry runs: bring a file in, see its rows, apply it, take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.registry.errors import UnableToApply, UnableToUndo, UnreadableSource
from catalog.registry.models import SyncRun
from catalog.registry.services import apply_run, stage_annex
from catalog.registry.undoing import undo_run
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.forms import AnnexForm
from marketplace.department_desk.guards import get_run, officer_of, officer_page, runs_within
from marketplace.department_desk.runs import counts_of, rows_of, sayings

RUNS_A_PAGE, ROWS_A_PAGE = 25, 50
WAITING = (SyncRun.State.STAGED, SyncRun.State.HELD)


@require_safe
@officer_page("registry.view_run")
def run_list(request: HttpRequest, reach: Reach) -> HttpResponse:
    """List the runs within reach, the latest first."""
    runs = runs_within(reach)
    is_waiting = request.GET.get("state") == "waiting"
    page = Paginator(runs.filter(state__in=WAITING) if is_waiting else runs, RUNS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "runs": [(run, counts_of(run)) for run in page.object_list],
        "is_waiting": is_waiting,
        "query": "state=waiting" if is_waiting else "",
        "may_stage": reach_of(request.user, "registry.stage_run") is not None,
        "here": "runs",
    }
    return render(request, "pages/desk/runs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page("registry.stage_run")
def run_new(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Stage an uploaded annex or a pasted table; the same content again leads to the run that stands."""
    form = AnnexForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, name = form.annex()
        try:
            run = stage_annex(content=content, source=name, actor=officer_of(request))
        except UnreadableSource as error:
            form.add_error(None, str(error))
        else:
            return _opened(request, reach, run)
    return render(request, "pages/desk/run_new.html", {"form": form, "here": "runs"})


def _opened(request: HttpRequest, reach: Reach, run: SyncRun) -> HttpResponse:
    if not runs_within(reach).filter(pk=run.pk).exists():
        messages.info(request, _("This file was brought in before by an officer of another place."))
        return redirect("desk:runs")
    if run.actor_id != officer_of(request).pk or run.state != SyncRun.State.STAGED:
        messages.info(request, _("This file was brought in before: here is its run."))
    return redirect("desk:run", run.pk)


@require_safe
@officer_page("registry.view_run")
def run_detail(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Show a run with its counts and its rows, a page at a time."""
    run, wanted = get_run(reach, run_id), request.GET.get("rows", "")
    page = Paginator(rows_of(run, wanted), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "run": run,
        "counts": counts_of(run),
        "wanted": wanted,
        "page": page,
        "rows": [(record, sayings(record)) for record in page.object_list],
        "query": f"rows={wanted}" if wanted else "",
        "may_apply": _may_apply(request, reach, run),
        "here": "runs",
    }
    return render(request, "pages/desk/run.html", context)


def _may_apply(request: HttpRequest, reach: Reach, run: SyncRun) -> bool:
    own = reach_of(request.user, "registry.apply_run")
    return own is not None and runs_within(own).filter(pk=run.pk).exists()


@require_POST
@officer_page("registry.apply_run")
def run_apply(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Record the accepted rows of a run on the officer's word."""
    run = get_run(reach, run_id)
    try:
        run = apply_run(run=run, officer=officer_of(request))
    except UnableToApply as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The run is applied."))
    return redirect("desk:run", run.pk)


@require_POST
@officer_page("registry.apply_run")
def run_undo(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Take an applied run back by a run of its own, and show that one."""
    run = get_run(reach, run_id)
    try:
        undo = undo_run(run=run, officer=officer_of(request))
    except UnableToUndo as error:
        messages.error(request, str(error))
        return redirect("desk:run", run.pk)
    messages.success(request, _("The run is taken back. What others touched since was left alone."))
    return redirect("desk:run", undo.pk)
