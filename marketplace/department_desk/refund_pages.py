"""Refunds by bank transfer at the desk: one officer prepares, another releases, the bank's file ends them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalog.lib.posted import posted_from
from catalog.lib.sheets import CSV_TYPE
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.bank_refunds.errors import NothingForTheBank, NotYours, UnableToSend, UnreadableAnswer
from marketplace.bank_refunds.files import take_file, take_file_again
from marketplace.bank_refunds.models import RefundAccount, RefundFile
from marketplace.bank_refunds.selectors import count_for_next_file, open_files, refunds_waiting
from marketplace.bank_refunds.services import prepare_refund, release_refund, take_answers
from marketplace.department_desk.guards import officer_of, officer_page

ANSWERS = {
    "done": gettext_lazy("paid back"),
    "failed": gettext_lazy("came back: asked for again"),
    "known": gettext_lazy("told before"),
    "other amount": gettext_lazy("another amount: nothing changed"),
    "other word": gettext_lazy("neither paid nor refused: nothing changed"),
    "unmatched": gettext_lazy("fits no refund"),
}


@require_safe
@officer_page("payments.see")
def refunds(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show what waits, with what this officer may do."""
    context = {
        "rows": refunds_waiting(),
        "count_for_next_file": count_for_next_file(),
        "open_files": open_files(),
        "me": officer_of(request).pk,
        "may_prepare": reach_of(request.user, "payments.prepare") is not None,
        "may_release": reach_of(request.user, "payments.release") is not None,
        "here": "refunds",
    }
    return render(request, "pages/desk/refunds.html", context)


def _move(request: HttpRequest, work: Callable[..., RefundAccount], account_id: int, done: str) -> HttpResponse:
    try:
        work(account_id=account_id, officer=officer_of(request))
    except RefundAccount.DoesNotExist as error:
        raise Http404 from error
    except NotYours:
        messages.error(request, _("This needs another person: who prepared it cannot release it, and each needs the duty for it."))
    except UnableToSend:
        messages.error(request, _("That is not possible any more: the refund has moved on meanwhile."))
    else:
        messages.success(request, done)
    return redirect("desk:refunds")


@officer_page("payments.prepare")
@posted_from("desk:refunds")
def refund_prepare(request: HttpRequest, reach: Reach, account_id: int) -> HttpResponse:
    """Say that account and amount are right."""
    return _move(request, prepare_refund, account_id, _("Prepared: another officer can release it now."))


@officer_page("payments.release")
@posted_from("desk:refunds")
def refund_release(request: HttpRequest, reach: Reach, account_id: int) -> HttpResponse:
    """Release what another officer prepared."""
    return _move(request, release_refund, account_id, _("Released. Take the file for the bank now."))


@officer_page("payments.release")
@posted_from("desk:refunds")
def refunds_file(request: HttpRequest, reach: Reach) -> HttpResponseBase:
    """Hand out a new file for the bank. Posted, not fetched: it holds whole account numbers, and the log says who took it."""
    try:
        file, lines = take_file(officer=officer_of(request))
    except NothingForTheBank:
        messages.info(request, _("Nothing was released since the last file. An earlier file can be taken again below."))
        return redirect("desk:refunds")
    return _csv(lines, f"hoan-tien-{file.pk}.csv")


@officer_page("payments.release")
@posted_from("desk:refunds")
def refunds_file_again(request: HttpRequest, reach: Reach, number: int) -> HttpResponseBase:
    """Hand out an earlier file once more; its name says that it is one."""
    try:
        lines = take_file_again(number=number, officer=officer_of(request))
    except RefundFile.DoesNotExist as error:
        raise Http404 from error
    except NothingForTheBank:
        messages.info(request, _("The bank has answered all of this file."))
        return redirect("desk:refunds")
    return _csv(lines, f"hoan-tien-{number}-tai-lai.csv")


def _csv(lines: Iterator[bytes], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(lines, content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@officer_page("payments.see")
@posted_from("desk:refunds")
def refunds_answer(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Read the bank's answer, and say what became of each row."""
    officer, file = officer_of(request), request.FILES.get("file")
    if file is None:
        messages.error(request, _("Please choose the bank's file."))
        return redirect("desk:refunds")
    try:
        answers = take_answers(data=bytes(file.read()), officer=officer)
    except UnreadableAnswer:
        messages.error(request, _("The file cannot be read: it needs columns for code, amount, state, number and reason, as CSV UTF-8."))
        return redirect("desk:refunds")
    except NotYours as error:
        raise Http404 from error
    rows = [{"line": one.line, "reference": one.reference, "words": ANSWERS[one.kind]} for one in answers]
    return render(request, "pages/desk/refunds_answer.html", {"answers": rows, "here": "refunds"})
