"""Which provinces a product's parcel gets to, for the search."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from catalog.places.models import Place
from catalog.products.models import Listing
from marketplace.delivery.models import Neighbor, Zone
from marketplace.delivery.selectors import can_be_sent, province_of
from search.queries import EVERYWHERE


class DeliveryReach:
    """Answers by the same rules as the basket; two queries, whatever the number of listings."""

    def provinces_reached(self, listings: Collection[Listing]) -> Mapping[int, list[str]]:
        """Give by listing id the ids of the provinces in its zones; a seller without a place counts as far from everywhere."""
        parents = {
            place.pk: place
            for place in Place.objects.filter(pk__in=[one.seller.place_id for one in listings]).select_related("parent__parent")
        }
        near: dict[int, list[str]] = {}
        for province, neighbor in Neighbor.objects.order_by("neighbor_id").values_list("province_id", "neighbor_id"):
            near.setdefault(province, []).append(str(neighbor))
        found = {}
        for listing in listings:
            start = province_of(parents.get(listing.seller.place_id or 0))
            found[listing.pk] = _reach(listing, start, near.get(start.pk, []) if start else [])
        return found


def _reach(listing: Listing, start: Place | None, neighbors: list[str]) -> list[str]:
    if can_be_sent(listing, Zone.FAR):
        return [EVERYWHERE]
    if start is None:
        return []
    own = [str(start.pk)] if can_be_sent(listing, Zone.SAME_PROVINCE) else []
    return own + (neighbors if can_be_sent(listing, Zone.NEARBY) else [])
