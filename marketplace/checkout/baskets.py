"""Change a visitor's basket. The basket is Oscar's; what may stand in it is ours to say."""

from __future__ import annotations

from typing import Any

from catalog.lib import clock
from catalog.products.models import Listing
from catalog.products.selectors import availability_for, listings_with_all, offer_for_listing
from marketplace.checkout.errors import AdultsOnly, UnableToAdd
from marketplace.forks.shop import Line

MOST_PIECES = 99
MOST_LINES = 50


def add_to_basket(*, basket: Any, product_id: int, quantity: int, is_adult: bool) -> Listing:
    """Put pieces of a product into a basket, at most as many as are free.

    Raises:
        Listing.DoesNotExist: no such product, or not published.
        AdultsOnly: the visitor has not said yet to be of age.
        UnableToAdd: sold out, out of season, not for sale, or the basket is full.
    """
    listing = listings_with_all().get(product_id=product_id, state=Listing.State.PUBLISHED)
    offer = offer_for_listing(listing)
    availability = availability_for(listing, offer, clock.today())
    if availability != "in_stock":
        raise UnableToAdd(availability)
    if listing.is_adults_only and not is_adult:
        raise AdultsOnly
    line = Line.objects.filter(basket_id=basket.pk, product_id=product_id).first() if basket.pk else None
    if line is None and basket.pk and Line.objects.filter(basket_id=basket.pk).count() >= MOST_LINES:
        raise UnableToAdd("full")
    wanted = (line.quantity if line else 0) + quantity
    if line is None:
        line, _created = basket.add_product(listing.product, min(wanted, offer.free, MOST_PIECES))
    else:
        Line.objects.filter(pk=line.pk).update(quantity=min(wanted, offer.free, MOST_PIECES))
    if wanted > offer.free:
        raise UnableToAdd("too_few")
    return listing


def change_quantity(*, basket: Any, product_id: int, quantity: int) -> None:
    """Set the pieces of a product in a basket; none takes it out. A product that is not in it is left alone."""
    lines = Line.objects.filter(basket_id=basket.pk, product_id=product_id) if basket.pk else Line.objects.none()
    if quantity <= 0:
        lines.delete()
    else:
        lines.update(quantity=min(quantity, MOST_PIECES))


def wishes_in(basket: Any) -> list[tuple[int, int]]:
    """Give (product id, pieces) of a basket, in the order in which they were added."""
    if not basket.pk:
        return []
    return list(Line.objects.filter(basket_id=basket.pk).order_by("pk").values_list("product_id", "quantity"))
