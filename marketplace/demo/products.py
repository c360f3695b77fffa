"""Products: invented ones by their invented makers; real ones by their real makers, offered by invented sellers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from catalog.certification.models import OcopGroup
from catalog.forks.catalogue.models import Product, ProductCategory, ProductClass
from catalog.forks.partner.models import StockRecord
from catalog.lib import clock
from catalog.producers.models import Producer
from catalog.products.models import ALL_YEAR, Listing, ReportedStar, Sign
from catalog.products.services import publish_listing, write_text
from marketplace.demo.files import ProductRow, product_rows
from marketplace.demo.keys import PREFIX, place_for

# Days over which the dates of publication are spread.
_SPREAD = 97


@transaction.atomic
def load() -> None:
    """Make those that are not there yet; what is there stays as it is."""
    known = set(Product.objects.exclude(upc=None).values_list("upc", flat=True))
    rows = [(number, row) for number, row in enumerate(product_rows()) if row.code not in known]
    if not rows:
        return
    loader = _Loader()
    for number, row in rows:
        loader.load(row, number)


def product_class() -> ProductClass:
    """Give the one class of product that the shop has."""
    found, _ = ProductClass.objects.get_or_create(name="Sản phẩm", defaults={"requires_shipping": True, "track_stock": True})
    return found


def season_mask(season: tuple[int, ...] | str, today: date) -> int:
    """Give months in season as bits, January lowest; `not_now` is the half-year that begins in two months."""
    months = tuple((today.month + offset - 1) % 12 + 1 for offset in range(2, 8)) if isinstance(season, str) else season
    mask = sum(1 << (month - 1) for month in set(months))
    return mask or ALL_YEAR


class _Loader:
    """One run's memory of producers and groups, so that each product costs no reading of its own."""

    def __init__(self) -> None:
        self.producers = {producer.partner.code: producer for producer in Producer.objects.select_related("partner")}
        self.groups = {group.code: group for group in OcopGroup.objects.filter(valid_to=None).select_related("category")}
        self.product_class = product_class()
        self.today = clock.today()

    def load(self, row: ProductRow, number: int) -> None:
        seller, group = self.producers[PREFIX + row.seller], self.groups[row.group]
        product = Product.objects.create(upc=row.code, title=row.vi["title"], slug=row.code, product_class=self.product_class)
        if group.category:
            ProductCategory.objects.create(product=product, category=group.category)
        StockRecord.objects.create(
            product=product,
            partner=seller.partner,
            partner_sku=row.code,
            price=Decimal(row.price),
            price_currency="VND",
            num_in_stock=row.stock,
        )
        listing = self._listing(row, product, seller, group)
        listing.published_on = self.today - timedelta(days=number * 37 % _SPREAD)
        listing.save()
        for language, text in (("vi", row.vi), ("en", row.en)):
            self._write(listing, language, text)
        if row.star:
            ReportedStar.objects.create(listing=listing, stars=row.star["stars"], year=row.star.get("year"), source_url=row.star["source"])
        Sign.objects.bulk_create(Sign(listing=listing, **sign) for sign in row.signs)
        publish_listing(listing=listing, actor=None)

    def _listing(self, row: ProductRow, product: Product, seller: Producer, group: OcopGroup) -> Listing:
        return Listing(
            product=product,
            maker=self.producers[PREFIX + row.maker if row.is_invented else row.maker] if row.maker else None,
            seller=seller,
            made_in=place_for(row.place) if row.place else None,
            group=group,
            label=row.label,
            net_quantity=Decimal(str(row.net[0])),
            net_unit=row.net[1],
            shipping_grams=row.shipping_grams,
            shelf_life_days=row.shelf_life_days,
            storage=row.storage,
            is_fragile=row.is_fragile,
            is_adults_only=row.is_adults_only,
            season_months=season_mask(row.season, self.today),
            lead_time_days=row.lead_time_days,
            send_to=row.send_to,
            vat_class=row.vat_class,
        )

    def _write(self, listing: Listing, language: str, text: dict[str, Any]) -> None:
        write_text(
            listing=listing,
            language=language,
            title=text["title"],
            summary=text["summary"],
            description=text["description"],
            pack=text["pack"],
            material_origin=text.get("material", ""),
            making_origin=text.get("origin") or self._origin(listing, language),
            label_facts=text["facts"],
        )

    def _origin(self, listing: Listing, language: str) -> str:
        """Write the place of making in words: village or commune, then the city."""
        city = "Hanoi" if language == "en" else "Hà Nội"
        text = listing.place.texts.filter(language=language).first() if listing.place else None
        return city if text is None or listing.place is None or listing.place.kind == "province" else f"{text.title}, {city}"
