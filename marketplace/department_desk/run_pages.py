"""Registry runs: bring a file in, see its rows, apply it, take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.lib.posted import posted_from
from catalog.registry.errors import UnableToApply, UnableToReview, UnableToUndo
from catalog.registry.issuers import issuer_question, name_issuer
from catalog.registry.models import Record, SyncRun
from catalog.registry.selectors import left_alone
from catalog.registry.services import apply_run, receive_annex, release_run, reopen_run
from catalog.registry.tasks import apply_registry_run
from catalog.registry.undoing import undo_run
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.forms import AnnexForm
from marketplace.department_desk.guards import get_run, officer_of, officer_page, runs_within
from marketplace.department_desk.runs import FILTERS, counts_of, progress_of, read_soon, rows_of, rows_to_apply, sayings

RUNS_A_PAGE, ROWS_A_PAGE = 25, 50
# More than these would keep an officer waiting before a page that does not come.
MOST_AT_ONCE = 500
WAITING = (SyncRun.State.STAGED, SyncRun.State.PARTLY, SyncRun.State.HELD)


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
    """Take an annex or a pasted table, which a job then reads; the same content again leads to the run that stands."""
    form = AnnexForm(request.POST, request.FILES) if request.method == "POST" else AnnexForm()
    if form.is_valid():
        content, name = form.annex()
        run = receive_annex(content=content, source=name, actor=officer_of(request))
        return _opened(request, reach, run)
    return render(request, "pages/desk/run_new.html", {"form": form, "here": "runs"})


def _opened(request: HttpRequest, reach: Reach, run: SyncRun) -> HttpResponse:
    if not runs_within(reach).filter(pk=run.pk).exists():
        messages.info(request, _("This file was brought in before by an officer of another place."))
        return redirect("desk:runs")
    if run.state == SyncRun.State.READING:
        read_soon(run)
    elif run.actor_id != officer_of(request).pk or run.state != SyncRun.State.STAGED:
        messages.info(request, _("This file was brought in before: here is its run."))
    return redirect("desk:run", run.pk)


@require_safe
@officer_page("registry.view_run")
def run_detail(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Show a run with its counts and its rows, a page at a time."""
    run, wanted = get_run(reach, run_id), request.GET.get("rows", "")
    page = Paginator(rows_of(run, wanted), ROWS_A_PAGE).get_page(request.GET.get("page"))
    may_apply = _may_apply(request, run)
    context: dict[str, Any] = {
        "run": run,
        "counts": counts_of(run),
        "wanted": wanted,
        "page": page,
        "rows": [(record, sayings(record)) for record in page.object_list],
        "query": f"rows={wanted}" if wanted in FILTERS else "",
        "may_apply": may_apply,
        "can_undo": may_apply and run.state in (SyncRun.State.PARTLY, SyncRun.State.APPLIED) and not run.undoes_id,
        "can_tick": may_apply and _is_applicable(run),
        "issuer_question": issuer_question(run) if may_apply else None,
        "left_alone": left_alone(run) if run.undoes_id else [],
        "progress": progress_of(run),
        "may_read": run.state in SyncRun.UNREAD and reach_of(request.user, "registry.stage_run") is not None,
        "here": "runs",
    }
    return render(request, "pages/desk/run.html", context)


def _is_applicable(run: SyncRun) -> bool:
    """Whether the run has rows that were accepted and are not applied yet."""
    if run.state not in (SyncRun.State.STAGED, SyncRun.State.PARTLY, SyncRun.State.APPLIED) or run.undoes_id:
        return False
    return run.records.filter(outcome=Record.Outcome.ACCEPTED, applied_at=None).exists()


def _may_apply(request: HttpRequest, run: SyncRun) -> bool:
    own = reach_of(request.user, "registry.apply_run")
    return own is not None and runs_within(own).filter(pk=run.pk).exists()


@require_safe
@officer_page("registry.view_run")
def run_progress(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Give the progress bar alone; once all is done, the page that polls it loads itself anew."""
    run = get_run(reach, run_id)
    progress = progress_of(run)
    if progress is None:
        return HttpResponse(headers={"HX-Refresh": "true"}) if request.headers.get("HX-Request") else redirect("desk:run", run.pk)
    return render(request, "pages/desk/_progress.html", {"run": run, "progress": progress})


@officer_page("registry.stage_run")
@posted_from("desk:run", "run_id")
def run_read(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Have an annex read that no job is reading: one whose job died, or that could not be read before."""
    run = get_run(reach, run_id)
    if reopen_run(run=run):
        read_soon(run)
    return redirect("desk:run", run.pk)


@officer_page("registry.apply_run")
@posted_from("desk:run", "run_id")
def run_apply(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Record the accepted rows of a run on the officer's word, or the ticked ones; many rows are left to a job."""
    run, ticked = get_run(reach, run_id), request.POST.getlist("row")
    ids = [int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 12]
    if request.POST.get("which") == "ticked" and not ids:
        messages.error(request, _("No row is ticked."))
    elif not ids and rows_to_apply(run) > MOST_AT_ONCE:
        apply_registry_run.enqueue(run.pk, officer_of(request).pk)
        messages.info(request, _("The run is being applied. You may leave this page."))
    else:
        _apply_now(request, run, ids)
    return redirect("desk:run", run.pk)


def _apply_now(request: HttpRequest, run: SyncRun, ids: list[int]) -> None:
    try:
        run = apply_run(run=run, officer=officer_of(request), record_ids=ids or None)
    except UnableToApply as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(count)s rows of the run are applied.") % {"count": run.done_rows})


@officer_page("registry.apply_run")
@posted_from("desk:run", "run_id")
def run_release(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Let a held list count, with a reason."""
    run = get_run(reach, run_id)
    try:
        release_run(run=run, why=request.POST.get("why", "")[:300], officer=officer_of(request))
    except UnableToApply as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The list is released: it can be applied, and what is absent from it is asked about."))
    return redirect("desk:run", run.pk)


@officer_page("registry.apply_run")
@posted_from("desk:run", "run_id")
def run_issuer(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Say once for all rows whose paper does not tell it who signed."""
    run, question = get_run(reach, run_id), issuer_question(get_run(reach, run_id))
    body = next((one for one in question.bodies if str(one.pk) == request.POST.get("body")), None) if question else None
    if body is None:
        messages.error(request, _("Choose who signed."))
        return redirect("desk:run", run.pk)
    try:
        count = name_issuer(run=run, body=body, officer=officer_of(request))
    except UnableToReview as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The issuing body is set in %(count)s rows.") % {"count": count})
    return redirect("desk:run", run.pk)


@officer_page("registry.apply_run")
@posted_from("desk:run", "run_id")
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


@require_safe
@officer_page("registry.view_run")
def run_file(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Give the file exactly as it came, to be kept and never to be shown: its name and content are a stranger's."""
    run = get_run(reach, run_id)
    if run.file is None:
        raise Http404
    with run.file.file.open("rb") as stream:
        response = HttpResponse(stream.read(), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, run.file.name or f"{run.file.sha256[:12]}.bin")
    response["X-Content-Type-Options"] = "nosniff"
    return response
