"""What the basket and the checkout show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.lib import clock
from catalog.places.models import Place
from catalog.products.cards import ProductCard
from catalog.products.selectors import cards_for_products, producer_name
from catalog.products.shelves import newest_product_ids
from marketplace.forks.discounts import Discount, Discounts
from marketplace.forks.shop import Line, basket_of, has_basket_cookie
from marketplace.orders.drafts import Draft, DraftLine, DraftParcel, draft_order
from marketplace.payments.currencies import Quote, quotes_for

PROBLEMS = {
    "sold_out": _("Sold out"),
    "out_of_season": _("Out of season now"),
    "not_for_sale": _("Not for sale now"),
    "not_sent_there": _("Not sent to this province"),
    "full": _("The basket is full"),
}


def problem_text(problem: str, free: int = 0) -> str:
    """Say in the reader's language why a line cannot be ordered as it stands."""
    if problem == "too_few":
        return ngettext("Only %(count)s piece is left", "Only %(count)s pieces are left", free) % {"count": free}
    return str(PROBLEMS[problem]) if problem else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLine:
    """One product in the basket. `card` is none for a product that has left the shop."""

    product_id: int
    card: ProductCard | None
    quantity: int
    free: int
    unit_price: Decimal
    price: Decimal
    problem: str
    is_adults_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketParcel:
    """What one producer would send; shipping and days are none as long as nobody knows where to."""

    producer_name: str
    producer_url: str
    lines: list[BasketLine]
    goods: Decimal
    shipping: Decimal | None
    grams: int | None
    is_chilled: bool
    is_fragile: bool
    earliest_on: date | None
    latest_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketPage:
    """The basket, or the last look before ordering."""

    parcels: list[BasketParcel]
    goods: Decimal
    discounts: list[Discount]
    shipping: Decimal
    total: Decimal
    count: int
    has_problems: bool
    approximate: list[Quote]
    """What the total is in other currencies by today's rates; the price is in đồng."""

    @property
    def parcel_prices(self) -> list[Decimal]:
        """What each parcel costs with its shipping."""
        return [parcel.goods + (parcel.shipping or 0) for parcel in self.parcels]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.parcels


def basket_count(request: HttpRequest) -> int:
    """Count the pieces in the visitor's basket: one query, and none for a guest without a basket."""
    user = request.user
    if not (user.is_authenticated or has_basket_cookie(request)):
        return 0
    basket = basket_of(request)
    if not basket.pk:
        return 0
    return Line.objects.filter(basket_id=basket.pk).aggregate(count=Sum("quantity"))["count"] or 0


def _line(line: DraftLine, cards: dict[int, ProductCard]) -> BasketLine:
    return BasketLine(
        product_id=line.listing.product_id,
        card=cards.get(line.listing.product_id),
        quantity=line.quantity,
        free=line.free,
        unit_price=line.unit_price,
        price=line.price,
        problem=problem_text(line.problem, line.free),
        is_adults_only=line.listing.is_adults_only,
    )


def _parcel(part: DraftParcel, cards: dict[int, ProductCard], language: str) -> BasketParcel:
    name, url = producer_name(part.producer, language)
    return BasketParcel(
        producer_name=name,
        producer_url=url,
        lines=[_line(line, cards) for line in part.lines],
        goods=part.goods,
        shipping=part.quote.price if part.quote else None,
        grams=part.quote.grams if part.quote else None,
        is_chilled=part.is_chilled,
        is_fragile=part.is_fragile,
        earliest_on=part.quote.earliest_on if part.quote else None,
        latest_on=part.quote.latest_on if part.quote else None,
    )


def basket_page(
    wishes: Iterable[tuple[int, int]], *, destination: Place | None, language: str, discounts: Discounts | None = None
) -> BasketPage:
    """Read what the basket shows, for a destination or before one is known.

    Raises:
        NoShippingRate: no rate is in force for a zone.
    """
    today = clock.today()
    less = discounts or Discounts()
    draft: Draft = draft_order(wishes, destination=destination, today=today, discounts=less.by_product)
    prefetch_related_objects([part.producer for part in draft.parcels], "texts")
    ids = [line.listing.product_id for line in draft.lines]
    cards = {card.id: card for card in cards_for_products(ids, language=language, today=today)}
    return BasketPage(
        parcels=[_parcel(part, cards, language) for part in draft.parcels],
        goods=draft.goods + draft.discount,
        discounts=less.rows,
        shipping=draft.shipping,
        total=draft.total,
        count=sum(line.quantity for line in draft.lines),
        has_problems=bool(draft.problems),
        approximate=quotes_for(draft.total, today) if draft.total else [],
    )


def alternatives_to(product_ids: list[int], *, language: str) -> list[ProductCard]:
    """Give a few products in stock to offer in place of sold-out ones."""
    cards: list[Any] = cards_for_products(newest_product_ids(24), language=language)
    return [card for card in cards if card.id not in product_ids and card.availability == "in_stock"][:4]
