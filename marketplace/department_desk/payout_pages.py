"""Payout runs at the desk: prepared by one officer, released by another, answered by the bank's file; accounts to check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.lib import clock
from catalog.lib.posted import posted_from
from catalog.lib.sheets import CSV_TYPE
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.guards import officer_of, officer_page
from marketplace.department_desk.payout_forms import AnswerForm, CancelForm, RunForm, VerifyForm
from marketplace.payments.bank_files import FORMATS
from marketplace.payouts.accounts import verify_account
from marketplace.payouts.answers import take_answers
from marketplace.payouts.errors import AccountRefused, NothingToPay, NotYours, RunMoved, UnableToPayOut, UnreadableAnswer
from marketplace.payouts.models import BankAccount, PayoutRun
from marketplace.payouts.selectors import accounts_to_check, run_for_desk, runs_for_desk
from marketplace.payouts.services import cancel_run, prepare_run, release_run
from marketplace.payouts.transfer_files import transfer_file

_WORDS: dict[type[UnableToPayOut], Callable[[], str]] = {
    NotYours: lambda: _("This needs another person: who prepared it cannot release it, and each needs the duty for it."),
    NothingToPay: lambda: _("Nobody has anything to be paid by that day, or the day is not over yet."),
    RunMoved: lambda: _("That is not possible any more: the run has moved on meanwhile."),
    UnreadableAnswer: lambda: _("The file cannot be read: it needs columns for code, amount, state, number and reason, as CSV UTF-8."),
    AccountRefused: lambda: _("The account cannot be taken so. Say how it was checked."),
}


def _tell(request: HttpRequest, error: UnableToPayOut) -> None:
    messages.error(request, _WORDS.get(type(error), lambda: _("That could not be done; nothing was changed."))())


def _may(request: HttpRequest, permission: str) -> bool:
    return reach_of(request.user, permission) is not None


@require_safe
@officer_page("payments.see")
def payout_runs(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show the runs, the form for the next one, and the accounts that wait to be checked."""
    form = RunForm(initial={"key": get_random_string(32), "period_to": clock.today() - timedelta(days=1), "minimum": 50_000})
    context: dict[str, Any] = {
        "runs": runs_for_desk(),
        "form": form if _may(request, "payments.prepare") else None,
        "accounts": [(account, VerifyForm()) for account in accounts_to_check()] if _may(request, "producers.verify") else [],
        "here": "payouts",
    }
    return render(request, "pages/desk/payouts.html", context)


@officer_page("payments.prepare")
@posted_from("desk:payouts")
def payout_prepare(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Prepare a run; the form's key makes a second press find the first one's."""
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            return redirect("desk:payout-run", prepare_run(officer=officer_of(request), **form.cleaned_data).pk)
        except UnableToPayOut as error:
            _tell(request, error)
    else:
        messages.error(request, _("Please look at day and amount again."))
    return redirect("desk:payouts")


@require_safe
@officer_page("payments.see")
def payout_run(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Show a run with its payouts and what may be done with it."""
    try:
        run, payouts = run_for_desk(run_id)
    except PayoutRun.DoesNotExist as error:
        raise Http404 from error
    may_release, is_mine = _may(request, "payments.release"), run.prepared_by_id == officer_of(request).pk
    context: dict[str, Any] = {
        "run": run,
        "payouts": payouts,
        "may_release": may_release and not is_mine and run.state == PayoutRun.State.PREPARED,
        "is_mine": is_mine and run.state == PayoutRun.State.PREPARED,
        "may_cancel": run.state == PayoutRun.State.PREPARED,
        "cancel_form": CancelForm(),
        "formats": [(code, form.name) for code, form in FORMATS.items()] if may_release and run.state == PayoutRun.State.RELEASED else [],
        "answer_form": AnswerForm() if run.state in (PayoutRun.State.RELEASED, PayoutRun.State.CLOSED) else None,
        "here": "payouts",
    }
    return render(request, "pages/desk/payout_run.html", context)


def _do(request: HttpRequest, run_id: int, work: Callable[[], object], done: str) -> HttpResponse:
    try:
        work()
    except PayoutRun.DoesNotExist as error:
        raise Http404 from error
    except UnableToPayOut as error:
        _tell(request, error)
    else:
        messages.success(request, done)
    return redirect("desk:payout-run", run_id)


@officer_page("payments.release")
@posted_from("desk:payout-run", "run_id")
def payout_release(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Release what another officer prepared."""
    return _do(
        request, run_id, lambda: release_run(officer=officer_of(request), run_id=run_id), _("Released. Take the file for the bank now.")
    )


@officer_page("payments.see")
@posted_from("desk:payout-run", "run_id")
def payout_cancel(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Give up a run that waits."""
    reason = request.POST.get("reason", "").strip()[:120]
    return _do(request, run_id, lambda: cancel_run(officer=officer_of(request), run_id=run_id, reason=reason), _("The run is cancelled."))


@officer_page("payments.release")
@posted_from("desk:payout-run", "run_id")
def payout_file(request: HttpRequest, reach: Reach, run_id: int, form: str) -> HttpResponseBase:
    """Hand out the bank's file. Posted, not fetched: it holds whole account numbers, and the log says who took it."""
    try:
        lines = transfer_file(officer=officer_of(request), run_id=run_id, form=form)
    except (PayoutRun.DoesNotExist, KeyError) as error:
        raise Http404 from error
    except UnableToPayOut as error:
        _tell(request, error)
        return redirect("desk:payout-run", run_id)
    response = StreamingHttpResponse(lines, content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="chi-tra-{run_id}-{form}.csv"'
    return response


@officer_page("payments.see")
@posted_from("desk:payout-run", "run_id")
def payout_answer(request: HttpRequest, reach: Reach, run_id: int) -> HttpResponse:
    """Read the bank's answer, and say what became of each row."""
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Please choose the bank's file."))
        return redirect("desk:payout-run", run_id)
    try:
        answers = take_answers(data=form.cleaned_data["file"].read(), officer=officer_of(request))
    except UnableToPayOut as error:
        _tell(request, error)
        return redirect("desk:payout-run", run_id)
    return render(request, "pages/desk/payout_answer.html", {"answers": answers, "run_id": run_id, "here": "payouts"})


@officer_page("producers.verify")
@posted_from("desk:payouts")
def payout_account_verify(request: HttpRequest, reach: Reach, account_id: int) -> HttpResponse:
    """Let money go to an account that its producer entered."""
    try:
        verify_account(account_id=account_id, officer=officer_of(request), how=request.POST.get("how", ""))
    except BankAccount.DoesNotExist as error:
        raise Http404 from error
    except UnableToPayOut as error:
        _tell(request, error)
    else:
        messages.success(request, _("The account is checked: the next payout goes there."))
    return redirect("desk:payouts")
