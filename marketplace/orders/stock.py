"""The pieces that an order holds, moved with its parcels. All rows of one order are locked once, by id: see `lock_stock`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce

from catalog.forks.partner.models import StockRecord
from catalog.products.models import Listing
from catalog.products.services import announce_listings
from marketplace.forks.shop import OrderLine
from marketplace.orders.models import LineFacts, Parcel


def lock_stock(*order_ids: int) -> None:
    """Lock all stock records of orders, by id, before any of them is changed.

    Placing takes them in that order too. An order that gave its parcels back one after the other would take them in the order of
    the parcels, and meet another one half-way.
    """
    ids = OrderLine.objects.filter(order_id__in=order_ids).values("stockrecord_id")
    list(StockRecord.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def take(lines: Iterable[OrderLine]) -> None:
    """Take the pieces of an order that is being placed, in the order of the stock records; what is sold out by it is announced.

    Raises:
        NotEnoughStock: a line cannot be had; the caller's transaction must be rolled back.
    """
    lines = sorted(lines, key=lambda line: (line.stockrecord_id, line.pk))
    for line in lines:
        line.stockrecord.allocate(line.quantity)
    # What the shop shows of a product hangs on whether there is any: the index, and the pages that are kept.
    gone = StockRecord.objects.filter(pk__in={line.stockrecord_id for line in lines}, num_in_stock__lte=Coalesce(F("num_allocated"), 0))
    sold_out = list(gone.values_list("product_id", flat=True))
    if sold_out:
        announce_listings(list(Listing.objects.filter(product__in=sold_out).values_list("pk", flat=True)))


def _held(parcels: Iterable[Parcel]) -> list[tuple[int, int, int]]:
    """Give (line, stock record, pieces) of what the parcels' lines still hold, by stock record."""
    held = OrderLine.objects.filter(facts__parcel__in=list(parcels), num_allocated__gt=0, allocation_cancelled=False)
    return list(held.order_by("stockrecord_id", "pk").values_list("pk", "stockrecord_id", "num_allocated"))


def give_back(parcels: Iterable[Parcel]) -> None:
    """Free what the parcels held. Called with the order's stock locked."""
    parcels = list(parcels)
    held = _held(parcels)
    OrderLine.objects.filter(pk__in=[line for line, _record, _pieces in held]).update(num_allocated=0, allocation_cancelled=True)
    for _line, record, pieces in held:
        StockRecord.objects.filter(pk=record).update(num_allocated=Coalesce(F("num_allocated"), 0) - pieces)
    _announce(parcels)


def consume(parcel: Parcel) -> None:
    """Take what leaves the house off the stock. Called with the order's stock locked."""
    held = _held([parcel])
    OrderLine.objects.filter(pk__in=[line for line, _record, _pieces in held]).update(num_allocated=0)
    for _line, record, pieces in held:
        changes = {"num_allocated": Coalesce(F("num_allocated"), 0) - pieces, "num_in_stock": F("num_in_stock") - pieces}
        StockRecord.objects.filter(pk=record).update(**changes)


def restock(parcel: Parcel) -> None:
    """Put what came back onto the shelf again. Called with the order's stock locked."""
    lines = OrderLine.objects.filter(facts__parcel=parcel).order_by("stockrecord_id", "pk")
    for record, pieces in lines.values_list("stockrecord_id", "quantity"):
        StockRecord.objects.filter(pk=record).update(num_in_stock=F("num_in_stock") + pieces)
    _announce([parcel])


def _announce(parcels: list[Parcel]) -> None:
    announce_listings(list(LineFacts.objects.filter(parcel__in=parcels).values_list("listing_id", flat=True)))
