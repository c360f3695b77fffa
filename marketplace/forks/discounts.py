"""Oscar's offers and vouchers as the rooms above need them. Amounts in whole đồng.

A discount lowers the price of goods, never of shipping, and it is the producer's price that it lowers: commission and tax are
worked out from what the buyer pays (docs/algorithms/orders.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F, Q
from oscar.apps.basket.models import Basket
from oscar.apps.offer.applicator import Applicator
from oscar.apps.offer.models import Benefit, Condition, ConditionalOffer, Range
from oscar.apps.order.models import OrderDiscount
from oscar.apps.voucher.models import Voucher, VoucherApplication

from catalog.forks.catalogue.models import Product
from catalog.forks.partner.strategy import Dong
from catalog.lib.money import whole_dong


class VoucherRefused(Exception):
    """A code cannot be used. `reason`: unknown, not_now, used_up, members_only, or not_for_these when nothing here gets cheaper."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """What one offer takes off the goods; `code` is the voucher's, empty for an offer that needs none."""

    name: str
    code: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Discounts:
    """All discounts on a basket: by product, and by offer."""

    by_product: dict[int, Decimal] = field(default_factory=dict)
    rows: list[Discount] = field(default_factory=list)


def priced_basket(basket_id: int, user: AbstractBaseUser | None) -> Any:
    """Give the basket with our prices and all offers applied to it."""
    return price(Basket.objects.get(pk=basket_id), user, has_offers=_offers_for(basket_id).exists())


def price(basket: Any, user: AbstractBaseUser | None, *, has_offers: bool) -> Any:
    """Put our prices on a basket, and all offers if there are any for it."""
    basket.strategy = Dong()
    if has_offers:
        Applicator().apply(basket, user or AnonymousUser())
    return basket


def _offers_for(basket_id: int, *, has_vouchers: bool = True) -> Any:
    """Give the open offers that may make a basket cheaper: those for everybody, and those of its vouchers, if it may have any."""
    wanted = Q(offer_type=ConditionalOffer.SITE)
    if has_vouchers:  # four joins that a basket without one need not pay for
        wanted |= Q(vouchers__basket=basket_id)
    return ConditionalOffer.active.filter(wanted)


def discounts_of(basket_id: int | None, user: AbstractBaseUser | None) -> Discounts:
    """Work out what offers and vouchers take off a basket now; a basket that was never saved has none."""
    # Asked first: most baskets have no offer, and then there is nothing to work out.
    if not basket_id or not _offers_for(basket_id).exists():
        return Discounts()
    return read_discounts(price(Basket.objects.get(pk=basket_id), user, has_offers=True))


def read_discounts(basket: Any) -> Discounts:
    """Read what was applied to a priced basket."""
    by_product: dict[int, Decimal] = {}
    for line in basket.all_lines():
        if not line.discount_value:
            continue
        less = whole_dong(line.line_price_incl_tax - line.line_price_incl_tax_incl_discounts)
        by_product[line.product_id] = by_product.get(line.product_id, Decimal(0)) + less
    return Discounts(by_product={key: less for key, less in by_product.items() if less}, rows=list(_rows(basket)))


def _rows(basket: Any) -> Iterator[Discount]:
    for application in basket.offer_applications:
        if application["discount"]:
            voucher = application["voucher"]
            name = voucher.name if voucher else application["offer"].name
            yield Discount(name=name, code=voucher.code if voucher else "", amount=whole_dong(application["discount"]))


def codes_on(basket_id: int | None) -> list[str]:
    """Give the codes of the vouchers on a basket."""
    return list(Voucher.objects.filter(basket=basket_id).order_by("code").values_list("code", flat=True)) if basket_id else []


def put_voucher(*, basket_id: int, code: str, user: AbstractBaseUser | None) -> Voucher:
    """Put a voucher on a basket, if it makes something in it cheaper; putting it twice changes nothing.

    Raises:
        VoucherRefused: with the reason.
    """
    voucher = Voucher.objects.filter(code=code.strip().upper()[:128]).first()
    if voucher is None:
        raise VoucherRefused("unknown")
    if not voucher.is_active():
        raise VoucherRefused("not_now")
    _refuse_used_up(voucher, user)
    basket = Basket.objects.get(pk=basket_id)
    was_there = basket.vouchers.filter(pk=voucher.pk).exists()
    basket.vouchers.add(voucher)
    if not was_there and not any(row.code == voucher.code for row in read_discounts(priced_basket(basket_id, user)).rows):
        basket.vouchers.remove(voucher)
        raise VoucherRefused("not_for_these")
    return voucher


def _refuse_used_up(voucher: Any, user: AbstractBaseUser | None) -> None:
    if voucher.is_available_to_user(user or AnonymousUser())[0]:
        return
    members_only = voucher.usage == Voucher.ONCE_PER_CUSTOMER and user is None
    raise VoucherRefused("members_only" if members_only else "used_up")


def take_voucher_off(*, basket_id: int, code: str) -> None:
    """Take a voucher off a basket; taking off what is not there changes nothing."""
    basket = Basket.objects.get(pk=basket_id)
    basket.vouchers.remove(*Voucher.objects.filter(code=code[:128], basket=basket_id))


def drop_ended_vouchers(basket_id: int, user: AbstractBaseUser | None) -> None:
    """Take off a basket what has been used up or has ended."""
    for voucher in Voucher.objects.filter(basket=basket_id):
        if not voucher.is_active() or not voucher.is_available_to_user(user or AnonymousUser())[0]:
            take_voucher_off(basket_id=basket_id, code=voucher.code)


def lock_scarce(basket_id: int, user: AbstractBaseUser | None) -> tuple[bool, bool]:
    """Lock the basket's vouchers and its offers that are given out a limited number of times, in the order of their ids.

    Give whether there are vouchers, and whether any offer is open for the basket. Called first in the transaction that places the order: whoever waits here counts afterwards what others have used up.

    Raises:
        VoucherRefused: a voucher on the basket has been used up or has ended meanwhile.
    """
    vouchers = list(Voucher.objects.select_for_update(of=("self",)).filter(basket=basket_id).order_by("pk"))
    for voucher in vouchers:
        if not voucher.is_active():
            raise VoucherRefused("not_now")
        _refuse_used_up(voucher, user)
    open_now = _offers_for(basket_id, has_vouchers=bool(vouchers))
    offers = list(open_now.values_list("pk", "max_global_applications", "max_discount"))
    scarce = sorted({pk for pk, *limits in offers if any(limit is not None for limit in limits)})
    if scarce:
        list(ConditionalOffer.objects.select_for_update().filter(pk__in=scarce).order_by("pk").values_list("pk", flat=True))
    return bool(vouchers), bool(offers)


def lock_discounts(*order_ids: int) -> None:
    """Lock the vouchers and offers that orders used, by id and before their stock: placing takes them in that order too."""
    used = OrderDiscount.objects.filter(order_id__in=order_ids)
    list(Voucher.objects.select_for_update().filter(pk__in=used.values("voucher_id")).order_by("pk").values_list("pk", flat=True))
    list(ConditionalOffer.objects.select_for_update().filter(pk__in=used.values("offer_id")).order_by("pk").values_list("pk", flat=True))


def give_discounts_back(order_id: int) -> None:
    """Give back what an order that ended had used up, so that others may use it; the order keeps its amounts."""
    for used in VoucherApplication.objects.filter(order_id=order_id):
        Voucher.objects.filter(pk=used.voucher_id, num_orders__gt=0).update(num_orders=F("num_orders") - 1)
        used.delete()
        for discount in OrderDiscount.objects.filter(order_id=order_id, voucher_id=used.voucher_id):
            Voucher.objects.filter(pk=used.voucher_id).update(total_discount=F("total_discount") - discount.amount)
    for discount in OrderDiscount.objects.filter(order_id=order_id, offer_id__isnull=False):
        ConditionalOffer.objects.filter(pk=discount.offer_id).update(
            num_applications=F("num_applications") - (discount.frequency or 0),
            total_discount=F("total_discount") - discount.amount,
            num_orders=F("num_orders") - 1,
        )


@transaction.atomic
def make_voucher(
    *,
    code: str,
    name: str,
    percent: int,
    product_ids: Collection[int],
    starts_at: datetime,
    ends_at: datetime,
    usage: str = Voucher.MULTI_USE,
) -> Voucher:
    """Make a voucher that takes `percent` off these products; making the same code again gives the one that stands.

    Raises:
        ValueError: the percent is not between 1 and 90.
    """
    if not 1 <= percent <= 90:
        raise ValueError("percent")
    standing = Voucher.objects.filter(code=code.upper()).first()
    if standing is not None:
        return standing
    goods = Range.objects.create(name=f"{name} ({code})", includes_all_products=False)
    for product in Product.objects.filter(pk__in=product_ids):
        goods.add_product(product)
    offer = ConditionalOffer.objects.create(
        name=f"{name} ({code})",
        offer_type=ConditionalOffer.VOUCHER,
        condition=Condition.objects.create(range=goods, type=Condition.COUNT, value=1),
        benefit=Benefit.objects.create(range=goods, type=Benefit.PERCENTAGE, value=percent),
    )
    voucher = Voucher.objects.create(name=name, code=code, usage=usage, start_datetime=starts_at, end_datetime=ends_at)
    voucher.offers.add(offer)
    return voucher
