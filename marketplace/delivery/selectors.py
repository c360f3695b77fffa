"""Read the rate table and the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from catalog.lib.kept import kept
from catalog.lib.languages import current_language
from catalog.lib.vietnamese import sort_key
from catalog.places.models import Place, PlaceText
from catalog.products.models import Listing
from catalog.texts.models import best_text
from marketplace.delivery.errors import NoShippingRate
from marketplace.delivery.models import HandlingFee, Neighbor, ShippingRate, Zone
from marketplace.delivery.quotes import Fees, Load, Quote, Rate, quote_load

_REACH: dict[str, set[str]] = {
    Listing.SendTo.NATIONWIDE: {Zone.SAME_PROVINCE, Zone.NEARBY, Zone.FAR},
    Listing.SendTo.NEARBY: {Zone.SAME_PROVINCE, Zone.NEARBY},
    Listing.SendTo.HANOI: {Zone.SAME_PROVINCE},
}


def province_choices() -> list[tuple[int, str]]:
    """Give today's provinces in Vietnamese dictionary order, for a form; one query."""
    texts: dict[int, list[PlaceText]] = {}
    for text in PlaceText.objects.filter(place__kind=Place.Kind.PROVINCE, place__valid_to=None):
        texts.setdefault(text.place_id, []).append(text)
    named = [(pk, best.title) for pk, of_place in texts.items() if (best := best_text(of_place, current_language()))]
    return sorted(named, key=lambda row: sort_key(row[1]))


def province_with_id(pk: int) -> Place | None:
    """Give one of today's provinces, or none."""
    provinces = Place.objects.filter(kind=Place.Kind.PROVINCE, valid_to=None)
    known = kept("provinces-by-id", lambda: {place.pk: place for place in provinces})
    return known.get(pk) or provinces.filter(pk=pk).first()


def commune_names() -> list[str]:
    """Give the communes on file, as suggestions beside a free text."""
    places = Place.objects.filter(kind=Place.Kind.COMMUNE, valid_to=None).prefetch_related("texts")
    return sorted((text.title for place in places if (text := best_text(place.texts.all(), "vi"))), key=sort_key)


def province_of(place: Place | None) -> Place | None:
    """Climb to the province that a place lies in."""
    while place is not None and place.kind != Place.Kind.PROVINCE:
        place = place.parent
    return place


def zone_between(origin: Place | None, destination: Place) -> str:
    """Give the zone from a seller's place to a province; an unknown origin counts as far."""
    return _zone(origin, destination, _provinces_beside(destination))


def _provinces_beside(destination: Place) -> frozenset[int]:
    def read() -> frozenset[int]:
        return frozenset(Neighbor.objects.filter(neighbor=destination).values_list("province_id", flat=True))

    return kept(f"provinces-beside-{destination.pk}", read)


def _zone(origin: Place | None, destination: Place, beside: frozenset[int]) -> str:
    start = province_of(origin)
    if start is None:
        return Zone.FAR
    if start.pk == destination.pk:
        return Zone.SAME_PROVINCE
    return Zone.NEARBY if start.pk in beside else Zone.FAR


def can_be_sent(listing: Listing, zone: str) -> bool:
    """Whether the listing may travel that far."""
    return zone in _REACH[listing.send_to]


def _in_force(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def rates_on(day: date) -> dict[str, Rate]:
    """Give the rate in force of each zone that has one; one query."""
    rows: QuerySet[ShippingRate] = ShippingRate.objects.filter(_in_force(day)).order_by("valid_from")
    return {
        row.zone: Rate(
            base_grams=row.base_grams,
            base_price=row.base_price,
            step_grams=row.step_grams,
            step_price=row.step_price,
            days_from=row.days_from,
            days_to=row.days_to,
        )
        for row in rows
    }


def fees_on(day: date) -> Fees:
    """Give the fees for care in force; none on file means nothing is added."""
    rows: QuerySet[HandlingFee] = HandlingFee.objects.filter(_in_force(day)).order_by("valid_from")
    price = {row.handling: row.price for row in rows}
    return Fees(
        chilled=price.get(HandlingFee.Handling.CHILLED, Decimal(0)),
        fragile=price.get(HandlingFee.Handling.FRAGILE, Decimal(0)),
    )


def load_of(items: Iterable[tuple[Listing, int]]) -> Load:
    """Add up what a parcel holds; (listing, pieces) pairs come in."""
    rows = list(items)
    return Load(
        grams=sum(listing.shipping_grams * pieces for listing, pieces in rows),
        is_chilled=any(listing.storage != Listing.Storage.AMBIENT for listing, _pieces in rows),
        is_fragile=any(listing.is_fragile for listing, _pieces in rows),
        lead_time_days=max((listing.lead_time_days for listing, _pieces in rows), default=0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What sending to one province costs on a day, read once for all parcels of an order."""

    destination: Place
    day: date
    beside: frozenset[int]
    rates: Mapping[str, Rate]
    fees: Fees

    def zone_from(self, origin: Place | None) -> str:
        """Give the zone from a seller's place; an unknown origin counts as far."""
        return _zone(origin, self.destination, self.beside)

    def quote(self, load: Load, zone: str) -> Quote:
        """Price one parcel.

        Raises:
            NoShippingRate: no rate is in force.
        """
        if zone not in self.rates:
            raise NoShippingRate(f"No shipping rate for {zone} on {self.day}")
        return quote_load(load, zone=zone, rate=self.rates[zone], fees=self.fees, day=self.day)


def tariff_to(destination: Place, day: date) -> Tariff:
    """Read what sending to a province costs on a day: three queries, and none while it is kept."""
    rates, fees = kept(f"tariff-{day}", lambda: (rates_on(day), fees_on(day)))
    return Tariff(destination=destination, day=day, beside=_provinces_beside(destination), rates=rates, fees=fees)
