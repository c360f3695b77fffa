"""Find words and signs by which a text claims OCOP stars. Pure: text in, claims out; whether a record stands behind is asked elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.lib.vietnamese import fold, nfc

# Letters of other alphabets that look like ours, as people use them to slip past a filter (Unicode TR 39, confusables).
_LOOK_ALIKES = str.maketrans("асеорхуіѕοаνΟОСРАЕХІЅ", "aceopxyisoavoocpaexis")
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\ufeff]")
_FILLED, _EMPTY = "★⭐🌟✭✮✪⋆", "☆✩"
_WORDS = {"ba": 3, "bon": 4, "nam": 5, "three": 3, "four": 4, "five": 5}
_AROUND = 45  # characters in which a word of the trade makes a doubtful sign a claim

_TRADE = re.compile(r"ocop|\b(?:dat|chuan|tieu chuan|hang|xep hang|cong nhan|chung nhan|danh hieu|phan hang|rated|certified)\b")
# "sao" also means to roast, to copy, and "so that"; a starfish and a comet are no stars either. Only on its own line, and not where
# OCOP is named before: "OCOP 4 sao khô gà" is dried chicken with stars.
_OTHER_SENSE = re.compile(r"[^\S\n]+(?:cho|chep|y ban|kho|vang ha tho|ha tho|tam|bien|bang|luc)\b")
_GAP = r"[^\S\n]{0,2}[\-_.·]?[^\S\n]{0,2}"
_SAO = r"(?:s[^\S\n]?a[^\S\n]?[o0]\b|stars?\b)"
_DIGIT_SAO = re.compile(rf"(?<![\d.,/–—-])(?<!\d\s)([3-5]){_GAP}{_SAO}")
_WORD_SAO = re.compile(rf"\b({'|'.join(_WORDS)})[\s\-]{{1,2}}{_SAO}")
_SAO_DIGIT = re.compile(r"\b(?:hang|so|xep hang|cap)\s+sao\s*[:=\-]?\s*([3-5])(?![\d.,/])")
_OCOP_DIGIT = re.compile(r"[o0]c[o0]p\s*(?:hang|cap|loai)?\s*[:\-–]?\s*([3-5])(?=\s*(?:$|[.;!)\]\n]|,(?!\d)))")
_DIGIT_GLYPH = re.compile(rf"(?<![\d.,/])([3-5])\s?([*{_FILLED}])(?![*{_FILLED}\d])(?!\s?\d)")
_GLYPHS = re.compile(rf"(?<![*{_FILLED}{_EMPTY}])(?:\*{{3,5}}|[{_FILLED}](?:\s?[{_FILLED}]){{2,4}})(?![*{_FILLED}])")

# Said before the number, these make it something else: another's stars, a range, a wish, a denial, a status of its own.
_OTHERS = re.compile(r"(?:khach san|hotel|resort|homestay|nha hang|du thuyen|khu nghi duong)\W+(?:\w+\W+){0,2}$")
_RANGE = re.compile(r"(?:\b(?:den|toi|hoac|to)|[3-5]\s*(?:sao)?\s*[-–—,/])\s*$")
_WISH = re.compile(
    r"\b(?:chua|khong|chang|phan dau|huong toi|muc tieu|du kien|dang ky|mong|tiem nang|potential|not|aims? (?:at|for))\W+(?:\w+\W+){0,4}$"
)
_BUYERS = re.compile(r"\b(?:khach(?: hang)?|nguoi mua|shopee|lazada|tiki|google|facebook|tripadvisor|customers?|buyers?|reviews?)\b")


@dataclass(frozen=True, slots=True)
class StarClaim:
    """Stars that a text claims, and the words around."""

    stars: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text without marks in lower case, and where each of its characters stands in the original."""

    text: str
    original: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> _Folded:
        original = _UNSEEN.sub("", nfc(text))
        chars: list[str] = []
        places: list[int] = []
        for place, char in enumerate(original):
            plain = fold(unicodedata.normalize("NFKC", char).translate(_LOOK_ALIKES)) or ("" if unicodedata.combining(char) else char)
            chars += plain
            places += [place] * len(plain)
        return cls("".join(chars), original, places)

    def excerpt(self, start: int, end: int) -> str:
        """Give the original words around, whole, in one line."""
        first, last = self.places[start], self.places[end - 1] + 1
        left = self.original.rfind(" ", 0, max(0, first - 60)) + 1 if first > 60 else 0
        right = self.original.find(" ", last + 60)
        return " ".join(self.original[left : right if right > 0 else len(self.original)].split())[:200]


def _is_excluded(folded: _Folded, start: int, end: int) -> bool:
    before = re.split(r"[.!?\n;]", folded.text[max(0, start - 70) : start])[-1]
    if _RANGE.search(before) or _WISH.search(before):
        return True
    if re.search("[o0]c[o0]p", before):
        return False
    if _OTHER_SENSE.match(folded.text, end):
        return True
    around = before + folded.text[end : end + 30]
    return bool(_OTHERS.search(before) or _BUYERS.search(around))


def _is_of_the_trade(folded: _Folded, start: int, end: int) -> bool:
    return bool(_TRADE.search(folded.text[max(0, start - _AROUND) : start]) or "ocop" in folded.text[end : end + _AROUND])


def _reads_as_number(folded: _Folded, start: int, word: str) -> bool:
    """Whether a word without marks is the number also with its marks: "nấm", "bà" and the "Nam" of "Việt Nam" are not."""
    first = folded.places[start]
    written = folded.original[first : folded.places[start + len(word) - 1] + 1]
    if written.lower() not in {"nam": {"nam", "năm"}, "bon": {"bon", "bốn"}}.get(word, {word}):
        return False
    return not re.search(r"(?:viet|mien|mot|hai|moi|tung)\s+$", folded.text[:start])


def _candidates(folded: _Folded) -> Iterator[tuple[int, int, int]]:
    """Give (stars, start, end) of whatever looks like a claim."""
    text = folded.text
    for pattern in (_DIGIT_SAO, _SAO_DIGIT, _OCOP_DIGIT):
        yield from ((int(found[1]), found.start(), found.end()) for found in pattern.finditer(text))
    for found in _WORD_SAO.finditer(text):
        is_english = found[0].rstrip("s").endswith("star")
        if (is_english or _reads_as_number(folded, found.start(), found[1])) and _is_of_the_trade(folded, found.start(), found.end()):
            yield _WORDS[found[1]], found.start(), found.end()
    for found in _DIGIT_GLYPH.finditer(text):
        if found[2] != "*" or _is_of_the_trade(folded, found.start(), found.end()):
            yield int(found[1]), found.start(), found.end()
    for found in _GLYPHS.finditer(text):
        if not found[0].startswith("*") or _is_of_the_trade(folded, found.start(), found.end()):
            yield len(re.sub(r"\s", "", found[0])), found.start(), found.end()


def star_claims(text: str) -> list[StarClaim]:
    """Give the stars that a text claims, the first place of each number, from three stars on: fewer are never a badge.

    With or without marks, in figures, words or signs, also in letters that only look like ours. No claim are the stars of a hotel
    or of buyers, ranges ("từ 3 đến 5 sao"), wishes and denials, "tiềm năng 5 sao", and the other meanings of the word.
    """
    folded = _Folded.of(text)
    claims: dict[int, StarClaim] = {}
    for stars, start, end in sorted(_candidates(folded), key=lambda found: found[1]):
        if stars not in claims and not _is_excluded(folded, start, end):
            claims[stars] = StarClaim(stars, folded.excerpt(start, end))
    return list(claims.values())
