"""What a producer is owed and was paid, for members whose role lets them see it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.lib.posted import posted_from
from catalog.lib.sheets import XLSX_TYPE
from catalog.producers.models import Producer
from catalog.producers.selectors import producer_text
from marketplace.accounts.models import User
from marketplace.accounts.permissions import get_producer_for
from marketplace.payouts.accounts import enter_account
from marketplace.payouts.errors import AccountRefused
from marketplace.payouts.models import Payout
from marketplace.payouts.selectors import get_payout_for, producer_money, producers_of_member
from marketplace.payouts.statements import statement_of, statement_pdf, statement_xlsx
from marketplace.producer_desk.forms import AccountForm

FORMS = {"pdf": (statement_pdf, "application/pdf"), "xlsx": (statement_xlsx, XLSX_TYPE)}


def _producer(request: HttpRequest, producer_id: int) -> Producer:
    try:
        return get_producer_for(request.user, producer_id, "payouts.see")
    except Producer.DoesNotExist as error:
        raise Http404 from error


def _page(request: HttpRequest, producer: Producer, form: AccountForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "producer": producer,
        "name": producer_text(producer, "vi"),
        "money": producer_money(producer),
        "form": form,
    }
    response = render(request, "pages/producer_desk/money.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@login_required
@require_safe
def money_of_mine(request: HttpRequest) -> HttpResponse:
    """Lead to the one producer that the person acts for, or let them choose."""
    assert isinstance(request.user, User)  # noqa: S101  # signed in
    producers = producers_of_member(request.user)
    if not producers:
        raise Http404
    if len(producers) == 1:
        return redirect("producer_desk:money", producers[0].pk)
    names = [(producer.pk, producer_text(producer, "vi")) for producer in producers]
    return render(request, "pages/producer_desk/money_choice.html", {"names": names})


@never_cache
@login_required
@require_safe
def money(request: HttpRequest, producer_id: int) -> HttpResponse:
    """Show what is owed, what waits and why, what is on its way, what was paid."""
    return _page(request, _producer(request, producer_id), AccountForm())


@never_cache
@login_required
@posted_from("producer_desk:money", "producer_id")
def account_enter(request: HttpRequest, producer_id: int) -> HttpResponse:
    """Note another bank account; it is paid to once the department has checked it."""
    producer, form = _producer(request, producer_id), AccountForm(request.POST)
    assert isinstance(request.user, User)  # noqa: S101  # signed in
    if form.is_valid():
        try:
            enter_account(producer=producer, member=request.user, **form.cleaned_data)
        except AccountRefused:
            form.add_error(None, _("This cannot be a bank account. Please look at bank, number and holder again."))
        else:
            messages.success(request, _("Noted. Money goes there once the department has checked it."))
            return redirect("producer_desk:money", producer.pk)
    return _page(request, producer, form, status=422)


@never_cache
@login_required
@require_safe
def statement(request: HttpRequest, producer_id: int, reference: str, form: str) -> HttpResponse:
    """Give the statement of a payout as PDF or xlsx."""
    producer = _producer(request, producer_id)
    try:
        write, kind = FORMS[form]
        payout = get_payout_for(producer, reference)
    except (KeyError, Payout.DoesNotExist) as error:
        raise Http404 from error
    response = HttpResponse(write(statement_of(payout)), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{payout.reference}.{form}"'
    return response
