"""Choose products for a shelf by rule; the cards themselves come from `cards_for_products`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from catalog.certification.models import AwardLink
from catalog.places.models import Place
from catalog.places.selectors import places_within
from catalog.producers.models import Producer
from catalog.products.models import Listing

# Read so many times the wish, to have enough different makers to choose from.
_DEPTH = 8


def _on_sale() -> QuerySet[Listing]:
    return Listing.objects.filter(state=Listing.State.PUBLISHED, seller__state=Producer.State.VERIFIED)


# Real makers share few sellers: variety is a matter of makers.
_WHO = Coalesce("maker_id", "seller_id")


def _varied(rows: Iterable[tuple[int, int]], limit: int) -> list[int]:
    """Take `limit` products of (product, maker) rows in their order, one of each maker first."""
    first: list[int] = []
    rest: list[int] = []
    makers: set[int] = set()
    for product_id, maker_id in dict.fromkeys(rows):
        (rest if maker_id in makers else first).append(product_id)
        makers.add(maker_id)
    return [*first, *rest][:limit]


def newest_product_ids(limit: int) -> list[int]:
    """Give the products published last, of as many makers as possible; one query."""
    rows = _on_sale().order_by("-published_on", "-pk").annotate(who=_WHO).values_list("product_id", "who")
    return _varied(rows[: limit * _DEPTH], limit)


def starred_product_ids(limit: int, today: date) -> list[int]:
    """Give products with stars in force on `today`, most stars first, of as many makers as possible; one query."""
    in_force = (
        Q(award__stars__isnull=False, award__starts_on__lte=today, award__lapses_on__gt=today)
        & (Q(award__revoked_on=None) | Q(award__revoked_on__gt=today))
        & (Q(award__withdrawn_on=None) | Q(award__withdrawn_on__gt=today))
        & (Q(award__superseded_from=None) | Q(award__superseded_from__gt=today))
    )
    # Asked from the awards' side: they are fewer than the products.
    on_sale = Q(product__listing__state=Listing.State.PUBLISHED, product__listing__seller__state=Producer.State.VERIFIED)
    links = AwardLink.objects.filter(in_force, on_sale, ended_at=None).order_by("-award__stars", "-award__starts_on", "pk")
    return _varied(links.values_list("product_id", "product__listing__maker_id")[: limit * _DEPTH], limit)


def product_ids_of_producer(producer_id: int, limit: int) -> list[int]:
    """Give what a producer makes or sells, newest first; one query."""
    rows = _on_sale().filter(Q(maker=producer_id) | Q(seller=producer_id)).order_by("-published_on", "-pk")
    return list(rows.values_list("product_id", flat=True)[:limit])


def product_ids_from_place(place: Place, limit: int) -> list[int]:
    """Give what makers in a place, or in places that lie in it, offer; of as many makers as possible; two queries.

    What is made here and what its makers make are asked apart: neither then reads the products of all other places.
    """
    within = places_within(place).values("pk")
    made_here = _on_sale().filter(made_in__in=within)
    # By an expression, lest an index lead to all products that state no place of their own.
    by_makers = (
        _on_sale().alias(stated=Coalesce("made_in", 0)).filter(maker__in=Producer.objects.filter(place__in=within).values("pk"), stated=0)
    )
    columns = ("published_on", "pk", "product_id", "who")
    rows = [
        row
        for found in (made_here, by_makers)
        for row in found.order_by("-published_on", "-pk").annotate(who=_WHO).values_list(*columns)[: limit * _DEPTH]
    ]
    rows.sort(key=lambda row: (row[0] or date.min, row[1]), reverse=True)
    return _varied((row[2:] for row in rows[: limit * _DEPTH]), limit)
