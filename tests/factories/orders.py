"""Rates, baskets and order requests for tests."""

from __future__ import annotations

import secrets
from datetime import date
from decimal import Decimal
from typing import Any

from catalog.places.models import Place
from catalog.products.models import Listing
from marketplace.accounts.consents import ORDER_VERSION
from marketplace.delivery.models import Neighbor, ShippingRate, Zone
from marketplace.forks.shop import Basket, Line
from marketplace.orders.drafts import draft_order
from marketplace.orders.services import OrderRequest, Recipient
from tests.factories.producers import PlaceFactory


def rates(*, valid_from: date = date(2020, 1, 1), valid_to: date | None = None) -> None:
    """Put a rate for each zone on file."""
    prices = {Zone.SAME_PROVINCE: (22_000, 1, 2), Zone.NEARBY: (28_000, 1, 3), Zone.FAR: (36_000, 3, 6)}
    for zone, (price, days_from, days_to) in prices.items():
        ShippingRate.objects.create(
            zone=zone,
            base_grams=2000,
            base_price=price,
            step_grams=500,
            step_price=2500,
            days_from=days_from,
            days_to=days_to,
            valid_from=valid_from,
            valid_to=valid_to,
            source="Biểu phí 01",
        )


def neighbors(one: Place, other: Place) -> None:
    """Let two provinces touch."""
    Neighbor.objects.create(province=one, neighbor=other)
    Neighbor.objects.create(province=other, neighbor=one)


def fill_basket(*wishes: tuple[Listing, int], owner: Any = None) -> Any:
    """Make an open basket."""
    basket = Basket.objects.create(owner=owner)
    for number, (listing, quantity) in enumerate(wishes):
        record = listing.product.stockrecords.get()
        Line.objects.create(
            basket=basket, line_reference=f"{listing.pk}-{number}", product=listing.product, stockrecord=record, quantity=quantity
        )
    return basket


def request_for(basket: Any, *, province: Place | None = None, phone: str = "+84912345678", **facts: Any) -> OrderRequest:
    """Make the request of a buyer who has seen the present total."""
    destination = province or PlaceFactory.create()
    wishes = list(Line.objects.filter(basket=basket).order_by("pk").values_list("product_id", "quantity"))
    seen = facts.pop("total_seen", None)
    recipient = facts.pop("recipient", None) or Recipient(
        name="Nguyễn Thị Lan",
        phone=phone,
        province=destination,
        commune="Hoàn Kiếm",
        street="1 Tràng Tiền",
        email=facts.pop("email", ""),
    )
    return OrderRequest(
        token=facts.pop("token", secrets.token_urlsafe(32)),
        basket_id=basket.pk,
        recipient=recipient,
        method=facts.pop("method", "cash_on_delivery"),
        total_seen=Decimal(seen) if seen is not None else draft_order(wishes, destination=destination, today=date.today()).total,
        consent_version=ORDER_VERSION,
        language="vi",
        **facts,
    )
