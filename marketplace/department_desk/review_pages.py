"""The review queue: what waits for an officer, one row after the other, each beside what it may be about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.certification.models import IssuingBody
from catalog.lib.posted import posted_from
from catalog.lib.vietnamese import nfc
from catalog.registry.corrections import CORRECTABLE
from catalog.registry.errors import UnableToReview
from catalog.registry.makers import alias_key, merge_makers, split_makers
from catalog.registry.models import MakerAlias, Record
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.comparing import FIELDS, beside, find_listings
from marketplace.department_desk.deciding import FIELD, decide
from marketplace.department_desk.guards import get_record, officer_of, officer_page, runs_within
from marketplace.department_desk.overview import open_questions, open_rows
from marketplace.department_desk.runs import next_open_row, raw_cells, sayings

ROWS_A_PAGE = 50


@require_safe
@officer_page("registry.view_run")
def review(request: HttpRequest, reach: Reach) -> HttpResponse:
    """List what waits for a decision, the oldest run first."""
    page = Paginator(open_rows(reach), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(record, sayings(record)) for record in page.object_list],
        "questions": open_questions(reach).count(),
        "query": "",
        "here": "review",
    }
    return render(request, "pages/desk/review.html", context)


@require_safe
@officer_page("registry.view_run")
def row_detail(request: HttpRequest, reach: Reach, record_id: int) -> HttpResponse:
    """Show one row: as received, as read, beside what was found, with every reason."""
    return _row_page(request, reach, get_record(reach, record_id))


def _row_page(request: HttpRequest, reach: Reach, record: Record, refused: UnableToReview | None = None) -> HttpResponse:
    """Show a row; what was typed and `refused` stands in its fields again."""
    words, table, typed = " ".join(nfc(request.GET.get("q", "")).split())[:100], beside(record), request.POST
    context: dict[str, Any] = {
        "record": record,
        "cells": raw_cells(record),
        "beside": table,
        "sayings": sayings(record),
        "left": open_rows(reach).count(),
        "words": words,
        "found": find_listings(words) if words else [],
        "aliases": MakerAlias.objects.filter(name_key=alias_key(record.maker), ended_at=None) if record.maker else [],
        "here": "review",
        "typed": typed,
        "wrong": refused.field if refused else "",
        "error": str(refused or ""),
        **_may(request, record),
    }
    if context["can_decide"]:
        shown = {fact.field: fact.paper for fact in table.facts}
        names = [name for name in CORRECTABLE if name != "issuing_body"]
        context["fields"] = [(FIELD + name, name, typed.get(FIELD + name, shown.get(name, ""))) for name in names]
        context["bodies"] = IssuingBody.objects.order_by("name_vi", "valid_from")
        context["chosen_body"] = typed.get(FIELD + "issuing_body", str(record.issuing_body_id or ""))
    return render(request, "pages/desk/row.html", context, status=400 if refused else 200)


def _may(request: HttpRequest, record: Record) -> dict[str, bool]:
    """Say which buttons work for this officer on this row."""
    own, linking = reach_of(request.user, "registry.apply_run"), reach_of(request.user, "certification.approve_link")
    waits = own is not None and (open_rows(own) | open_questions(own)).filter(pk=record.pk).exists()
    is_standing = record.run.state in ("staged", "partly", "applied") and record.run.undoes_id is None
    reaches = linking is not None and runs_within(linking).filter(pk=record.run_id).exists()
    is_doubtful = record.outcome == Record.Outcome.DOUBTFUL
    return {
        "can_decide": waits and is_doubtful and record.line > 0,
        "can_answer": waits and is_doubtful and record.line == 0,
        "can_link": reaches and is_standing and record.outcome == Record.Outcome.ACCEPTED and record.line > 0,
        "can_merge": own is not None and is_standing and record.line > 0,
    }


@officer_page("registry.apply_run")
@posted_from("desk:row", "record_id")
def row_decide(request: HttpRequest, reach: Reach, record_id: int) -> HttpResponse:
    """Do what the pressed button says, and open the next row that waits. What is refused is shown again as typed."""
    record = get_record(reach, record_id)
    try:
        decide(record=record, said=request.POST, officer=officer_of(request))
    except UnableToReview as error:
        # Read again: a correction may have been set on it before the next one was refused.
        messages.error(request, f"{FIELDS[error.field]}: {error}" if error.field in FIELDS else str(error))
        return _row_page(request, reach, get_record(reach, record_id), error)
    messages.success(request, _("Noted: “%(name)s”.") % {"name": record.name})
    waiting = open_questions(reach) if record.line == 0 else open_rows(reach)
    if waiting.filter(pk=record.pk).exists():
        return redirect("desk:row", record.pk)
    following = next_open_row(waiting, record)
    return redirect("desk:row", following.pk) if following else redirect("desk:review")


@officer_page("registry.apply_run")
@posted_from("desk:row", "record_id")
def row_merge(request: HttpRequest, reach: Reach, record_id: int) -> HttpResponse:
    """Hold the row's maker and another name for one maker, or part them again; matching heeds it from now on."""
    record, said = get_record(reach, record_id), request.POST
    try:
        if alias := MakerAlias.objects.filter(name_key=alias_key(record.maker), ended_at=None).first():
            split_makers(alias=alias, reason=said.get("why", ""), officer=officer_of(request))
            messages.success(request, _("The two names are two makers again."))
        else:
            merge_makers(name=record.maker, same_as=nfc(said.get("same_as", "")), reason=said.get("why", ""), officer=officer_of(request))
            messages.success(request, _("The two names are held to be one maker from now on."))
    except UnableToReview as error:
        messages.error(request, str(error))
    return redirect("desk:row", record.pk)
