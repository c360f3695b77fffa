"""Whether what is sold is goods or a service, as the tax rules ask."""

from __future__ import annotations

from catalog.products.models import Listing
from marketplace.ledger.models import WithholdingRate


def nature_of(listing: Listing) -> str:
    """Give the nature of the supply."""
    is_service = listing.label == Listing.Label.SERVICE
    return WithholdingRate.Nature.SERVICE if is_service else WithholdingRate.Nature.GOODS
