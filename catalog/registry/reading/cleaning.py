"""One way of writing: normal form, blanks, look-alike letters, place of the tone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from catalog.lib.vietnamese import nfc

# Cyrillic and Greek letters that look like Latin ones (Unicode TR 39, confusables), and eth for đ.
_LOOK_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧοÐð",
    "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXoĐđ",
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OPEN = re.compile(f"(?<![qQ])(?:([oO])([aAeE])|([uU])([yY]))([{_TONES}])(?![\\w\u0300-\u036f])")


def replace_look_alikes(text: str) -> str:
    """Write Latin letters where Cyrillic or Greek ones, full-width forms or eth stand in for them (the confusables of Unicode standard 39)."""
    return text.translate(_FULL_WIDTH).translate(_LOOK_ALIKE)


def place_tones(text: str) -> str:
    """Put the tone of open oa, oe and uy on the first vowel: `hoà` becomes `hòa`, `thuý` becomes `thúy`, `quý` stays.

    That is the shop's usage; annexes mix both.
    """
    decomposed = unicodedata.normalize("NFD", text)
    moved = _OPEN.sub(lambda m: f"{m[1] or m[3]}{m[5]}{m[2] or m[4]}", decomposed)
    return nfc(moved)


@lru_cache(maxsize=5_000)
def clean(text: str) -> str:
    """Give the text in normal form (NFC, Unicode annex 15), on one line, with single blanks and without invisible characters."""
    if text.isascii():
        return " ".join(text.replace("\x00", "").split())
    visible = _INVISIBLE.sub("", nfc(text))
    return place_tones(" ".join(replace_look_alikes(visible).split()))


def has_look_alikes(text: str) -> bool:
    """Whether letters of another script stood in for Latin ones."""
    return nfc(text) != nfc(text).translate(_LOOK_ALIKE)
