"""The bank at the desk: statements shown before they are taken, transfers that do not fit, findings of reconciling."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.lib.csv_tables import MOST_BYTES
from catalog.lib.posted import posted_from
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.carriers.transfers import guesses_for, take_carrier_transfer
from marketplace.checkout.forms import read_id
from marketplace.department_desk.guards import officer_of, officer_page
from marketplace.payments.errors import UnreadableStatement
from marketplace.payments.statements import LAYOUTS
from marketplace.reconciliation.errors import UnableToDecide
from marketplace.reconciliation.findings import note_finding
from marketplace.reconciliation.models import BankRow, BankStatement, OpenFinding
from marketplace.reconciliation.selectors import OpenRow, open_findings, open_rows, preview_of
from marketplace.reconciliation.services import bring_statement, decide_row, take_statement_of


@require_safe
@officer_page("payments.see")
def bank(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show what waits, with what this officer may do."""
    return _page(request, open_rows())


def _page(request: HttpRequest, rows: list[OpenRow], typed: dict[int, dict[str, str]] | None = None, *, status: int = 200) -> HttpResponse:
    """Show the page; `typed` holds by the row what was written beside it and refused, and why."""
    guesses = guesses_for(rows)
    context = {
        "rows": [(row, guesses.get(row.id), (typed or {}).get(row.id, {})) for row in rows],
        "findings": open_findings(),
        "layouts": [(code, layout.name) for code, layout in LAYOUTS.items()],
        "may_decide": reach_of(request.user, "payments.prepare") is not None,
        "here": "bank",
    }
    return render(request, "pages/desk/bank.html", context, status=status)


@officer_page("payments.prepare")
@posted_from("desk:bank")
def bank_bring(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Keep a file and show how it is understood; nothing is taken yet."""
    file, layout = request.FILES.get("file"), request.POST.get("layout", "any")
    if file is None or layout not in LAYOUTS or (file.size or 0) > MOST_BYTES:
        messages.error(request, _("Please choose the bank's file, at most 5 MB, and the bank."))
        return redirect("desk:bank")
    try:
        statement = bring_statement(data=bytes(file.read()), layout=layout, officer=officer_of(request))
    except UnreadableStatement as error:
        messages.error(request, _("The file cannot be read: %(why)s") % {"why": error})
        return redirect("desk:bank")
    return redirect("desk:bank-statement", statement.pk)


def _statement(statement_id: int) -> BankStatement:
    found = BankStatement.objects.filter(pk=statement_id, taken_at=None).first()
    if found is None:
        raise Http404
    return found


@require_safe
@officer_page("payments.prepare")
def bank_statement(request: HttpRequest, reach: Reach, statement_id: int) -> HttpResponse:
    """Show which column is understood as what, and the first rows."""
    return render(request, "pages/desk/bank_statement.html", {"preview": preview_of(_statement(statement_id)), "here": "bank"})


@officer_page("payments.prepare")
@posted_from("desk:bank-statement", "statement_id")
def bank_take(request: HttpRequest, reach: Reach, statement_id: int) -> HttpResponse:
    """Take what was shown."""
    outcomes = take_statement_of(statement_id=_statement(statement_id).pk, officer=officer_of(request))
    paid = sum(outcome.kind == "settled" for outcome in outcomes)
    waiting = sum(outcome.kind in BankRow.Kind.values for outcome in outcomes)
    messages.success(request, _("%(paid)d orders paid, %(waiting)d transfers to look at.") % {"paid": paid, "waiting": waiting})
    return redirect("desk:bank")


@officer_page("payments.prepare")
@posted_from("desk:bank")
def bank_decide(request: HttpRequest, reach: Reach, row_id: int) -> HttpResponse:
    """Decide about one transfer: by which a carrier paid a settlement, or what else it is. What is refused is shown again as typed."""
    form = {name: request.POST.get(name, "").replace("\x00", "") for name in ("answer", "number", "note")}
    officer, file_id = officer_of(request), read_id(request.POST.get("settlement", "")) or 0
    try:
        if form["answer"] == BankRow.Answer.CARRIER:
            take_carrier_transfer(row_id=row_id, file_id=file_id, officer=officer, note=form["note"])
        else:
            decide_row(row_id=row_id, officer=officer, **form)
    except BankRow.DoesNotExist as error:
        raise Http404 from error
    except UnableToDecide as error:
        rows = open_rows()
        if any(row.id == row_id for row in rows):
            return _page(request, rows, {row_id: {**form, "settlement": str(file_id), "error": str(error)}}, status=400)
        messages.error(request, str(error))
        return redirect("desk:bank")
    messages.success(request, _("Decided, and written into the log."))
    return redirect("desk:bank")


@officer_page("payments.prepare")
@posted_from("desk:bank")
def bank_note(request: HttpRequest, reach: Reach, finding_id: int) -> HttpResponse:
    """Write down what was found out about a finding."""
    try:
        note_finding(finding_id=finding_id, officer=officer_of(request), note=request.POST.get("note", "").replace("\x00", ""))
    except OpenFinding.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("Noted."))
    return redirect("desk:bank")
