"""What an order would be: parcels, prices and days, worked out the same way for the page that shows it and for placing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalog.places.models import Place
from catalog.producers.models import Producer
from catalog.products.models import Listing
from catalog.products.selectors import availability_for, load_offers, offer_for_listing
from marketplace.delivery.quotes import Quote
from marketplace.delivery.selectors import Tariff, can_be_sent, load_of, tariff_to


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One product in a draft. `problem` is empty, or says why it cannot be ordered so."""

    listing: Listing
    quantity: int
    unit_price: Decimal
    discount: Decimal
    free: int
    problem: str

    @property
    def price(self) -> Decimal:
        """Pieces times price, less what offers take off."""
        return self.unit_price * self.quantity - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftParcel:
    """What one producer would send; `quote` is none as long as nobody knows where to."""

    producer: Producer
    lines: list[DraftLine]
    is_chilled: bool
    is_fragile: bool
    quote: Quote | None

    @property
    def goods(self) -> Decimal:
        """Price of the goods."""
        return sum((line.price for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A whole order before it is placed."""

    parcels: list[DraftParcel]

    @property
    def lines(self) -> list[DraftLine]:
        """All lines of all parcels."""
        return [line for parcel in self.parcels for line in parcel.lines]

    @property
    def goods(self) -> Decimal:
        """Price of all goods, discounts taken off."""
        return sum((parcel.goods for parcel in self.parcels), Decimal(0))

    @property
    def discount(self) -> Decimal:
        """What offers take off, all in all."""
        return sum((line.discount for line in self.lines), Decimal(0))

    @property
    def shipping(self) -> Decimal:
        """Price of sending all parcels."""
        return sum((parcel.quote.price for parcel in self.parcels if parcel.quote), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What the buyer pays."""
        return self.goods + self.shipping

    @property
    def parcel_prices(self) -> list[Decimal]:
        """What each parcel costs with its shipping: what a carrier would collect for it."""
        return [parcel.goods + (parcel.quote.price if parcel.quote else 0) for parcel in self.parcels]

    @property
    def problems(self) -> list[DraftLine]:
        """Lines that cannot be ordered as they stand."""
        return [line for line in self.lines if line.problem]


def _problem(listing: Listing, quantity: int, *, free: int, today: date, zone: str | None, price: Decimal | None) -> str:
    state = availability_for(listing, offer_for_listing(listing), today)
    if state != "in_stock":
        return state
    if price is None or quantity < 1:
        return "not_for_sale"
    if quantity > free:
        return "too_few"
    return "not_sent_there" if zone and not can_be_sent(listing, zone) else ""


def _draft_line(listing: Listing, quantity: int, today: date, zone: str | None, discount: Decimal) -> DraftLine:
    offer = offer_for_listing(listing)
    problem = _problem(listing, quantity, free=offer.free, today=today, zone=zone, price=offer.price)
    return DraftLine(
        listing=listing, quantity=quantity, unit_price=offer.price or Decimal(0), discount=discount, free=offer.free, problem=problem
    )


def _draft_parcel(items: list[tuple[Listing, int]], tariff: Tariff | None, today: date, discounts: Mapping[int, Decimal]) -> DraftParcel:
    producer = items[0][0].seller
    zone = tariff.zone_from(producer.place) if tariff else None
    load = load_of(items)
    return DraftParcel(
        producer=producer,
        lines=[_draft_line(listing, quantity, today, zone, discounts.get(listing.product_id, Decimal(0))) for listing, quantity in items],
        is_chilled=load.is_chilled,
        is_fragile=load.is_fragile,
        quote=tariff.quote(load, zone) if tariff and zone else None,
    )


def draft_order(
    wishes: Iterable[tuple[int, int]], *, destination: Place | None, today: date, discounts: Mapping[int, Decimal] | None = None
) -> Draft:
    """Work out an order from (product id, pieces) pairs; parcels come in the order in which their sellers first appear.

    `discounts` says by product what offers take off its line, in đồng.

    Raises:
        NoShippingRate: no rate is in force for a zone.
    """
    wanted = dict(wishes)
    found = {listing.product_id: listing for listing in load_offers(wanted)}
    by_seller: dict[int, list[tuple[Listing, int]]] = {}
    for product_id, quantity in wanted.items():
        if product_id in found:
            listing = found[product_id]
            by_seller.setdefault(listing.seller_id, []).append((listing, quantity))
    tariff = tariff_to(destination, today) if destination else None
    return Draft(parcels=[_draft_parcel(items, tariff, today, discounts or {}) for items in by_seller.values()])
