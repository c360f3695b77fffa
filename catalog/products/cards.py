"""What a list shows of a product: plain values, ready for a template, an index or JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from catalog.certification.badges import Badge

__all__ = ["Availability", "Badge", "Picture", "ProductCard", "ReportedStars", "picture_from_json", "to_json"]

Availability = Literal["in_stock", "sold_out", "out_of_season", "not_for_sale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture in all its sizes; `avif` and `webp` are `srcset` texts, `src` is a JPEG for old browsers."""

    avif: str
    webp: str
    src: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedStars:
    """Stars known only from a public text."""

    stars: int
    year: int | None
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCard:
    """A product in a list. `id` is Oscar's product id.

    `language` is that of the title shown, which may not be the page's; the names of maker and place have their own.

    `producer_name` is the maker's, empty where nobody is known to make it: a seller is never shown as the maker.
    """

    id: int
    title: str
    language: str
    url: str
    producer_name: str
    producer_url: str
    place_name: str
    price: Decimal | None
    pack: str
    picture: Picture | None
    badge: Badge | None
    reported: ReportedStars | None
    availability: Availability
    is_sample: bool
    producer_language: str = ""
    place_language: str = ""


def to_json(value: Picture | ProductCard) -> dict[str, Any]:
    """Give plain JSON values of a picture or a card."""
    return _plain(asdict(value))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    def one(value: Any) -> Any:
        if isinstance(value, dict):
            return _plain(value)
        return value.isoformat() if isinstance(value, date) else int(value) if isinstance(value, Decimal) else value

    return {key: one(value) for key, value in values.items()}


def picture_from_json(values: dict[str, Any] | None) -> Picture | None:
    """Rebuild a picture from `to_json`'s values."""
    return Picture(**values) if values else None
