"""Vietnamese text: normal form, folding, slugs and sort order, once for the whole shop."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# NFD does not touch đ; Ð (U+00D0, Icelandic eth) is a common look-alike of Đ (U+0110).
_D = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d"})
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

_WORD = re.compile(r"[^\W_]+")
_TONE_MARKS = frozenset(mark for mark in _TONES if mark)


def nfc(text: str) -> str:
    """Compose letters and marks (Unicode NFC), and drop what no text needs: NUL and lone surrogates."""
    if text.isascii():
        return text.replace("\x00", "")
    clean = text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", clean)


def fold(text: str) -> str:
    """Give the text in lower case without any mark: `Bánh Đa` becomes `banh da`."""
    if text.isascii():
        return text.replace("\x00", "").lower()
    decomposed = unicodedata.normalize("NFD", nfc(text).translate(_D))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def drop_tones(text: str) -> str:
    """Give the text in lower case without its five tones, letters kept: `Bánh Đa` becomes `banh đa`, `hòa` and `hoà` become `hoa`."""
    decomposed = unicodedata.normalize("NFD", nfc(text).lower().replace("ð", "đ"))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONE_MARKS))


def spelling_key(text: str) -> str:
    """Give words in lower case, each with its tone as a number behind it, so that neither capitals, blanks nor the place of a
    tone matter, but marks do: `Hoà  Bình` and `hòa bình` become `hoa1 binh1`, while `Nụ trầm` and `Nụ trám` stay two things.
    """
    return " ".join(_spelled(word) for word in nfc(text).split())


@lru_cache(maxsize=5_000)
def _spelled(word: str) -> str:
    return drop_tones(word) + "".join(str(_TONES[char]) for char in unicodedata.normalize("NFD", word) if char in _TONE_MARKS)


def words(text: str) -> list[str]:
    """Split into words of letters and digits, in lower case and normal form."""
    return _WORD.findall(nfc(text).lower())


def slugify_vietnamese(text: str, **_: object) -> str:
    """Make a slug of ASCII letters, digits and hyphens: `Miến dong Đắk Lắk` becomes `mien-dong-dak-lak`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


@lru_cache(maxsize=5_000)
def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Order as a Vietnamese dictionary does: letters first (a ă â … d đ), then tones (ngang huyền hỏi ngã sắc nặng)."""
    letters: list[int] = []
    tones: list[int] = []
    for char in nfc(text).lower():
        base = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in base[1:] if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", base.replace(tone, "")) if tone else char
        letters.append(_LETTERS.find(letter) + 1000 if letter in _LETTERS else ord(letter[0]))
        tones.append(_TONES[tone])
    return tuple(letters), tuple(tones)
