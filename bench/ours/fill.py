"""Bring the demo shop to a stated number of products and write down what it sells: `python -m bench.ours.fill N FILE`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db.models import F  # noqa: E402
from django.db.models.functions import Coalesce  # noqa: E402

from catalog.forks.partner.models import StockRecord  # noqa: E402
from catalog.lib import clock  # noqa: E402
from catalog.producers.models import Producer  # noqa: E402
from catalog.products.models import Listing  # noqa: E402
from catalog.products.selectors import (  # noqa: E402
    availability_for,
    listings_with_all,
    offer_for_listing,
    place_name,
    producer_name,
    product_url,
    text_for,
)
from marketplace.demo import synthetic  # noqa: E402
from search.documents import BATCH  # noqa: E402
from search.engines import engine  # noqa: E402
from search.queries import SearchQuery  # noqa: E402
from search.sources import all_documents  # noqa: E402

PLENTY = 100_000
# A larger shop is indexed anew only when it must be, and only some of its products are written down, from all over it.
LARGE, SOME = 20_000, 4_000


def _listed() -> Any:
    """What the list shows: published, of a verified producer."""
    return listings_with_all().filter(state=Listing.State.PUBLISHED, seller__state=Producer.State.VERIFIED)


def _row(listing: Listing) -> dict[str, Any]:
    text, offer = text_for(listing.texts.all(), "vi"), offer_for_listing(listing)
    is_sold = availability_for(listing, offer, clock.today()) == "in_stock"
    return {
        "id": listing.product_id,
        "title": text.title,
        "summary": text.summary,
        "group": str(listing.group.code),
        "maker": producer_name(listing.maker, "vi")[0],
        "place": place_name(listing.place, "vi"),
        "price": None if offer.price is None else int(offer.price),
        "free": offer.free if is_sold else 0,
        "path": product_url(text, "vi"),
        "seller": listing.seller_id,
        "is_synthetic": text.title.endswith("(đo)"),
    }


def _fill(wanted: int) -> int:
    """Make what is missing, as much in stock that a run which orders many times does not sell out. Gives how many were made."""
    made_up = Listing.objects.filter(product__upc__startswith=synthetic.PREFIX)
    # The index is built from the database below: no job need tell it of each.
    made = synthetic.load(max(0, wanted - (_listed().count() - made_up.count())), is_announced=False)
    stock = StockRecord.objects.filter(product__upc__startswith=synthetic.PREFIX, num_in_stock__lt=PLENTY)
    stock.update(num_in_stock=Coalesce(F("num_allocated"), 0) + PLENTY)
    return made


def _is_kept(count: int) -> bool:
    """Whether the index of a large shop is as it was left: it takes many minutes to build."""
    return count > LARGE and engine().state() == "ok" and engine().count(SearchQuery()) == count


def _written(count: int) -> Iterator[dict[str, Any]]:
    """Give every listed product; of a large shop every so many-th."""
    ids = list(_listed().order_by("pk").values_list("pk", flat=True))[:: count // SOME if count > LARGE else 1]
    for start in range(0, len(ids), BATCH):
        yield from map(_row, _listed().filter(pk__in=ids[start : start + BATCH]).order_by("pk"))


def main() -> None:
    """Fill up with synthetic products, build the index, write down what is listed."""
    wanted, target = int(sys.argv[1]), Path(sys.argv[2])
    made = _fill(wanted)
    count = _listed().count()
    if made or not _is_kept(count):
        engine().rebuild(all_documents())
    target.write_text(json.dumps({"products": list(_written(count))}, ensure_ascii=False))


main()
