"""How well the search finds what was judged: measures, and variants of queries as people mistype them."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from catalog.lib.vietnamese import fold, nfc
from search.words import has_marks, slips

DEPTH = 10
_TONES = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the titles that are meant (grade 2) and that fit (grade 1), each by a part of its text; all else is 0."""

    query: str
    meant: tuple[str, ...]
    fits: tuple[str, ...]
    reason: str
    is_held_out: bool

    def grade(self, title: str) -> int:
        """Give the grade of a title; case counts only for the first letter as written in the file."""
        low = title.lower()
        if any(part in title or low.startswith(part.lower()) for part in self.meant):
            return 2
        return 1 if any(part.lower() in low for part in (*self.meant, *self.fits)) else 0


def read_judged(path: Path) -> list[Judged]:
    """Read the judged set; every third row is held out of tuning."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        Judged(row["query"], _parts(row["meant"]), _parts(row["fits"]), row["reason"], number % 3 == 0) for number, row in enumerate(rows)
    ]


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part.strip())


def ndcg(grades: list[int], ideal: list[int]) -> float:
    """Give the normalized discounted gain of the first ten; gains are 3 and 1."""

    def gain(ordered: list[int]) -> float:
        return sum((float(2**grade) - 1) / math.log2(place + 2) for place, grade in enumerate(ordered[:DEPTH]))

    best = gain(sorted(ideal, reverse=True))
    return gain(grades) / best if best else 1.0


def reciprocal_rank(grades: list[int]) -> float:
    """Give one over the place of the first hit that is meant."""
    return next((1 / place for place, grade in enumerate(grades, start=1) if grade == 2), 0.0)


def _pick(query: str, count: int) -> int:
    """Choose by the text itself, so that variants are the same each time."""
    return crc32(query.encode()) % count


def _longest(query: str) -> tuple[str, str, str]:
    """Cut a query at its longest word."""
    word = max(query.split(), key=len)
    head, _, tail = query.partition(word)
    return head, word, tail


def _typo(query: str) -> str:
    head, word, tail = _longest(query)
    bare = fold(word)
    found = sorted(set(slips(bare)) - {bare})
    return fold(head) + found[_pick(query, len(found))] + fold(tail)


def _swap(query: str) -> str:
    head, word, tail = _longest(query)
    place = max(0, len(word) - 2)
    return head + word[:place] + word[place:][::-1] + tail


def _telex(query: str) -> str:
    """Leave the tone as the key that makes it, marks of letters lost: `sản` becomes `sanr`."""

    def one(word: str) -> str:
        tones = [mark for mark in unicodedata.normalize("NFD", word) if mark in _TONES]
        return fold(word) + (_TONES[tones[0]] if tones else "")

    return " ".join(one(word) for word in query.split())


def _misplaced(query: str) -> str:
    """Put the tone as the old style does: `hòa` becomes `hoà`."""
    swaps = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ụy": "uỵ"}
    for new, old in swaps.items():
        query = query.replace(new, old)
    return query


def _wrong_tone(query: str) -> str:
    swaps = str.maketrans("ảẩẳẻểỉỏổởủửỷãẫẵẽễĩõỗỡũữỹ", "ãẫẵẽễĩõỗỡũữỹảẩẳẻểỉỏổởủửỷ")
    return query.translate(swaps)


def _other_i(query: str) -> str:
    return re.sub(
        r"\b(m|k|l|h|s|t|qu)([ìíỉĩịỳýỷỹỵiy])\b",
        lambda match: match[1] + match[2].translate(str.maketrans("ìíỉĩịỳýỷỹỵiy", "ỳýỷỹỵìíỉĩịyi")),
        query,
        flags=re.IGNORECASE,
    )


# Villages that lay in Hà Tây until 01/08/2008; who bought there still says so.
_OF_HA_TAY = (
    "Thạch Xá", "Vạn Phúc", "Chuyên Mỹ", "Phú Nhi", "Ước Lễ", "Cự Đà", "Quất Động", "Sơn Đồng", "Quán Gánh", "Minh Hồng", "Ba Vì",
    "Sơn Tây", "Hà Đông", "Hạ Thái", "Nhị Khê", "làng Chuông", "Đan Phượng", "Hoài Đức", "Phùng",
)  # fmt: skip


def _old_province(query: str) -> str:
    return f"{query} Hà Tây" if any(village in query for village in _OF_HA_TAY) else query


VARIANTS: dict[str, Callable[[str], str]] = {
    "as typed": str,
    "no marks": fold,
    "capitals": str.upper,
    "decomposed": lambda query: unicodedata.normalize("NFD", query),
    "d for đ": lambda query: query.replace("đ", "d").replace("Đ", "D"),
    "tone misplaced": _misplaced,
    "hỏi for ngã": _wrong_tone,
    "i for y": _other_i,
    "old province": _old_province,
    "telex left over": _telex,
    "joined": lambda query: fold(query).replace(" ", "", 1),
    "one typo": _typo,
    "two letters swapped": _swap,
}


def variants(judged: list[Judged]) -> Iterator[tuple[str, str, Judged]]:
    """Give kind, text and judgment of every variant that differs from what it was made of."""
    for one in judged:
        for kind, change in VARIANTS.items():
            text = change(one.query)
            if kind == "as typed" or (text != one.query and (kind != "no marks" or has_marks(nfc(one.query)))):
                yield kind, text, one
