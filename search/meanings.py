"""Understand the phrases of a question: stars, prices, places, groups, occasions. Pure: the names come from a lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalog.lib.vietnamese import fold, nfc, words
from catalog.rates.selectors import Rate
from search.queries import Meaning
from search.words import agrees, bare, has_marks

MAX_MEANINGS = 6
LONGEST_NAME = 7
SHORTEST_JOINED = 5

_NUMBER = r"(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?)"
_ABROAD = {
    "usd": "USD", "us$": "USD", "$": "USD", "do": "USD", "do la": "USD", "dola": "USD", "dollar": "USD", "dollars": "USD",
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "gbp": "GBP", "£": "GBP", "jpy": "JPY", "¥": "JPY",
    "krw": "KRW", "cny": "CNY", "aud": "AUD", "cad": "CAD", "sgd": "SGD",
}  # fmt: skip
_MANY = {"k": 1_000, "ngan": 1_000, "nghin": 1_000, "ng": 1_000, "tr": 1_000_000, "trieu": 1_000_000, "cu": 1_000_000}
_UNIT = "(" + "|".join(re.escape(unit) for unit in sorted([*_MANY, *_ABROAD, "d", "dong", "vnd", "₫"], key=len, reverse=True)) + ")?"
# Three groups: a sign before, the number, the unit behind.
_MONEY = rf"(?:(us\$|[$€£¥])\s*)?{_NUMBER}\s*{_UNIT}"
_END = r"(?![\w*$€£¥₫])"
_WORTH = r"(?:\b(?:gia|price)\s+)?"

_STARS = re.compile(
    r"(?:\b(?:hang|dat|ocop)\s+)?(?<![\w.,])([345])\s*(?:sao\b|stars?\b|\*|★)(\s*(?:tro len|or more|and more|\+))?(?![\w*])"
)
_BETWEEN = re.compile(rf"{_WORTH}(?:\b(?:tu|from|between)\s+)?(?<![\w.,$€£¥]){_MONEY}\s*(?:-|–|den|toi|to|and)\s*{_MONEY}{_END}")
_BELOW = re.compile(rf"{_WORTH}(?:\b(?:duoi|khong qua|toi da|under|below|max)|<)\s*{_MONEY}{_END}")
_ABOVE = re.compile(rf"{_WORTH}(?:\b(?:tren|tu|over|above|from|min)|>)\s*{_MONEY}(?:\s*tro len)?{_END}")
_ABOUT = re.compile(rf"{_WORTH}\b(?:khoang|tam|tam gia|about|around)\s*{_MONEY}{_END}")
# `do` typed without marks is đô, unless the text is of what is measured in degrees (độ).
_DEGREES = re.compile(r"\b(?:ruou|bia|mam|do dam|do con|do c)\b")
# Words that only lead to a place.
_LEADING = {"ở", "o", "tại", "tai", "từ", "tu", "in", "from", "của", "cua"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name of something: how it is written, what it stands for and how it is shown."""

    written: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All names of a language by their bare words, and by their bare words without blanks."""

    names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    joined: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: list[Name]) -> Lexicon:
        """Order names by their bare words."""
        found: dict[str, tuple[Name, ...]] = {}
        joined: dict[str, tuple[Name, ...]] = {}
        for name in names:
            said = [bare(word) for word in words(name.written)]
            key = " ".join(said)
            if key:
                found[key] = (*found.get(key, ()), name)
            if len(said) > 1 and len("".join(said)) >= SHORTEST_JOINED:
                joined["".join(said)] = (*joined.get("".join(said), ()), name)
        return cls(found, joined)

    def named(self, said: list[str]) -> list[Name]:
        """Give the names that these typed words are: with the same marks, or one word without marks that is a name without blanks."""
        typed = " ".join(said)
        found = [name for name in self.names.get(" ".join(map(bare, said)), ()) if agrees(typed, name.written)]
        if not found and len(said) == 1 and not has_marks(typed):
            found = list(self.joined.get(bare(typed), ()))
        return found


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text says: the words left to look for, all but stars and prices in their order, and what was understood."""

    text: str
    phrase: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class _Money:
    """An amount as it was typed: its sign or unit, folded, and its number."""

    number: str
    unit: str

    @classmethod
    def of(cls, match: re.Match[str], first: int, other_unit: str = "") -> _Money:
        """Read the three groups that begin with `first`; without a unit it has that of the other amount."""
        return cls(match[first + 1], match[first] or match[first + 2] or other_unit)

    @property
    def value(self) -> tuple[Decimal, bool]:
        """The number, and whether it was written in groups of thousands."""
        if re.fullmatch(r"\d{1,3}([.,]\d{3})+", self.number):
            return Decimal(re.sub(r"[.,]", "", self.number)), True
        return Decimal(self.number.replace(",", ".")), False

    def in_dong(self, rates: Mapping[str, Rate]) -> int | None:
        """Give đồng. Without any unit a small number means thousands (`dưới 500`), a large one đồng; else it is none.

        A foreign amount is none without a rate on file.
        """
        value, is_whole = self.value
        if self.unit in _ABROAD:
            rate = rates.get(_ABROAD[self.unit])
            amount = rate.in_dong(value) if rate else 0
        else:
            factor = 1_000 if not self.unit and not is_whole and 10 <= value < 1_000 else _MANY.get(self.unit, 1)
            amount = int(value * factor)
        return amount if 1_000 <= amount <= 10**10 else None

    def rate_day(self, rates: Mapping[str, Rate]) -> date | None:
        """Give the day of the rate that was used, if one was."""
        rate = rates.get(_ABROAD.get(self.unit, ""))
        return rate.since if rate else None


def _dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " ₫"


def _price(low: int | None, high: int | None, said: str, rate_day: date | None) -> Meaning | None:
    if low is None and high is None:
        return None
    name = f"{_dong(low)} – {_dong(high)}" if low and high else f"≤ {_dong(high)}" if high else f"≥ {_dong(low or 0)}"
    return Meaning(kind="price", words=said, name=name, at_least=low, below=None if high is None else high + 1, rate_day=rate_day)


def _read_between(match: re.Match[str], said: str, rates: Mapping[str, Rate]) -> Meaning | None:
    last = _Money.of(match, 4, match[1] or "")
    first = _Money.of(match, 1, last.unit)
    low, high = first.in_dong(rates), last.in_dong(rates)
    return _price(low, high, said, last.rate_day(rates)) if low and high and low < high else None


def _read_below(match: re.Match[str], said: str, rates: Mapping[str, Rate]) -> Meaning | None:
    money = _Money.of(match, 1)
    return _price(None, money.in_dong(rates), said, money.rate_day(rates))


def _read_above(match: re.Match[str], said: str, rates: Mapping[str, Rate]) -> Meaning | None:
    money = _Money.of(match, 1)
    return _price(money.in_dong(rates), None, said, money.rate_day(rates))


def _read_about(match: re.Match[str], said: str, rates: Mapping[str, Rate]) -> Meaning | None:
    """About a price is four fifths to six fifths of it."""
    money = _Money.of(match, 1)
    amount = money.in_dong(rates)
    return _price(amount * 4 // 5, amount * 6 // 5, said, money.rate_day(rates)) if amount else None


def _read_stars(match: re.Match[str], said: str, rates: Mapping[str, Rate]) -> Meaning:
    least = int(match[1])
    stars = tuple(range(least, 6)) if match[2] else (least,)
    return Meaning(kind="stars", words=said, name="★" * least + ("+" if match[2] else ""), stars=stars)


_PATTERNS: list[tuple[re.Pattern[str], Callable[[re.Match[str], str, Mapping[str, Rate]], Meaning | None]]] = [
    (_STARS, _read_stars), (_BETWEEN, _read_between), (_BELOW, _read_below), (_ABOVE, _read_above), (_ABOUT, _read_about),
]  # fmt: skip


def _is_degrees(match: re.Match[str], text: str, folded: str) -> bool:
    """Whether `do` behind a number is độ, or another word than đô, rather than dollars."""
    units = [group for group in range(1, (match.re.groups or 0) + 1) if match[group] == "do"]
    typed = {text[match.start(group) : match.end(group)].lower() for group in units}
    return any(has_marks(unit) and unit != "đô" for unit in typed) or ("do" in typed and bool(_DEGREES.search(folded)))


def _read_numbers(text: str, rates: Mapping[str, Rate]) -> tuple[str, list[Meaning]]:
    """Take stars and prices out of the text, each kind once; folding keeps the number of characters of NFC text."""
    found: list[Meaning] = []
    for pattern, read in _PATTERNS:
        folded = fold(text)
        if len(folded) != len(text):
            break
        match = pattern.search(folded)
        if match and _is_degrees(match, text, folded):
            continue
        meaning = read(match, text[match.start() : match.end()].strip(), rates) if match else None
        if match and not meaning and _ABROAD.keys() & set(match.groups()):
            break  # no rate: a part of it must not be taken for đồng by a later pattern
        if match and meaning and meaning.kind not in {other.kind for other in found}:
            found.append(meaning)
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return " ".join(text.split()), found


def _named(said: list[str], lexicon: Lexicon) -> Meaning | None:
    """Give what these words name: the names with the same marks, joined if there are several of one kind."""
    fitting = [name.meaning for name in lexicon.named(said)]
    if not fitting:
        return None
    first = fitting[0]
    same = [meaning for meaning in fitting if meaning.kind == first.kind]
    return Meaning(
        kind=first.kind,
        words=" ".join(said),
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


def understand(text: str, lexicon: Lexicon, rates: Mapping[str, Rate] | None = None) -> Understood:
    """Read a text: what was understood, and the words that are left.

    `rates` are the day's, by currency; an amount in a currency without one is not understood.
    """
    left, numbers = _read_numbers(nfc(text), rates or {})
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
