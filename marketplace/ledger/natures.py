"""What a listing supplies, by whom and where to, as the tax rules ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from catalog.products.models import Listing
from marketplace.ledger.charges import Supply
from marketplace.ledger.models import DeclaredNature, Destination, Nature, Residence, TaxResidence


def supplies_of(listings: Iterable[Listing], *, day: date, destination: str = Destination.HOME) -> dict[int, Supply]:
    """Give by listing what its sale is for the tax rules; one query, and one more if one of them is a service.

    The shop's carriers deliver within Vietnam: that is the default.
    """
    rows = list(listings)
    known = TaxResidence.objects.filter(producer__in={one.seller_id for one in rows}, valid_from__lte=day).order_by("valid_from")
    residences = dict(known.values_list("producer_id", "residence"))
    services = [one.pk for one in rows if one.label == Listing.Label.SERVICE]
    declared = dict(DeclaredNature.objects.filter(listing__in=services).values_list("listing_id", "nature")) if services else {}
    return {
        one.pk: Supply(
            # A label of goods is goods; for anything else an officer must have said so.
            nature=declared.get(one.pk, Nature.UNKNOWN) if one.pk in services else Nature.GOODS,
            residence=residences.get(one.seller_id, Residence.RESIDENT),
            destination=destination,
        )
        for one in rows
    }


def supply_of(listing: Listing, *, day: date) -> Supply:
    """Give what the sale of one listing is for the tax rules."""
    return supplies_of([listing], day=day)[listing.pk]
