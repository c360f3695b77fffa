"""The buyer's page of one refund, by the order's signed link."""

from __future__ import annotations

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.lib.secret_pages import secret_page
from marketplace.bank_refunds.errors import AccountNotTaken
from marketplace.bank_refunds.forms import AccountForm
from marketplace.bank_refunds.selectors import RefundRow, refunds_of_order
from marketplace.bank_refunds.services import give_account
from marketplace.forks.shop import Order
from marketplace.orders.links import order_for_link


def _refund(number: str, signature: str, refund_id: int) -> RefundRow:
    try:
        order_for_link(number, signature)
    except (BadSignature, Order.DoesNotExist) as error:
        raise Http404 from error
    found = next((row for row in refunds_of_order(number) if row.refund_id == refund_id), None)
    if found is None:
        raise Http404
    return found


@never_cache
@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def account_give(request: HttpRequest, number: str, signature: str, refund_id: int) -> HttpResponse:
    """Ask where a refund shall go; what was given before is never shown again, only replaced."""
    refund = _refund(number, signature, refund_id)
    form = AccountForm(request.POST or None)
    if refund.step not in ("asked", "given"):
        messages.info(request, _("This refund is on its way already."))
        return redirect("checkout:order-detail", number, signature)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            give_account(refund_id=refund_id, bank_bin=facts["bank_bin"], number=facts["number"], holder=facts["holder"])
        except AccountNotTaken:
            messages.info(request, _("This refund is on its way already."))
        else:
            messages.success(request, _("Thank you. We send the money to this account."))
        return redirect("checkout:order-detail", number, signature)
    context = {"form": form, "refund": refund, "number": number, "signature": signature}
    return render(request, "pages/bank_refunds/account.html", context, status=400 if form.errors else 200)
