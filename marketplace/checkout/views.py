"""Basket, checkout, and the pages of an order."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.lib import clock
from catalog.lib.languages import current_language
from catalog.lib.posted import posted_from
from catalog.products.models import Listing
from catalog.products.selectors import text_for
from marketplace.accounts.addresses import keep_address
from marketplace.accounts.consents import ORDER_VERSION, consent_text
from marketplace.accounts.models import User
from marketplace.checkout.address_pages import initial_of, saved_rows
from marketplace.checkout.baskets import add_to_basket, change_quantity, wishes_in
from marketplace.checkout.errors import AdultsOnly, UnableToAdd
from marketplace.checkout.forms import ConfirmForm, RecipientForm
from marketplace.checkout.given import given_by, keep_given
from marketplace.checkout.pages import page_of, show_basket, user_of
from marketplace.checkout.selectors import problem_text
from marketplace.checkout.ways import CASH_REFUSALS, ways_for
from marketplace.delivery.selectors import commune_names
from marketplace.forks.discounts import drop_ended_vouchers
from marketplace.forks.shop import Order, basket_of
from marketplace.orders.digests import network_of
from marketplace.orders.errors import (
    CashRefused,
    EmptyBasket,
    NotForSale,
    OutOfStock,
    RateChanged,
    TokenTaken,
    TooManyReservations,
    TotalChanged,
    VoucherEnded,
)
from marketplace.orders.links import order_link
from marketplace.orders.services import OrderRequest, Recipient, order_for_token, place_order
from marketplace.payments.methods import gateway_for
from marketplace.payments.models import Payment

ADULT, HOLDER = "is_adult", "checkout_holder"
_LONGEST = 2_000  # characters of a field as typed: more than any valid one, so that no session grows without end


_PIECES = re.compile(r"[0-9]{1,9}", re.ASCII)


def _product_id(request: HttpRequest) -> int:
    text = request.POST.get("product", "").strip()
    return int(text) if _PIECES.fullmatch(text) else 0


def _pieces(request: HttpRequest, *, least: int) -> int | None:
    """Read how many pieces are wished; none for what is no number of pieces, which then changes nothing."""
    text = request.POST.get("quantity", "1").strip()
    if not _PIECES.fullmatch(text) or int(text) < least:
        messages.warning(request, _("Please write how many pieces you wish, as a whole number."))
        return None
    return int(text)


@never_cache
@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """Show the basket, a parcel for each producer."""
    return show_basket(request)


@posted_from("checkout:basket")
def basket_add(request: HttpRequest) -> HttpResponse:
    """Put a product into the basket and show the basket; goods for adults ask once about age."""
    quantity = _pieces(request, least=1)
    if quantity is None:
        return redirect("checkout:basket")
    if request.POST.get("adult") == "yes":
        request.session[ADULT] = True
    try:
        listing = add_to_basket(
            basket=basket_of(request), product_id=_product_id(request), quantity=quantity, is_adult=bool(request.session.get(ADULT))
        )
    except Listing.DoesNotExist as error:
        raise Http404 from error
    except AdultsOnly:
        return render(request, "pages/checkout/adults.html", {"product": _product_id(request), "quantity": quantity})
    except UnableToAdd as error:
        messages.warning(request, _("Not everything could be put into the basket: %(why)s.") % {"why": _reason(request, error)})
        return redirect("checkout:basket")
    title = text_for(listing.texts.all(), current_language()).title
    messages.success(request, _("“%(title)s” is in your basket.") % {"title": title})
    return redirect("checkout:basket")


def _reason(request: HttpRequest, error: UnableToAdd) -> str:
    if error.reason == "too_few":
        return _("fewer pieces are left than you wished")
    return problem_text(error.reason).lower()


@posted_from("checkout:basket")
def basket_change(request: HttpRequest) -> HttpResponse:
    """Set the pieces of one product; zero takes it out."""
    quantity = 0 if "remove" in request.POST else _pieces(request, least=0)
    if quantity is not None:
        change_quantity(basket=basket_of(request), product_id=_product_id(request), quantity=quantity)
    return redirect("checkout:basket")


def _initial(request: HttpRequest) -> dict[str, Any]:
    user, given = request.user, given_by(request)
    if not user.is_authenticated:
        return given
    known = {"name": user.get_full_name(), "phone": user.phone or "", "email": user.email or ""}
    return {**known, **given, **initial_of(user, request.GET.get("address", ""))}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Ask who receives the order and where; what was given is kept for the last look, which is a page of its own."""
    is_empty = not wishes_in(basket_of(request))
    if request.method != "POST":
        return redirect("checkout:basket") if is_empty else _details_page(request, RecipientForm(initial=_initial(request)))
    form = RecipientForm(request.POST)
    if "edit" not in request.POST and not form.is_valid():
        return _details_page(request, form)
    _holder(request)
    keep_given(request, _plain(request))
    if is_empty:
        return redirect("checkout:basket")
    return redirect("checkout:details" if "edit" in request.POST else "checkout:review")


@never_cache
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Show the last look at what was given; where nothing is kept any more, ask again."""
    if not wishes_in(basket_of(request)):
        return redirect("checkout:basket")
    form = RecipientForm(given_by(request))
    if not form.is_valid():
        messages.info(
            request, _("Please look at the delivery address once more; your basket is as it was and nothing has been ordered yet.")
        )
        return redirect("checkout:details")
    return _review_page(request, form, ConfirmForm(initial={"method": ConfirmForm.base_fields["method"].initial}))


def _plain(request: HttpRequest) -> dict[str, str]:
    """Give the fields as they were typed."""
    return {name: request.POST.get(name, "")[:_LONGEST] for name in RecipientForm.base_fields}


def _details_page(request: HttpRequest, form: RecipientForm) -> HttpResponse:
    page = page_of(request)
    status = 400 if form.errors else 200
    context = {"form": form, "page": page, "communes": commune_names(), "saved": saved_rows(request.user)}
    return render(request, "pages/checkout/details.html", context, status=status)


def _review_page(request: HttpRequest, form: RecipientForm, confirm: ConfirmForm, *, status: int = 200) -> HttpResponse:
    """Show parcels, shipping, days, total, payment and consent; the token names this very page."""
    province = form.destination()
    page = page_of(request, province)
    _holder(request)
    phone, user = form.cleaned_data["phone"], user_of(request)
    ways = ways_for(total=page.total, parcels=page.parcel_prices, phone=phone, user=user, day=clock.today())
    confirm.offer(ways.choices)
    context = {
        "form": form,
        "confirm": confirm,
        "why_no_cash": ways.why_no_cash,
        "page": page,
        "token": confirm.data.get("token") or secrets.token_urlsafe(32),
        "province": dict(form.fields["province"].choices).get(province.pk, ""),  # type: ignore[attr-defined]
        "consent": consent_text("order", ORDER_VERSION),
    }
    return render(request, "pages/checkout/review.html", context, status=status)


@never_cache
@posted_from("checkout:review")
def place(request: HttpRequest) -> HttpResponse:
    """Place the order; a second press lands on the page of the first."""
    form, confirm = RecipientForm(request.POST), ConfirmForm(request.POST)
    if not form.is_valid() or not confirm.is_valid():
        return _unfinished(request, form, confirm)
    try:
        order = place_order(_order_request(request, form, confirm))
    except EmptyBasket:
        messages.info(request, _("Your basket is empty: this order may have been placed already."))
        return redirect("checkout:basket")
    except (OutOfStock, NotForSale):
        messages.error(request, _("Something in your basket has just sold out or may not be sent there. Nothing has been ordered yet."))
        return redirect("checkout:basket")
    except VoucherEnded:
        drop_ended_vouchers(basket_of(request).pk, user_of(request))
        messages.warning(request, _("A voucher has been used up or has ended. Please look at the new total; nothing has been ordered yet."))
        return _review_page(request, form, ConfirmForm(initial=confirm.cleaned_data), status=409)
    except TotalChanged:
        messages.warning(request, _("A price has changed. Please look at the new total; nothing has been ordered yet."))
        return _review_page(request, form, ConfirmForm(initial=confirm.cleaned_data), status=409)
    except CashRefused as error:
        messages.warning(request, str(CASH_REFUSALS[error.reason]))
        return _review_page(request, form, ConfirmForm(initial=confirm.cleaned_data), status=409)
    except RateChanged:
        messages.warning(request, _("The exchange rate has changed. Please choose again; nothing has been ordered yet."))
        return _review_page(request, form, ConfirmForm(initial=confirm.cleaned_data), status=409)
    except TokenTaken:
        messages.warning(request, _("Please look at your order once more; nothing has been ordered yet."))
        return _review_page(request, form, ConfirmForm(initial=confirm.cleaned_data), status=409)
    except TooManyReservations:
        messages.error(request, _("Many orders have come from this number within half an hour. Please try again later or call us."))
        return _review_page(request, form, ConfirmForm(initial=confirm.cleaned_data), status=429)
    _keep_address(request, form)
    return redirect(_after_placing(order, confirm.way().method))


def _unfinished(request: HttpRequest, form: RecipientForm, confirm: ConfirmForm) -> HttpResponse:
    """Ask for what is missing, unless this page has become an order before: `place_order` finds it for what is complete."""
    holder = request.session.get(HOLDER)  # whoever has none has ordered nothing here
    placed = order_for_token(request.POST.get("token", "")[:64], holder) if holder else None
    if placed is not None:
        return redirect(order_link(placed.number, current_language()))
    return _details_page(request, form) if form.errors else _review_page(request, form, confirm, status=400)


def _keep_address(request: HttpRequest, form: RecipientForm) -> None:
    """Keep the address of a signed-in buyer who wished it, once the order stands."""
    if form.cleaned_data["keep"] and isinstance(request.user, User):
        values = {name: form.cleaned_data[name] for name in ("name", "phone", "commune", "street")}
        keep_address(user=request.user, province=form.destination(), **values)


def _after_placing(order: Order, method: str) -> str:
    """Give where to go on; the order may be that of a first press, which chose another way to pay."""
    link = order_link(order.number, current_language())
    has_page = gateway_for(method).has_pay_page and Payment.objects.filter(order=order, method=method).exists()
    return reverse("checkout:pay", kwargs=resolve(link).kwargs) if has_page else link


def _holder(request: HttpRequest) -> str:
    """Give a secret of this visitor's session: what was ordered from here is shown here again, and to nobody else."""
    if HOLDER not in request.session:
        request.session[HOLDER] = secrets.token_urlsafe(16)
    return str(request.session[HOLDER])


def _order_request(request: HttpRequest, form: RecipientForm, confirm: ConfirmForm) -> OrderRequest:
    values, way = form.cleaned_data, confirm.way()
    return OrderRequest(
        token=confirm.cleaned_data["token"],
        basket_id=basket_of(request).pk or 0,
        recipient=Recipient(
            name=values["name"],
            phone=values["phone"],
            province=form.destination(),
            commune=values["commune"],
            street=values["street"],
            note=values["note"],
            email=values["email"],
            tax_code=values["tax_code"],
        ),
        method=way.method,
        currency=way.currency,
        rate_seen=way.rate_seen,
        total_seen=confirm.cleaned_data["total_seen"],
        consent_version=ORDER_VERSION,
        language=current_language(),
        network=network_of(request),
        user=user_of(request),
        holder=_holder(request),
    )
