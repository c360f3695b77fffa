"""What a listing supplies, by whom and where to, as the tax rules ask."""

from __future__ import annotations

from datetime import date

from catalog.producers.models import Producer
from catalog.products.models import Listing
from marketplace.ledger.charges import Supply
from marketplace.ledger.models import DeclaredNature, Destination, Nature, Residence, TaxResidence


def nature_of(listing: Listing) -> str:
    """Give the nature of the supply: a label of goods is goods; for anything else an officer must have said so."""
    if listing.label != Listing.Label.SERVICE:
        return Nature.GOODS
    declared = DeclaredNature.objects.filter(listing=listing).first()
    return declared.nature if declared else Nature.UNKNOWN


def residence_of(producer: Producer, day: date) -> str:
    """Give where a producer pays tax on a day."""
    known = TaxResidence.objects.filter(producer=producer, valid_from__lte=day).order_by("-valid_from").first()
    return known.residence if known else Residence.RESIDENT


def supply_of(listing: Listing, *, day: date, destination: str = Destination.HOME) -> Supply:
    """Give what the sale of a listing is for the tax rules. The shop's carriers deliver within Vietnam: that is the default."""
    return Supply(nature=nature_of(listing), residence=residence_of(listing.seller, day), destination=destination)
