"""Made-up goods for measuring the search: words, makers and places as a large shop has them. Streamed, the same ones each time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, product
from random import Random
from typing import Any

from marketplace.demo.writing import FOLDER, read_file
from search.documents import Certificate, SearchDocument
from search.sources import DocumentSource

DAY = date(2026, 6, 1)
NOW = DAY.toordinal()
WORDS = read_file(FOLDER / "made_up.toml")
# A third of the goods are called by their kind alone.
WAYS = [*WORDS["ways"], *[""] * (len(WORDS["ways"]) // 2)]
PROVINCES = WORDS["provinces"]
COMMUNES = [f"{first} {second}" for first, second in product(WORDS["first"], WORDS["second"]) if first != second]
PRODUCER_KINDS = {"cooperative": "Hợp tác xã", "company": "Công ty TNHH", "household": "Hộ kinh doanh", "cooperative_group": "Tổ hợp tác"}
_KINDS = list(PRODUCER_KINDS)
SIGNS: tuple[list[str], ...] = ([], [], [], ["claim"], ["indication"], ["title"], ["claim", "indication"])
SEASONS = (4095, 4095, 4095, 4095, 0b000001110000, 0b111000000000, 0b000000000111)
# A maker has so many goods; one in fifty documents is no product.
GOODS_OF_A_MAKER, OTHERS = 12, 50
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Maker:
    """A made-up maker and where it is."""

    number: int
    name: str
    kind: str
    commune: str
    province: int

    @property
    def places(self) -> list[str]:
        """The ids of its commune and of the province."""
        return [str(1_000 + self.number % len(COMMUNES)), str(1 + self.province)]


def _maker(number: int) -> Maker:
    """Give a maker; no chance in it, since a million goods ask for theirs."""
    first, second, commune = WORDS["first"], WORDS["second"], number % len(COMMUNES)
    kind = _KINDS[number % len(_KINDS)]
    name = f"{PRODUCER_KINDS[kind]} {first[number * 7 % len(first)]} {second[number * 11 % len(second)]}"
    return Maker(number, name, kind, COMMUNES[commune], commune % len(PROVINCES))


def _texts() -> list[str]:
    """Give the sentences of the demo's real goods: as long as a shop's texts are."""
    rows = [row for path in sorted(FOLDER.glob("products_*.toml")) for row in read_file(path)["products"]]
    return [f"{row['vi']['summary']} {row['vi']['description']} {row['en']['title']}" for row in rows]


class MadeUpGoods(DocumentSource):
    """So many goods, and one maker, story or region to every fifty."""

    def __init__(self, count: int) -> None:
        self.count, self.texts = count, _texts()
        self.kinds = [(kind, group) for group, kinds in WORDS["kinds"].items() for kind in kinds]
        Random(3).shuffle(self.kinds)  # noqa: S311
        # The commonest kind is some thirty times as frequent as the rarest one.
        self.weights = list(accumulate(1 / (place + 8) for place in range(len(self.kinds))))

    def __iter__(self) -> Iterator[SearchDocument]:
        """Give every document."""
        for number in range(self.count):
            yield self._good(number)
            if number % OTHERS == 0:
                yield self._other(number // OTHERS)

    def of(self, keys: Collection[str]) -> Iterator[SearchDocument]:
        """Give nothing: goods that are measured do not change."""
        return iter(())

    def _good(self, number: int) -> SearchDocument:
        chance = Random(number)  # noqa: S311
        (kind, group), way = chance.choices(self.kinds, cum_weights=self.weights)[0], chance.choice(WAYS)
        maker = _maker(chance.randrange(self.count // GOODS_OF_A_MAKER + 1))
        title = " ".join(filter(None, (kind, way, maker.commune if number % 3 else maker.name.split(" ", 3)[-1])))
        stars, since = chance.choice((0, 0, 3, 3, 3, 4, 5)), NOW - chance.randrange(1_500)
        certificates = [_certificate(number, stars, since)] if stars else []
        url = f"/san-pham/{group}-{number}-lam-tai-lang/"
        return SearchDocument(
            key=f"product-{number}", kind="product", language="vi", title=title, url=url, maker=maker.name,
            names=f"{maker.commune} {PROVINCES[maker.province]} {group}", body=f"{chance.choice(self.texts)} {title}",
            groups=[f"{group}-{kind[0]}", group], places=maker.places, producer_kind=maker.kind, maker_id=str(maker.number),
            signs=chance.choice(SIGNS), reach=["*"] if number % 5 else [str(1 + maker.province)], price=chance.randrange(15, 2_000) * 1_000,
            free=chance.choice((0, 5, 40)), season=chance.choice(SEASONS), can_sell=number % 20 > 0, published=NOW - chance.randrange(900),
            certificates=certificates, card=_card(number, title, url, maker),
        )  # fmt: skip

    def _other(self, number: int) -> SearchDocument:
        maker = _maker(number)
        kind = ("producer", "producer", "story", "region")[number % 4]
        return SearchDocument(
            key=f"{kind}-{number}", kind=kind, language="vi", title=maker.name if kind == "producer" else f"Chuyện làng {maker.commune}",
            url=f"/{kind}/{number}/", names=f"{maker.commune} {PROVINCES[maker.province]}", places=maker.places,
            body=self.texts[number % len(self.texts)], summary=self.texts[number % len(self.texts)][:160],
        )  # fmt: skip


def _certificate(number: int, stars: int, since: int) -> Certificate:
    return Certificate(
        stars=stars, since=since, until=since + 1_096, lapses=since + 1_096, code=f"DO-{number}", url=f"/ocop/DO-{number}/",
        decision_number=f"{number % 900}/QĐ-UBND", decision_on="2025-01-10", is_sample=True,
    )  # fmt: skip


def _card(number: int, title: str, url: str, maker: Maker) -> dict[str, Any]:
    picture = {
        name: f"/media/images/{number}.{name}-400.{name} 400w, /media/images/{number}.{name}-800.{name} 800w" for name in ("avif", "webp")
    }
    return {
        "id": number, "title": title, "language": "vi", "url": url, "producer_name": maker.name, "producer_url": f"/noi-lam/{maker.number}/",
        "place_name": maker.commune, "price": "45000", "pack": "gói 500 g", "badge": None, "reported": None, "availability": "in_stock",
        "picture": {**picture, "src": f"/media/images/{number}.jpg", "width": 800, "height": 600, "alt": title}, "is_sample": True,
    }  # fmt: skip
