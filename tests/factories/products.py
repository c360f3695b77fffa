"""Listings for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.apps import apps
from factory.django import DjangoModelFactory

from catalog.certification.models import OcopGroup
from catalog.products.models import Listing, VatRate
from catalog.products.services import write_text
from tests.factories.producers import ProducerFactory

Product, ProductClass = apps.get_model("catalogue", "Product"), apps.get_model("catalogue", "ProductClass")
StockRecord = apps.get_model("partner", "StockRecord")


def food_group() -> OcopGroup:
    """Give the group of food."""
    group, _ = OcopGroup.objects.get_or_create(
        code="thuc-pham", valid_from=date(2023, 2, 24), defaults={"name_vi": "Thực phẩm", "name_en": "Food"}
    )
    return group


def vat_rates() -> None:
    """Put the three classes on file."""
    for vat_class, percent in (("exempt", 0), ("reduced", 5), ("standard", 8)):
        VatRate.objects.get_or_create(
            vat_class=vat_class, valid_from=date(2020, 1, 1), defaults={"percent": Decimal(percent), "source": "Luật thuế GTGT"}
        )


def _product() -> Any:
    product_class, _ = ProductClass.objects.get_or_create(name="Sản phẩm", defaults={"requires_shipping": True, "track_stock": True})
    return Product.objects.create(title="Sản phẩm", product_class=product_class, slug="san-pham")


class ListingFactory(DjangoModelFactory[Listing]):
    """A published listing with a Vietnamese text, a price of 45.000 ₫ and ten pieces."""

    class Meta:
        model = Listing
        skip_postgeneration_save = True

    product = factory.LazyFunction(_product)
    seller = factory.SubFactory(ProducerFactory)
    maker = factory.SelfAttribute("seller")
    group = factory.LazyFunction(food_group)
    label = Listing.Label.PACKED_FOOD
    net_quantity = Decimal(500)
    net_unit = Listing.Unit.GRAM
    shipping_grams = 600
    shelf_life_days = 60
    state = Listing.State.PUBLISHED
    published_on = date(2026, 1, 5)

    @factory.post_generation
    def title(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """Write its Vietnamese text."""
        write_text(
            listing=self,  # type: ignore[arg-type]  # runs on the instance
            language="vi",
            title=extracted or "Chè lam Thạch Xá",
            description="Chè lam làm từ nếp, mật mía và gừng.",
            making_origin="Thạch Thất, Hà Nội",
            pack="Hộp 500 g",
            label_facts={"ingredients": "Nếp, mật mía, gừng", "usage": "Dùng ngay"},
        )

    @factory.post_generation
    def offer(self, create: bool, extracted: tuple[int, int] | None, **kwargs: Any) -> None:
        """Give it a price and a stock."""
        price, stock = extracted or (45_000, 10)
        StockRecord.objects.create(
            product=self.product,  # type: ignore[attr-defined]  # runs on the instance
            partner=self.seller.partner,  # type: ignore[attr-defined]
            partner_sku=f"SKU{self.pk}",  # type: ignore[attr-defined]
            price=Decimal(price),
            price_currency="VND",
            num_in_stock=stock,
        )
