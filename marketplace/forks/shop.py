"""Oscar's basket and order as the rooms above need them: a few typed doors, so that Oscar is named nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from oscar.apps.basket.models import Basket, Line
from oscar.apps.order.models import Line as OrderLine
from oscar.apps.order.models import Order
from oscar.core.prices import Price

from marketplace.forks.discounts import lock_scarce, price
from marketplace.forks.order.utils import OrderCreator, OrderNumberGenerator

__all__ = [
    "Basket",
    "Line",
    "Order",
    "OrderLine",
    "basket_of",
    "basket_to_order",
    "close_basket",
    "create_order",
    "has_basket_cookie",
    "new_order_number",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shipping:
    """What Oscar asks of a shipping method; ours are parcels with quotes of their own."""

    name: str = "parcels"
    code: str = "parcels"

    def discount(self, basket: Any) -> Decimal:
        """Give no discount: offers on shipping are not used."""
        return Decimal(0)


def basket_of(request: HttpRequest) -> Any:
    """Give the visitor's open basket, saved or not; Oscar's middleware finds it by cookie or account."""
    return request.basket  # type: ignore[attr-defined]  # set by Oscar's middleware


def has_basket_cookie(request: HttpRequest) -> bool:
    """Whether a guest carries a basket at all (the cookie's name is Oscar's): asked before any query."""
    return "oscar_open_basket" in request.COOKIES


def close_basket(basket_id: int, moment: Any) -> bool:
    """Turn an open basket into an ordered one; give whether it was still open. Only one of two at once gets True."""
    return bool(Basket.objects.filter(pk=basket_id, status=Basket.OPEN).update(status=Basket.SUBMITTED, date_submitted=moment))


def new_order_number() -> str:
    """Give a number that nobody can guess."""
    return OrderNumberGenerator().order_number()


def basket_to_order(basket_id: int, user: AbstractBaseUser | None) -> tuple[Any, bool]:
    """Read a closed basket once, priced; what is given out a limited number of times is locked. Give whether vouchers are on it.

    Raises:
        VoucherRefused: a voucher on the basket has been used up or has ended meanwhile.
        ValueError: the basket is empty, or a product in it has no stock record any more.
    """
    has_vouchers, has_offers = lock_scarce(basket_id, user)
    lines = (
        Line.objects.filter(basket_id=basket_id).select_related("basket", "product__product_class", "stockrecord__partner").order_by("pk")
    )
    if not lines or any(line.stockrecord is None for line in lines):
        raise ValueError("Nothing in the basket can be ordered")
    basket = lines[0].basket
    basket._lines = lines  # Oscar's own cache of its lines, which offers write into
    for line in lines:
        line.basket = basket
    return price(basket, user, has_offers=has_offers), has_vouchers


def create_order(
    basket: Any, *, has_vouchers: bool, number: str, goods: Decimal, shipping: Decimal, user: AbstractBaseUser | None
) -> tuple[Any, list[Any]]:
    """Write Oscar's order, lines and discounts from a basket of `basket_to_order`; give the order and its lines. No stock is taken."""
    currency = settings.OSCAR_DEFAULT_CURRENCY
    return OrderCreator().write(
        basket=basket,
        has_vouchers=has_vouchers,
        total=Price(currency=currency, excl_tax=goods + shipping, incl_tax=goods + shipping),
        shipping_method=_Shipping(),
        shipping_charge=Price(currency=currency, excl_tax=shipping, incl_tax=shipping),
        user=user or AnonymousUser(),
        order_number=number,
    )
