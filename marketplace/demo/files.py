"""The demo's committed tables, read as typed rows. What stands in them is told at their heads."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from marketplace.demo.keys import PREFIX

FOLDER = Path(__file__).parent / "data"


def read_table(name: str) -> dict[str, Any]:
    """Read one of the demo's tables, such as `sample_products`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MakerRow:
    """A maker or seller; `place` is the key of a village or the code of a commune or province."""

    key: str
    kind: str
    place: str
    is_invented: bool
    founded_year: int | None
    vi: dict[str, str]
    en: dict[str, str]

    @property
    def code(self) -> str:
        """How the database knows it."""
        return PREFIX + self.key if self.is_invented else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A product; texts hold title, pack, summary, description, material, origin and facts in one language.

    `season` is a tuple of months, or `not_now`: out of season on the day of loading, whatever day that is.
    `star` holds stars, year (or none) and source of a report; `signs` holds signs of the other three families. `kind` says which picture is drawn.
    """

    key: str
    maker: str
    seller: str
    place: str
    group: str
    label: str
    kind: str
    price: int
    stock: int
    net: tuple[float, str]
    shipping_grams: int
    shelf_life_days: int | None
    storage: str
    is_fragile: bool
    is_adults_only: bool
    season: tuple[int, ...] | str
    lead_time_days: int
    send_to: str
    vat_class: str
    vi: dict[str, Any]
    en: dict[str, Any]
    is_invented: bool
    star: dict[str, Any] = field(default_factory=dict)
    signs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def code(self) -> str:
        """How the database knows it."""
        return PREFIX + self.key if self.is_invented else self.key


@cache
def maker_rows() -> list[MakerRow]:
    """Give real makers, invented makers and invented sellers."""
    files = (("sellers", True), ("sample_makers", True), ("makers", False))
    return [
        MakerRow(**{"founded_year": None, **row}, is_invented=is_invented)
        for name, is_invented in files
        for row in read_table(name).get("makers", [])
    ]


_USUAL: dict[str, Any] = {
    "place": "",
    "shelf_life_days": None,
    "storage": "ambient",
    "is_fragile": False,
    "is_adults_only": False,
    "season": tuple(range(1, 13)),
    "lead_time_days": 1,
    "send_to": "nationwide",
    "vat_class": "standard",
    "star": {},
}


@cache
def product_rows() -> list[ProductRow]:
    """Give the invented products, then the real ones; what a row leaves out is as usual for its kind."""
    invented = [_row({**row, "seller": row["maker"]}, is_invented=True) for row in read_table("sample_products")["products"]]
    kinds = read_table("kinds")
    real = [_real_row(row, kinds[row["kind"]]) for row in _real_products()]
    return [*invented, *real]


def _real_products() -> list[dict[str, Any]]:
    names = sorted(path.stem for path in FOLDER.glob("products_*.toml"))
    return [row for name in names for row in read_table(name)["products"]]


def _real_row(row: dict[str, Any], kind: dict[str, Any]) -> ProductRow:
    usual = {key: value for key, value in kind.items() if key not in ("vi", "en")}
    texts = {language: {**row[language], "facts": {**kind[language], **row[language].get("facts", {})}} for language in ("vi", "en")}
    return _row({"maker": "", **usual, **row, **texts}, is_invented=False)


def _row(facts: dict[str, Any], *, is_invented: bool) -> ProductRow:
    values = {**_USUAL, **facts}
    values["net"] = tuple(values["net"])
    if not isinstance(values["season"], str):
        values["season"] = tuple(values["season"])
    return ProductRow(**values, is_invented=is_invented)
