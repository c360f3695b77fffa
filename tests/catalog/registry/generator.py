"""Annexes made from the real product list, each with several kinds of dirt at once; the same seed gives the same file.

Names and makers are those of public texts; scores, decisions and days are invented for the tests.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.catalog.registry.annexes import Table, as_csv, as_xlsx, look_alikes, map_texts, old_tones, to_tcvn3, to_vni

DATA = Path(__file__).parents[3] / "marketplace" / "demo" / "data"
FILES = 24
SCORES = {3: ("50", "69,75"), 4: ("70", "89,5"), 5: ("90", "100")}


@dataclass(frozen=True, slots=True)
class Truth:
    """What one row says, whatever it looks like."""

    name: str
    maker: str
    stars: int
    score: str
    number: str
    signed_on: date


def _table(pattern: str, key: str) -> list[dict[str, Any]]:
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob(pattern))]
    return [row for table in tables for row in table[key]]


def real_products() -> list[tuple[str, str]]:
    """Give name and maker of the products whose maker the public record names."""
    makers = {row["key"]: row["vi"]["name"] for row in _table("makers.toml", "makers")}
    return [(row["vi"]["title"], makers[row["maker"]]) for row in _table("products_*.toml", "products") if row.get("maker") in makers]


def truths(random: Random, count: int = 14) -> list[Truth]:
    """Choose products, and invent a decision for them."""
    signed_on = date(2023, 1, 3) + timedelta(days=random.randrange(1_000))
    number = f"{random.randint(100, 6_999)}/QĐ-UBND"
    found = {}
    for name, maker in random.sample(real_products(), count):
        stars = random.choice([3, 4])
        found[name, maker] = Truth(name, maker, stars, random.choice(SCORES[stars]), number, signed_on)
    return list(found.values())


HEADS = (
    ["STT", "Tên sản phẩm", "Tên chủ thể", "Điểm", "Hạng sao", "Số quyết định", "Ngày ký"],
    ["TT", "SẢN PHẨM ĐƯỢC CÔNG NHẬN", "CƠ SỞ SẢN XUẤT", "TỔNG ĐIỂM", "XẾP HẠNG", "QĐ CÔNG NHẬN", "NGÀY BAN HÀNH"],
    ["Số TT", "Tên SP", "Chủ thể", "Điểm đánh giá", "Kết quả phân hạng", "Số QĐ", "Ngày QĐ"],
)
STARS: tuple[Callable[[int], Any], ...] = (
    lambda stars: f"{stars} sao",
    lambda stars: "*" * stars,
    lambda stars: f"{stars}*",
    lambda stars: {3: "Ba sao", 4: "Bốn sao"}[stars],
    lambda stars: f"Hạng {stars} sao",
    lambda stars: f"{stars}★",
)
DAYS: tuple[Callable[[date], Any], ...] = (
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"ngày {day.day} tháng {day.month} năm {day.year}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
)
NUMBERS: tuple[Callable[[str], str], ...] = (
    lambda number: number,
    lambda number: number.replace("/", " / "),
    lambda number: f"Số {number}",
    lambda number: number.replace("Đ", "Ð"),
)
LETTERS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: unicodedata.normalize("NFD", text),
    old_tones,
    look_alikes,
    to_tcvn3,
    to_vni,
    lambda text: f" {text.replace(' ', chr(0xA0))}  ",
)
ABBREVIATIONS = (("Công ty TNHH", "Cty TNHH"), ("Hợp tác xã", "HTX"), ("Hộ kinh doanh", "HKD"), ("Hộ sản xuất", "Hộ SX"))


def dirty_annex(seed: int) -> tuple[bytes, list[Truth]]:
    """Give one file and what it says. Every kind of dirt comes with some seed, and most files have five or more."""
    random = Random(seed)  # noqa: S311  # no secret
    facts = truths(random)
    head = list(HEADS[seed % len(HEADS)])
    letters = LETTERS[seed % len(LETTERS)]
    is_legacy = letters in (to_tcvn3, to_vni)
    # Eth stands for đ only where letters are Unicode.
    star, day, number = STARS[seed % len(STARS)], DAYS[seed % len(DAYS)], random.choice(NUMBERS[:3] if is_legacy else NUMBERS)
    short = random.random() < 0.5
    rows: Table = [
        [
            str(n),
            fact.name,
            _short(fact.maker) if short else fact.maker,
            fact.score,
            star(fact.stars),
            number(fact.number),
            day(fact.signed_on),
        ]
        for n, fact in enumerate(facts, start=1)
    ]
    table = [*_preamble(random), head, *_with_titles(rows, random), *_footer(random)]
    table = map_texts(table, letters)
    return _as_file(table, random, is_legacy=is_legacy), facts


def _short(maker: str) -> str:
    for long, short in ABBREVIATIONS:
        maker = maker.replace(long, short)
    return maker


def _preamble(random: Random) -> Table:
    return random.choice([[], [["DANH SÁCH SẢN PHẨM OCOP"], []], [["PHỤ LỤC"], ["Danh sách các sản phẩm được công nhận"], []]])


def _with_titles(rows: Table, random: Random) -> Table:
    if random.random() < 0.5:
        return rows
    middle = len(rows) // 2
    return [["I", "Nhóm thực phẩm"], *rows[:middle], [], ["II", "Nhóm thủ công mỹ nghệ"], *rows[middle:]]


def _footer(random: Random) -> Table:
    return random.choice([[], [["", f"Tổng cộng: {14} sản phẩm"]], [[], ["Nơi nhận:", "", "TM. ỦY BAN NHÂN DÂN"], ["", "", "CHỦ TỊCH"]]])


def _as_file(table: Table, random: Random, *, is_legacy: bool) -> bytes:
    if random.random() < 0.5:
        return as_xlsx(table)
    return as_csv(table, random.choice([",", ";", "\t"]), "utf-8" if is_legacy else random.choice(["utf-8", "utf-8-sig", "utf-16"]))
