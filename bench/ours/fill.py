"""Bring the demo shop to a stated number of products and write down what it sells: `python -m bench.ours.fill N FILE`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db.models import F  # noqa: E402
from django.db.models.functions import Coalesce  # noqa: E402

from catalog.forks.partner.models import StockRecord  # noqa: E402
from catalog.producers.models import Producer  # noqa: E402
from catalog.products.models import Listing  # noqa: E402
from catalog.products.selectors import listings_with_all, offer_for_listing, product_url, text_for  # noqa: E402
from marketplace.demo import synthetic  # noqa: E402
from search.engines import engine  # noqa: E402
from search.receivers import changes_gathered  # noqa: E402
from search.sources import all_documents  # noqa: E402

PLENTY = 100_000


def _listed() -> Any:
    """What the list shows: published, of a verified producer."""
    return listings_with_all().filter(state=Listing.State.PUBLISHED, seller__state=Producer.State.VERIFIED)


def _row(listing: Listing) -> dict[str, Any]:
    text, offer = text_for(listing.texts.all(), "vi"), offer_for_listing(listing)
    return {
        "id": listing.product_id,
        "title": text.title,
        "summary": text.summary,
        "group": str(listing.group.code),
        "price": None if offer.price is None else int(offer.price),
        "free": offer.free,
        "path": product_url(text, "vi"),
        "seller": listing.seller_id,
        "is_synthetic": text.title.endswith("(đo)"),
    }


def main() -> None:
    """Fill up with synthetic products, rebuild the index, write down every listed product."""
    wanted, target = int(sys.argv[1]), Path(sys.argv[2])
    made = Listing.objects.filter(product__upc__startswith=synthetic.PREFIX).count()
    with changes_gathered():
        synthetic.load(max(0, wanted - (_listed().count() - made)))
    # A run that orders many times must not sell out.
    made_up = StockRecord.objects.filter(product__upc__startswith=synthetic.PREFIX)
    made_up.update(num_in_stock=Coalesce(F("num_allocated"), 0) + PLENTY)
    engine().rebuild(all_documents())
    target.write_text(json.dumps({"products": [_row(listing) for listing in _listed()]}, ensure_ascii=False))


main()
