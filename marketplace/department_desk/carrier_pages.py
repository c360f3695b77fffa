"""Carriers' settlements at the desk: brought, looked at, counted once; what does not fit is answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.lib.posted import posted_from
from catalog.lib.sheets import CSV_TYPE
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.carriers import outcomes
from marketplace.carriers.errors import SettlementMoved, UnableToCount, UnreadableSettlement
from marketplace.carriers.models import Carrier, SettlementFile, SettlementRow
from marketplace.carriers.selectors import files_for_desk, rows_of, standing_of, waiting_rows
from marketplace.carriers.services import answer_row, discard_settlement, keep_carrier, stage_settlement, use_settlement
from marketplace.department_desk.carrier_forms import CarrierForm, RowAnswerForm, SettlementForm
from marketplace.department_desk.guards import officer_of, officer_page
from marketplace.department_desk.rule_forms import CashKeptForm
from marketplace.payouts.cash import take_cash_kept
from marketplace.payouts.errors import CashSettled, NotYours, UnableToPayOut

SAMPLE = Path(outcomes.__file__).parent / "samples" / "mau-doi-soat.csv"


@require_safe
@officer_page("payments.see")
def settlements(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show what waits for an answer, the form for a file, and the last files."""
    return _page(request, SettlementForm())


def _page(request: HttpRequest, form: SettlementForm, *, cash: CashKeptForm | None = None, status: int = 200) -> HttpResponse:
    may_count = reach_of(request.user, "payments.prepare") is not None
    context = {
        "rows": waiting_rows(),
        "files": files_for_desk(),
        "form": form,
        "may_count": may_count,
        "has_carriers": Carrier.objects.exists(),
        "here": "settlements",
        "cash_form": cash or CashKeptForm(),
    }
    return render(request, "pages/desk/settlements.html", context, status=status)


@officer_page("payments.prepare")
@posted_from("desk:settlements")
def settlement_stage(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Take a file and show what it would do."""
    form = SettlementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    file = form.cleaned_data["file"]
    try:
        staged = stage_settlement(carrier=form.cleaned_data["carrier"], name=file.name, data=file.read(), officer=officer_of(request))
    except UnreadableSettlement as error:
        form.add_error("file", str(error))
        return _page(request, form, status=400)
    except SettlementMoved:
        messages.info(request, _("This very file has been brought before; it stands in the list."))
        return redirect("desk:settlements")
    return redirect("desk:settlement", staged.pk)


@require_safe
@officer_page("payments.see")
def settlement(request: HttpRequest, reach: Reach, file_id: int) -> HttpResponse:
    """Show a file row by row, before and after it is counted."""
    file = SettlementFile.objects.select_related("carrier").filter(pk=file_id).first()
    if file is None:
        raise Http404
    may_count = reach_of(request.user, "payments.prepare") is not None and file.state == SettlementFile.State.STAGED
    context = {"file": file, "standing": standing_of(file), "rows": rows_of(file), "may_count": may_count, "here": "settlements"}
    return render(request, "pages/desk/settlement.html", context)


def _do(request: HttpRequest, work: Callable[[], object], done: str) -> None:
    try:
        work()
    except (SettlementFile.DoesNotExist, SettlementRow.DoesNotExist) as error:
        raise Http404 from error
    except SettlementMoved:
        messages.error(request, _("That is not possible any more: somebody was faster."))
    except UnableToCount:
        messages.error(request, _("No parcel of ours has that number, or the row is counted already."))
    else:
        messages.success(request, done)


@officer_page("payments.prepare")
@posted_from("desk:settlement", "file_id")
def settlement_use(request: HttpRequest, reach: Reach, file_id: int) -> HttpResponse:
    """Count a file, once."""
    _do(
        request,
        lambda: use_settlement(file_id=file_id, officer=officer_of(request)),
        _("Counted. What does not fit waits for your answer."),
    )
    return redirect("desk:settlement", file_id)


@officer_page("payments.prepare")
@posted_from("desk:settlement", "file_id")
def settlement_discard(request: HttpRequest, reach: Reach, file_id: int) -> HttpResponse:
    """Give up a file that was only looked at."""
    _do(request, lambda: discard_settlement(file_id=file_id, officer=officer_of(request)), _("The file is given up; nothing was counted."))
    return redirect("desk:settlements")


@officer_page("payments.prepare")
@posted_from("desk:settlements")
def settlement_answer(request: HttpRequest, reach: Reach, row_id: int) -> HttpResponse:
    """Answer a row that did not fit."""
    form = RowAnswerForm(request.POST)
    facts = form.cleaned_data if form.is_valid() else {"number": "", "note": ""}
    counts = request.POST.get("answer") == "count"
    _do(request, lambda: answer_row(row_id=row_id, officer=officer_of(request), counts=counts, **facts), _("Noted."))
    return redirect("desk:settlements")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page("payments.prepare")
def carrier_edit(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Put a carrier on file, or its files' headings anew."""
    form = CarrierForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep_carrier(name=form.cleaned_data["name"], columns=form.columns(), officer=officer_of(request))
        messages.success(request, _("The carrier is on file."))
        return redirect("desk:settlements")
    return render(request, "pages/desk/carrier.html", {"form": form, "here": "settlements"}, status=400 if form.errors else 200)


@require_safe
@officer_page("payments.see")
def settlement_sample(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Hand out a sample of our own, to see which columns are read."""
    response = HttpResponse(SAMPLE.read_bytes(), content_type=CSV_TYPE)
    response["Content-Disposition"] = 'attachment; filename="mau-doi-soat.csv"'
    return response


@officer_page("payments.prepare")
@posted_from("desk:settlements")
def cash_kept(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Note that a producer who brought a parcel kept its cash."""
    form = CashKeptForm(request.POST)
    if form.is_valid() and _note_cash(request, form):
        messages.success(request, _("Noted: the buyer has paid, and the producer is owed that much less."))
        return redirect("desk:settlements")
    return _page(request, SettlementForm(), cash=form, status=400)


def _note_cash(request: HttpRequest, form: CashKeptForm) -> bool:
    parcel = outcomes.find_parcel(form.cleaned_data["number"], "")
    if parcel is None:
        form.add_error("number", _("No parcel of ours has that number."))
        return False
    try:
        take_cash_kept(parcel_id=parcel.pk, amount=form.cleaned_data["amount"], officer=officer_of(request))
    except NotYours as error:
        raise Http404 from error
    except CashSettled:
        form.add_error("number", _("The carrier has settled this parcel's cash: its producer cannot have kept it."))
        return False
    except UnableToPayOut:
        form.add_error("amount", _("The amount is more than the parcel costs, or its cash was noted before."))
        return False
    return True
