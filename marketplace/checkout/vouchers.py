"""Put a voucher on the basket and take it off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.lib.posted import posted_from
from marketplace.checkout.pages import show_basket, user_of
from marketplace.forks.discounts import VoucherRefused, put_voucher, take_voucher_off
from marketplace.forks.shop import basket_of

REFUSALS = {
    "unknown": gettext_lazy("We do not know this code. Please look at each letter."),
    "not_now": gettext_lazy("This voucher is not valid today."),
    "used_up": gettext_lazy("This voucher has been used up."),
    "members_only": gettext_lazy("Please sign in to use this voucher: it counts once for each person."),
    "not_for_these": gettext_lazy("This voucher is for other products than those in your basket."),
}


@posted_from("checkout:basket")
def voucher_add(request: HttpRequest) -> HttpResponse:
    """Use a code for the basket; one that cannot be used is shown again with the reason."""
    basket, code = basket_of(request), " ".join(request.POST.get("code", "").replace("\x00", "").split())[:40]
    if not basket.pk:
        return redirect("checkout:basket")
    try:
        voucher = put_voucher(basket_id=basket.pk, code=code, user=user_of(request))
    except VoucherRefused as refusal:
        return show_basket(request, {"voucher_code": code, "voucher_error": REFUSALS[refusal.reason]}, status=400)
    messages.success(request, _("The voucher “%(name)s” counts.") % {"name": voucher.name})
    return redirect("checkout:basket")


@posted_from("checkout:basket")
def voucher_remove(request: HttpRequest) -> HttpResponse:
    """Take a code off the basket."""
    basket = basket_of(request)
    if basket.pk:
        take_voucher_off(basket_id=basket.pk, code=request.POST.get("code", "").replace("\x00", ""))
    return redirect("checkout:basket")
