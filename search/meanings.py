"""Understand the phrases of a question: stars, prices, places, groups, occasions. Pure: the names come from a lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalog.lib.vietnamese import fold, nfc, words
from search.queries import Meaning
from search.words import agrees, bare

MAX_MEANINGS = 6
LONGEST_NAME = 7

_NUMBER = r"(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?)"
_UNIT = r"(k|ngan|nghin|ng|tr|trieu|cu|d|dong|vnd|₫)?"
_MANY = {"k": 1_000, "ngan": 1_000, "nghin": 1_000, "ng": 1_000, "tr": 1_000_000, "trieu": 1_000_000, "cu": 1_000_000}
_END = r"(?![\w*])"

_STARS = re.compile(rf"(?:\b(?:hang|dat|ocop)\s+)?(?<![\w.,])([345])\s*(?:sao\b|stars?\b|\*|★)(\s*(?:tro len|or more|and more|\+))?{_END}")
_BETWEEN = re.compile(
    rf"(?:\b(?:gia|price)\s+)?(?:\b(?:tu|from|between)\s+)?(?<![\w.,]){_NUMBER}\s*{_UNIT}\s*(?:-|–|den|toi|to|and)\s*{_NUMBER}\s*{_UNIT}{_END}"
)
_BELOW = re.compile(rf"(?:\b(?:gia|price)\s+)?(?:\b(?:duoi|khong qua|toi da|under|below|max)|<)\s*{_NUMBER}\s*{_UNIT}{_END}")
_ABOVE = re.compile(rf"(?:\b(?:gia|price)\s+)?(?:\b(?:tren|tu|over|above|from|min)|>)\s*{_NUMBER}\s*{_UNIT}(?:\s*tro len)?{_END}")
_ABOUT = re.compile(rf"(?:\b(?:gia|price)\s+)?\b(?:khoang|tam|tam gia|about|around)\s*{_NUMBER}\s*{_UNIT}{_END}")
# Words that only lead to a place.
_LEADING = {"ở", "o", "tại", "tai", "từ", "tu", "in", "from", "của", "cua"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name of something: how it is written, what it stands for and how it is shown."""

    written: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All names of a language by their bare words."""

    names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: list[Name]) -> Lexicon:
        """Order names by their bare words."""
        found: dict[str, tuple[Name, ...]] = {}
        for name in names:
            key = " ".join(bare(word) for word in words(name.written))
            if key:
                found[key] = (*found.get(key, ()), name)
        return cls(found)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text says: the words left to look for, all but stars and prices in their order, and what was understood."""

    text: str
    phrase: str
    meanings: tuple[Meaning, ...]


def _amount(number: str, unit: str | None, other_unit: str | None = None) -> int | None:
    """Give đồng. Without any unit a small number means thousands (`dưới 500`), a large one đồng; else it is none."""
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", number):
        value, is_whole = float(re.sub(r"[.,]", "", number)), True
    else:
        value, is_whole = float(number.replace(",", ".")), False
    factor = _MANY.get(unit or other_unit or "", 1)
    if not (unit or other_unit) and not is_whole and 10 <= value < 1_000:
        factor = 1_000
    amount = int(value * factor)
    return amount if 1_000 <= amount <= 10**10 else None


def _dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " ₫"


def _price(low: int | None, high: int | None, said: str) -> Meaning | None:
    if low is None and high is None:
        return None
    name = f"{_dong(low)} – {_dong(high)}" if low and high else f"≤ {_dong(high)}" if high else f"≥ {_dong(low or 0)}"
    return Meaning(kind="price", words=said, name=name, at_least=low, below=None if high is None else high + 1)


def _read_between(match: re.Match[str], said: str) -> Meaning | None:
    low, high = _amount(match[1], match[2], match[4]), _amount(match[3], match[4])
    return _price(low, high, said) if low and high and low < high else None


def _read_below(match: re.Match[str], said: str) -> Meaning | None:
    return _price(None, _amount(match[1], match[2]), said)


def _read_above(match: re.Match[str], said: str) -> Meaning | None:
    return _price(_amount(match[1], match[2]), None, said)


def _read_about(match: re.Match[str], said: str) -> Meaning | None:
    """About a price is four fifths to six fifths of it."""
    amount = _amount(match[1], match[2])
    return _price(amount * 4 // 5, amount * 6 // 5, said) if amount else None


def _read_stars(match: re.Match[str], said: str) -> Meaning:
    least = int(match[1])
    stars = tuple(range(least, 6)) if match[2] else (least,)
    return Meaning(kind="stars", words=said, name="★" * least + ("+" if match[2] else ""), stars=stars)


_PATTERNS: list[tuple[re.Pattern[str], Callable[[re.Match[str], str], Meaning | None]]] = [
    (_STARS, _read_stars), (_BETWEEN, _read_between), (_BELOW, _read_below), (_ABOVE, _read_above), (_ABOUT, _read_about),
]  # fmt: skip


def _read_numbers(text: str) -> tuple[str, list[Meaning]]:
    """Take stars and prices out of the text, each kind once; folding keeps the number of characters of NFC text."""
    found: list[Meaning] = []
    for pattern, read in _PATTERNS:
        folded = fold(text)
        if len(folded) != len(text):
            break
        match = pattern.search(folded)
        meaning = read(match, text[match.start() : match.end()].strip()) if match else None
        if match and meaning and meaning.kind not in {other.kind for other in found}:
            found.append(meaning)
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return " ".join(text.split()), found


def _named(said: list[str], lexicon: Lexicon) -> Meaning | None:
    """Give what these words name: the names with the same marks, joined if there are several of one kind."""
    names = lexicon.names.get(" ".join(bare(word) for word in said), ())
    typed = " ".join(said)
    fitting = [name.meaning for name in names if agrees(typed, name.written)]
    if not fitting:
        return None
    first = fitting[0]
    same = [meaning for meaning in fitting if meaning.kind == first.kind]
    return Meaning(
        kind=first.kind,
        words=typed,
        name=first.name,
        places=tuple(dict.fromkeys(place for meaning in same for place in meaning.places)),
        groups=tuple(dict.fromkeys(group for meaning in same for group in meaning.groups)),
        goods=tuple(dict.fromkeys(goods for meaning in same for goods in meaning.goods)),
    )


def _read_names(text: str, lexicon: Lexicon) -> tuple[str, list[Meaning]]:
    """Take the longest names out of the text, from the left."""
    found: list[Meaning] = []
    rest: list[str] = []
    left, place = words(text), 0
    while place < len(left):
        for length in range(min(LONGEST_NAME, len(left) - place), 0, -1):
            meaning = _named(left[place : place + length], lexicon)
            if meaning and len(found) < MAX_MEANINGS:
                if meaning.kind == "place" and rest and rest[-1] in _LEADING:
                    rest.pop()
                found.append(meaning)
                place += length
                break
        else:
            rest.append(left[place])
            place += 1
    return " ".join(rest), found


def understand(text: str, lexicon: Lexicon) -> Understood:
    """Read a text: what was understood, and the words that are left."""
    left, numbers = _read_numbers(nfc(text))
    rest, names = _read_names(left, lexicon)
    return Understood(rest, left, (*numbers, *names))


def without_meaning(text: str, meaning: Meaning) -> str:
    """Give the typed text without the words of a meaning, for the link that removes it."""
    folded, said = fold(text), fold(meaning.words)
    if meaning.words in text:
        start = text.index(meaning.words)
    elif len(folded) == len(text) and said in folded:
        start = folded.index(said)
    else:
        gone = words(meaning.words)
        return " ".join(word for word in text.split() if not set(words(word)) & set(gone))
    return " ".join(f"{text[:start]} {text[start + len(meaning.words) :]}".split())
