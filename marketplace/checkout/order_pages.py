"""The pages of a placed order: by its signed link, its QR picture, and the way back for those who lost the link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.lib.languages import Language, current_language
from catalog.lib.posted import posted_from
from catalog.lib.secret_pages import secret_page
from catalog.products.models import Listing
from marketplace.checkout.baskets import add_to_basket
from marketplace.checkout.errors import AdultsOnly, UnableToAdd
from marketplace.checkout.forms import FindOrderForm
from marketplace.checkout.given import forget_given
from marketplace.checkout.qr import vietqr_svg
from marketplace.forks.shop import Order, basket_of
from marketplace.orders.digests import network_of
from marketplace.orders.errors import TooManyLookups, UnableToMove
from marketplace.orders.links import order_for_link, order_link
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.selectors import find_lost_order, order_page, order_rows, orders_of
from marketplace.orders.settling import cancel_parcel
from marketplace.payments.errors import ProviderUnavailable


def _order(number: str, signature: str) -> Any:
    try:
        return order_for_link(number, signature)
    except (BadSignature, Order.DoesNotExist) as error:
        raise Http404 from error


@never_cache
@secret_page
@require_safe
def order_detail(request: HttpRequest, number: str, signature: str) -> HttpResponse:
    """Show an order to whoever holds its link: thanks, state, parcels, and how to pay."""
    order = _order(number, signature)
    forget_given(request)
    context = {
        "page": order_page(order, language=current_language()),
        "signature": signature,
        "alternates": {code: order_link(number, code) for code in Language.values},
        "link": request.build_absolute_uri(order_link(number, current_language())),
    }
    return render(request, "pages/checkout/order.html", context)


@never_cache
@require_safe
def order_qr(request: HttpRequest, number: str, signature: str) -> HttpResponse:
    """Draw the VietQR of an order that waits for its money."""
    page = order_page(_order(number, signature), language=current_language())
    if page.transfer is None:
        raise Http404
    return HttpResponse(vietqr_svg(page.transfer), content_type="image/svg+xml")


@posted_from("checkout:order-detail", "number", "signature")
def parcel_cancel(request: HttpRequest, number: str, signature: str, parcel_id: int) -> HttpResponse:
    """Cancel a parcel that its producer has not confirmed yet."""
    order = _order(number, signature)
    if not Parcel.objects.filter(pk=parcel_id, order=order).exists():
        raise Http404
    try:
        cancel_parcel(parcel_id=parcel_id, by=ParcelMove.By.BUYER)
    except ProviderUnavailable:
        messages.error(request, _("The payment provider does not answer, so nothing has been cancelled. Please try again in a minute."))
    except UnableToMove:
        messages.error(request, _("The producer is packing it already. Please call them."))
    else:
        messages.success(request, _("The parcel is cancelled."))
    return redirect("checkout:order-detail", number, signature)


@never_cache
@login_required
@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """Show a signed-in buyer their orders, newest first."""
    orders = Paginator(orders_of(request.user), 20).get_page(request.GET.get("page"))
    return render(request, "pages/checkout/orders.html", {"orders": orders, "rows": order_rows(list(orders), current_language())})


@login_required
@posted_from("checkout:order-list")
def order_again(request: HttpRequest, number: str) -> HttpResponse:
    """Put what an earlier order of one's own held into the basket, as far as it can be had."""
    order = orders_of(request.user).filter(number=number).first()
    if order is None:
        raise Http404
    missing = 0
    for product_id, quantity in order.lines.order_by("pk").values_list("product_id", "quantity"):
        try:
            add_to_basket(
                basket=basket_of(request), product_id=product_id, quantity=quantity, is_adult=bool(request.session.get("is_adult"))
            )
        except (UnableToAdd, AdultsOnly, Listing.DoesNotExist):
            missing += 1
    if missing:
        messages.warning(request, _("Not everything of that order can be had now."))
    return redirect("checkout:basket")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order_find(request: HttpRequest) -> HttpResponse:
    """Find a lost order by number and phone; whichever was wrong, the answer is the same."""
    form = FindOrderForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            order = find_lost_order(**form.cleaned_data, network=network_of(request))
        except TooManyLookups:
            messages.error(request, _("Too many tries. Please wait an hour."))
            status = 429
        else:
            if order is not None:
                return redirect(order_link(order.number, current_language()))
            messages.error(request, _("We find no order with this number and this phone."))
            status = 404
    elif request.method == "POST":
        status = 400
    return render(request, "pages/checkout/find.html", {"form": form}, status=status)
