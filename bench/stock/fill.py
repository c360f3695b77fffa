"""Fill the stock shop with the products that ours wrote down: `python -m bench.stock.fill FILE OUT`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from oscar.apps.address.models import Country  # noqa: E402
from oscar.apps.catalogue.categories import create_from_breadcrumbs  # noqa: E402
from oscar.apps.catalogue.models import Product, ProductCategory, ProductClass  # noqa: E402
from oscar.apps.partner.models import Partner, StockRecord  # noqa: E402


def main() -> None:
    """Make products with title, text, price, stock and category; then the index."""
    rows = json.loads(Path(sys.argv[1]).read_text())["products"]
    # A kept shop gets the goods of today.
    Product.objects.all().delete()
    names = {"printable_name": "Viet Nam", "name": "VIET NAM", "is_shipping_country": True}
    Country.objects.get_or_create(iso_3166_1_a2="VN", defaults=names)
    kind, _ = ProductClass.objects.get_or_create(name="Goods", defaults={"requires_shipping": True, "track_stock": True})
    partner, _ = Partner.objects.get_or_create(name="Makers")
    categories = {code: create_from_breadcrumbs(code) for code in sorted({row["group"] for row in rows})}
    products = [
        Product(upc=str(row["id"]), title=row["title"], slug=f"p-{row['id']}", description=row["summary"], product_class=kind)
        for row in rows
    ]
    Product.objects.bulk_create(products, batch_size=500)
    pairs = list(zip(rows, products, strict=True))
    ProductCategory.objects.bulk_create(
        (ProductCategory(product=product, category=categories[row["group"]]) for row, product in pairs), batch_size=500
    )
    StockRecord.objects.bulk_create(
        (
            StockRecord(product=product, partner=partner, partner_sku=product.upc, price=row["price"], num_in_stock=row["free"])
            for row, product in pairs
        ),
        batch_size=500,
    )
    call_command("rebuild_index", interactive=False, verbosity=0)
    sold = [
        {
            "id": product.pk,
            "path": product.get_absolute_url(),
            "free": row["free"],
            "seller": row["seller"],
            "is_synthetic": row["is_synthetic"],
        }
        for row, product in pairs
    ]
    Path(sys.argv[2]).write_text(json.dumps({"products": sold}))


main()
