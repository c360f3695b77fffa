"""What several views of the checkout need: the visitor, and the basket as it stands now."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.lib.languages import current_language
from catalog.places.models import Place
from marketplace.checkout.baskets import wishes_in
from marketplace.checkout.selectors import BasketPage, alternatives_to, basket_page
from marketplace.forks.discounts import codes_on, discounts_of
from marketplace.forks.shop import basket_of


def user_of(request: HttpRequest) -> AbstractBaseUser | None:
    """Give the visitor's account, or none for a guest."""
    return request.user if request.user.is_authenticated else None


def page_of(request: HttpRequest, destination: Place | None = None) -> BasketPage:
    """Read the visitor's basket with what offers take off."""
    basket = basket_of(request)
    discounts = discounts_of(basket.pk, user_of(request))
    return basket_page(wishes_in(basket), destination=destination, language=current_language(), discounts=discounts)


def show_basket(request: HttpRequest, extra: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """Show the basket, a parcel for each producer."""
    page = page_of(request)
    context: dict[str, Any] = {"page": page, "codes": codes_on(basket_of(request).pk), **(extra or {})}
    if page.has_problems or page.is_empty:
        ids = [line.product_id for parcel in page.parcels for line in parcel.lines]
        context["alternatives"] = alternatives_to(ids, language=current_language())
    return render(request, "pages/checkout/basket.html", context, status=status)
