"""The forms of a word that every engine looks up, and what slips of the keyboard may have been meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from catalog.lib.vietnamese import drop_tones, fold, nfc, words

TIERS = ("exact", "tone", "fold")
# Stands before the first word of a title; no word is written so.
START = "^"
# Words of a shop of a million goods fit; a made-up word that is typed only pushes another one out.
KEPT_WORDS = 1 << 16
# Names of makers and places, each with all it is called: some megabytes.
KEPT_NAMES = 1 << 13

_TONE_NUMBERS = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Where i and y are spelled either way: as the only vowel after these letters (mì, mỳ; quý, quí).
_EITHER_I = re.compile(r"^(h|k|l|m|s|t|v|qu)y$")

_TELEX_TONES = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323"}
_TELEX_LETTERS = [("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("uow", "ươ"), ("ow", "ơ"), ("uw", "ư")]
_TELEX_LATE = re.compile(r"^(?P<start>[bcdghklmnpqrstvx]*)(?P<vowel>[aeo])(?P<rest>[a-z]*?)(?P=vowel)(?P<end>[fsrxj]?)$")


def toneless(word: str) -> str:
    """Give the letters without the tone, in one of its two spellings with i and y: `mỳ` and `mì` become `mi`."""
    return _EITHER_I.sub(r"\1i", drop_tones(word))


def exact(word: str) -> str:
    """Give the letters and then the tone's number, so that `hòa` and `hoà` are one word: both `hoa1`; `mỳ` and `mì`, too."""
    marks = [mark for mark in unicodedata.normalize("NFD", word) if mark in _TONE_NUMBERS]
    return toneless(word) + (_TONE_NUMBERS[marks[-1]] if marks else "")


@lru_cache(maxsize=KEPT_WORDS)
def bare(word: str) -> str:
    """Give the word without any mark, in one of its two spellings with i and y: `mỳ` and `mì` become `mi`."""
    return _EITHER_I.sub(r"\1i", fold(word))


@lru_cache(maxsize=KEPT_WORDS)
def forms(word: str) -> tuple[str, str, str]:
    """Give the forms of a word in the order of the `TIERS`; a language has few words, so most are known already."""
    return exact(word), toneless(word), bare(word)


def form(word: str, tier: str) -> str:
    """Give the form of a word in one of the `TIERS`."""
    return forms(word)[TIERS.index(tier)]


def tiers(text: str) -> tuple[str, ...]:
    """Give a text in the three `TIERS`, as the indexes keep it: letters and tones, letters, bare letters; cut at blanks."""
    return tuple(map(" ".join, zip(*map(forms, words(text)), strict=True))) or ("",) * len(TIERS)


def has_marks(word: str) -> bool:
    """Whether the word was typed with any Vietnamese mark."""
    return fold(word) != nfc(word).lower()


def agrees(typed: str, known: str) -> bool:
    """Whether typed words may mean known ones: the same letters, and the same marks where any were typed."""
    ours, theirs = words(typed), words(known)
    if len(ours) != len(theirs):
        return False
    return all(exact(a) == exact(b) if has_marks(a) else bare(a) == bare(b) for a, b in zip(ours, theirs, strict=True))


def untelex(word: str) -> str:
    """Give what the word would have been with the keyboard's Telex switched on: `sanr` becomes `sản`; else the word itself."""
    letters, tone = word, ""
    if len(word) > 2 and word[-1] in _TELEX_TONES:
        letters, tone = word[:-1], _TELEX_TONES[word[-1]]
    late = _TELEX_LATE.match(letters)
    if late and late["rest"]:
        letters = late["start"] + late["vowel"] * 2 + late["rest"]
    for typed, meant in _TELEX_LETTERS:
        letters = letters.replace(typed, meant)
    if not tone:
        return nfc(letters)
    vowels = [place for place, letter in enumerate(letters) if fold(letter) in "aeiouy"]
    if not vowels:
        return word
    place = _tone_place(letters, vowels)
    return nfc(letters[: place + 1] + tone + letters[place + 1 :])


def _tone_place(letters: str, vowels: list[int]) -> int:
    """Give the letter that bears the tone; only the tone itself matters to the search, not its place."""
    marked = [place for place in vowels if letters[place] in "âăêôơư"]
    return marked[-1] if marked else vowels[0] if len(vowels) == 1 else vowels[-2]


def near(one: str, other: str) -> bool:
    """Whether one letter typed wrong, left out, doubled or swapped with its neighbor leads from one word to the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


def slips(word: str, letters: str = "abcdeghiklmnopqrstuvxy") -> Iterator[str]:
    """Give every word one slip away from a bare word, for the generator of variants and for looking up."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for head, tail in cuts:
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters if letter != tail[0])
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in letters)
