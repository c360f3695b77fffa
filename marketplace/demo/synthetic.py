"""Synthetic products for measuring: many at once, told apart from everything else by "(đo)" in their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from catalog.certification.models import OcopGroup
from catalog.forks.catalogue.models import Product
from catalog.forks.partner.models import StockRecord
from catalog.lib import clock
from catalog.lib.vietnamese import slugify_vietnamese
from catalog.producers.models import Producer
from catalog.products.models import Listing, ListingText
from catalog.products.services import announce_listings
from marketplace.demo.products import product_class

PREFIX = "do-"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Thing:
    """One noun of the word list, with what its kind asks for."""

    vi: str
    en: str
    group: str
    label: str
    price: int
    grams: int


THINGS = (
    Thing("Chè lam", "Chè lam", "processed-food", "packed_food", 45_000, 300),
    Thing("Miến dong", "Canna vermicelli", "processed-food", "packed_food", 80_000, 500),
    Thing("Gạo nếp", "Glutinous rice", "raw-food", "packed_food", 60_000, 1000),
    Thing("Mật ong", "Honey", "raw-food", "packed_food", 150_000, 800),
    Thing("Tương nếp", "Soybean paste", "seasonings", "packed_food", 50_000, 700),
    Thing("Trà sen", "Lotus tea", "tea", "drink", 400_000, 150),
    Thing("Bát gốm", "Pottery bowl", "home-craft", "craft", 120_000, 600),
    Thing("Khay mây", "Rattan tray", "home-craft", "craft", 210_000, 450),
    Thing("Nón lá", "Palm-leaf hat", "home-craft", "craft", 90_000, 300),
    Thing("Khăn lụa", "Silk scarf", "fabric", "craft", 520_000, 180),
)
WAYS = (("nhà làm", "homemade"), ("làng cổ", "of the old village"), ("mùa mới", "of the new season"), ("loại một", "first grade"))
PLACES = ("Sông Nhuệ", "Sông Đáy", "Ba Vì", "Hồ Tây", "Bãi Giữa", "Chùa Thầy", "Núi Tản")
FACTS_VI = {"ingredients": "Số liệu đo", "usage": "Chỉ để đo", "material": "Số liệu đo", "dimensions": "Chỉ để đo"}
FACTS_EN = {"ingredients": "Made up for measuring", "usage": "None", "material": "Made up for measuring", "dimensions": "None"}


@transaction.atomic
def load(count: int) -> int:
    """Make synthetic products until there are `count` of them. Gives how many were made."""
    there: int = Product.objects.filter(upc__startswith=PREFIX).count()
    for start in range(there, count, BATCH):
        _make(range(start, min(start + BATCH, count)))
    return max(0, count - there)


def _make(numbers: range) -> None:
    makers = list(Producer.objects.filter(is_sample=True, state=Producer.State.VERIFIED).select_related("partner").order_by("pk"))
    groups = {group.code: group for group in OcopGroup.objects.filter(valid_to=None)}
    kind = product_class()
    products = Product.objects.bulk_create(
        Product(upc=f"{PREFIX}{number}", title=_titles(number)[0], slug=f"{PREFIX}{number}", product_class=kind) for number in numbers
    )
    pairs = list(zip(numbers, products, strict=True))
    StockRecord.objects.bulk_create(_stock(number, product, makers[number % len(makers)]) for number, product in pairs)
    listings = Listing.objects.bulk_create(_listing(number, product, makers[number % len(makers)], groups) for number, product in pairs)
    ListingText.objects.bulk_create(text for number, listing in zip(numbers, listings, strict=True) for text in _texts(number, listing))
    announce_listings([listing.pk for listing in listings])


def _thing(number: int) -> Thing:
    return THINGS[number % len(THINGS)]


def _titles(number: int) -> tuple[str, str]:
    thing, way, place = _thing(number), WAYS[number // 10 % len(WAYS)], PLACES[number // 3 % len(PLACES)]
    return f"{thing.vi} {way[0]} {place} {number} (đo)", f"{thing.en} {way[1]}, {place} {number} (test)"


def _stock(number: int, product: Any, maker: Producer) -> StockRecord:
    price = _thing(number).price + number % 17 * 5_000
    return StockRecord(
        product=product,
        partner=maker.partner,
        partner_sku=f"{PREFIX}{number}",
        price=Decimal(price),
        price_currency="VND",
        num_in_stock=number % 11 * 10,
    )


def _listing(number: int, product: Any, maker: Producer, groups: dict[str, OcopGroup]) -> Listing:
    thing, today = _thing(number), clock.today()
    return Listing(
        product=product,
        maker=maker,
        seller=maker,
        group=groups[thing.group],
        label=thing.label,
        net_quantity=Decimal(thing.grams),
        net_unit=Listing.Unit.GRAM,
        shipping_grams=thing.grams + 60,
        shelf_life_days=None if thing.label == "craft" else 90,
        state=Listing.State.PUBLISHED,
        state_changed_at=clock.now(),
        published_on=today - timedelta(days=200 + number % 300),
    )


def _texts(number: int, listing: Listing) -> Iterator[ListingText]:
    for language, title, line, city, facts in (
        ("vi", _titles(number)[0], "Mặt hàng tạo ra để đo tốc độ, không có thật.", "Hà Nội", FACTS_VI),
        ("en", _titles(number)[1], "Made up to measure speed; it does not exist.", "Hanoi", FACTS_EN),
    ):
        yield ListingText(
            listing=listing,
            language=language,
            title=title,
            slug=slugify_vietnamese(title),
            summary=line,
            description=line,
            pack=f"{_thing(number).grams} g",
            making_origin=city,
            label_facts=facts,
        )
