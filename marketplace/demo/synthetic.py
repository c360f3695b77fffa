"""Synthetic products for measuring: many at once, told apart from everything else by "(đo)" in their names.

A product is the same in a small and in a large shop: its number alone decides what it is called, who makes it and what it costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from django.db import transaction

from catalog.certification.models import OcopGroup
from catalog.forks.catalogue.models import Product
from catalog.forks.partner.models import Partner, StockRecord
from catalog.lib import clock
from catalog.lib.languages import Language
from catalog.lib.vietnamese import slugify_vietnamese
from catalog.places.models import Place
from catalog.producers.models import Producer, ProducerText
from catalog.products.models import Listing, ListingText
from catalog.products.services import announce_listings
from marketplace.demo.files import product_rows, read_table
from marketplace.demo.products import product_class

PREFIX = "do-"
BATCH = 2_000
GOODS_OF_A_MAKER = 12
MADE_UP = {Language.VIETNAMESE: "Tạo ra để đo tốc độ, không có thật.", Language.ENGLISH: "Made up to measure speed; it does not exist."}
FACTS = {"vi": "Số liệu đo", "en": "Made up for measuring"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One noun of the word list, with what its group asks for."""

    name: str
    group: str
    label: str
    facts: tuple[str, ...]


# By the lists of made_up.toml: group, kind of label, what the label must say.
GROUPS = {
    "processed-food": ("processed-food", "packed_food", ("ingredients", "usage")),
    "raw-food": ("raw-food", "packed_food", ("ingredients", "usage")),
    "seasonings": ("seasonings", "packed_food", ("ingredients", "usage")),
    "tea": ("tea", "drink", ("ingredients", "usage")),
    "drink": ("soft-drinks", "drink", ("ingredients", "usage")),
    "home-craft": ("home-craft", "craft", ("material", "dimensions")),
    "fabric": ("fabric", "craft", ("material", "dimensions")),
    "herbs": ("herbal-food", "herb", ("ingredients", "usage", "warnings")),
    "ornamental": ("ornamental-plants", "plant", ("care",)),
}
SPOILS = ("packed_food", "drink", "herb")
PRODUCER_KINDS = (
    ("cooperative", "Hợp tác xã"),
    ("company", "Công ty TNHH"),
    ("household", "Hộ kinh doanh"),
    ("cooperative_group", "Tổ hợp tác"),
)
SEASONS = (0b1111_1111_1111,) * 4 + (0b0000_0111_0000, 0b1110_0000_0000, 0b0000_0000_0111)


@dataclass(frozen=True, slots=True)
class Words:
    """What made-up goods and makers are called; the commonest kind is some thirty times as frequent as the rarest one."""

    kinds: list[Kind]
    weights: list[float]
    ways: list[str]
    first: list[str]
    second: list[str]
    texts: list[tuple[str, str]]


@cache
def _words() -> Words:
    read = read_table("made_up")
    # Spirits are for adults only: a buyer who is led through the checkout has no age.
    kinds = [Kind(name, *GROUPS[key]) for key, names in read["kinds"].items() for name in names if not name.startswith("Rượu")]
    Random(3).shuffle(kinds)  # noqa: S311
    weights = list(accumulate(1 / (place + 8) for place in range(len(kinds))))
    texts = [(row.vi["description"], row.en["description"]) for row in product_rows()]
    # A third of the goods are called by their kind alone.
    ways = [*read["ways"], *[""] * (len(read["ways"]) // 2)]
    return Words(kinds, weights, ways, read["first"], read["second"], texts)


def load(count: int, *, is_announced: bool = True) -> int:
    """Make synthetic products until there are `count` of them, a batch at a time. Gives how many were made.

    Whoever builds the index afterwards need not have them announced.
    """
    there: int = Product.objects.filter(upc__startswith=PREFIX).count()
    for start in range(there, count, BATCH):
        _make(range(start, min(start + BATCH, count)), is_announced=is_announced)
    return max(0, count - there)


@transaction.atomic
def _make(numbers: range, *, is_announced: bool) -> None:
    makers = _makers(numbers)
    goods = [_Good(number, makers[number // GOODS_OF_A_MAKER]) for number in numbers]
    groups = {group.code: group for group in OcopGroup.objects.filter(valid_to=None)}
    kind, today, now = product_class(), clock.today(), clock.now()
    products = Product.objects.bulk_create(
        Product(upc=good.code, title=good.titles["vi"], slug=good.code, product_class=kind) for good in goods
    )
    pairs = list(zip(goods, products, strict=True))
    StockRecord.objects.bulk_create(good.stock(product) for good, product in pairs)
    listings = Listing.objects.bulk_create(good.listing(product, groups[good.kind.group], today, now) for good, product in pairs)
    ListingText.objects.bulk_create(text for good, listing in zip(goods, listings, strict=True) for text in good.texts(listing))
    if is_announced:
        announce_listings([listing.pk for listing in listings])


def _makers(goods: range) -> dict[int, Producer]:
    """Give the makers of these goods by number; those that are not there yet are made."""
    numbers = range(goods.start // GOODS_OF_A_MAKER, (goods.stop - 1) // GOODS_OF_A_MAKER + 1)
    codes = {f"{PREFIX}{number}": number for number in numbers}
    there = Producer.objects.filter(partner__code__in=list(codes)).select_related("partner")
    found = {codes[producer.partner.code]: producer for producer in there}
    missing = [number for number in numbers if number not in found]
    communes = list(Place.objects.filter(kind=Place.Kind.COMMUNE, valid_to=None).order_by("pk").prefetch_related("texts"))
    partners = Partner.objects.bulk_create(Partner(code=f"{PREFIX}{number}", name=_maker_name(number)) for number in missing)
    producers = Producer.objects.bulk_create(
        _maker(number, partner, communes[number % len(communes)]) for number, partner in zip(missing, partners, strict=True)
    )
    pairs = list(zip(missing, producers, strict=True))
    ProducerText.objects.bulk_create(
        ProducerText(producer=producer, language=language, title=_maker_name(number), slug=f"{PREFIX}{number}", summary=MADE_UP[language])
        for number, producer in pairs
        for language in Language
    )
    return found | dict(pairs)


def _maker_name(number: int) -> str:
    words = _words()
    first, second = words.first[number * 7 % len(words.first)], words.second[number * 11 % len(words.second)]
    return f"{PRODUCER_KINDS[number % len(PRODUCER_KINDS)][1]} {first} {second} (đo)"


def _maker(number: int, partner: Any, place: Place) -> Producer:
    """Give a verified maker whom nobody can call: no number of Hanoi begins with 0000, and .example is reserved (RFC 2606)."""
    return Producer(
        partner=partner,
        kind=PRODUCER_KINDS[number % len(PRODUCER_KINDS)][0],
        place=place,
        is_sample=True,
        phone=f"024 0000 {number % 10_000:04d}",
        email=f"{PREFIX}{number}@do.example",
        address=f"Số {number} ngõ Mẫu",
        registration_number=f"DO{number:08d}",
        state=Producer.State.VERIFIED,
        state_changed_at=clock.now(),
        state_reference=f"ĐO-{number}",
    )


class _Good:
    """One product; its number alone decides about it."""

    def __init__(self, number: int, maker: Producer) -> None:
        words, chance = _words(), Random(number)  # noqa: S311
        self.code, self.number, self.maker = f"{PREFIX}{number}", number, maker
        self.kind = chance.choices(words.kinds, cum_weights=words.weights)[0]
        place = maker.place.texts.all()[0].title if number % 3 and maker.place else " ".join(_maker_name(number).split()[-3:-1])
        name = " ".join(filter(None, (self.kind.name, chance.choice(words.ways), place)))
        self.titles = {"vi": f"{name} (đo)", "en": f"{name} (test)"}
        self.descriptions = dict(zip(("vi", "en"), chance.choice(words.texts), strict=True))
        self.price, self.grams, self.pieces = chance.randrange(15, 900) * 1_000, chance.randrange(1, 20) * 50, chance.randrange(11) * 10
        self.season, self.age = chance.choice(SEASONS), chance.randrange(900)

    def stock(self, product: Any) -> StockRecord:
        """Give price and pieces."""
        return StockRecord(
            product=product,
            partner=self.maker.partner,
            partner_sku=self.code,
            price=Decimal(self.price),
            price_currency="VND",
            num_in_stock=self.pieces,
        )

    def listing(self, product: Any, group: OcopGroup, today: date, now: datetime) -> Listing:
        """Give what the shop knows of it, published."""
        return Listing(
            product=product,
            maker=self.maker,
            seller=self.maker,
            group=group,
            label=self.kind.label,
            net_quantity=Decimal(self.grams),
            net_unit=Listing.Unit.GRAM,
            shipping_grams=self.grams + 60,
            shelf_life_days=90 if self.kind.label in SPOILS else None,
            season_months=self.season,
            state=Listing.State.PUBLISHED,
            state_changed_at=now,
            published_on=today - timedelta(days=200 + self.age),
        )

    def texts(self, listing: Listing) -> Iterator[ListingText]:
        """Give its texts, one in each language."""
        for language in Language:
            yield ListingText(
                listing=listing,
                language=language,
                title=self.titles[language],
                slug=f"{slugify_vietnamese(self.titles[language])}-{self.number}",
                summary=MADE_UP[language],
                description=f"{MADE_UP[language]} {self.descriptions[language]}",
                pack=f"{self.grams} g",
                making_origin="Hà Nội" if language == Language.VIETNAMESE else "Hanoi",
                label_facts=dict.fromkeys(self.kind.facts, FACTS[language]),
            )
