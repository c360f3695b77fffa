"""Text of the eight-bit years: TCVN3 (ABC fonts) and VNI, told by whether they make words Vietnamese.

Offices write Unicode by TCVN 6909:2001; annexes put together from older files still bring the eight-bit codes.
"""

from __future__ import annotations

import re
import unicodedata

from catalog.registry.reading.syllables import count_vietnamese, marked_words

TCVN3, VNI = "tcvn3", "vni"

# TCVN 5712:1993, third form (VN3), as the ABC fonts draw it; read as if it were Latin-1.
_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

# VNI for Windows: a base letter and one sign after it, both read as Latin-1.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for sign, mark in _VNI_TONES.items():
        table |= {base + sign: letter + mark for base, letter in zip("aeouyôö", "aeouyơư", strict=True)}
    for sign, mark in _VNI_HAT.items():
        table |= {base + sign: base + "\u0302" + mark for base in "aeo"}
    table |= {"a" + sign: "a\u0306" + mark for sign, mark in _VNI_BREVE.items()}
    composed = {key: unicodedata.normalize("NFC", value) for key, value in table.items()}
    upper = {key.upper(): value.upper() for key, value in composed.items()}
    mixed = {key[0].upper() + key[1:]: value.upper() for key, value in composed.items() if len(key) == 2}
    return composed | mixed | upper


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """Turn TCVN3 codes (the table VN3 of TCVN 5712:1993) into letters.

    Marked capitals have no codes of their own: a font of capitals drew them. So they are capital where the plain letters
    beside them are, and at the start of a text.
    """
    if text.isascii():
        return text
    turned = text.translate(_TCVN3)
    turned = turned[:1].upper() + turned[1:]
    return turned.upper() if _is_capital(text, 3) else re.sub(r"\S+", lambda match: _same_case(match.group()), turned)


def _is_capital(text: str, at_least: int) -> bool:
    plain = [char for char in text if char.isascii() and char.isalpha()]
    return len(plain) >= at_least and all(char.isupper() for char in plain)


def _same_case(word: str) -> str:
    return word.upper() if _is_capital(word, 2) else word


def from_vni(text: str) -> str:
    """Turn VNI pairs (a letter and its mark, as VNI's typefaces for Windows draw them) into letters."""
    return _VNI_PATTERN.sub(lambda match: _VNI[match.group()], text)


_READERS = {TCVN3: from_tcvn3, VNI: from_vni}


def convert_row(cells: list[str]) -> tuple[list[str], str]:
    """Turn a row's cells into Unicode where they are not; gives the encoding found, or "".

    An encoding counts as found when it makes more words of some cell Vietnamese than there were. Then it also counts for
    the row's cells that could be read either way, but never for those that it would make worse.
    """
    if all(cell.isascii() or is_wholly_vietnamese(cell) for cell in cells):
        return cells, ""
    best, found, gain = cells, "", 0
    for name, read in _READERS.items():
        turned = [read(cell) for cell in cells]
        gains = [count_vietnamese(new) - count_vietnamese(old) for old, new in zip(cells, turned, strict=True)]
        if sum(g for g in gains if g > 0) > gain:
            gain, found = sum(g for g in gains if g > 0), name
            best = [new if g >= 0 else old for old, new, g in zip(cells, turned, gains, strict=True)]
    return best, found


def is_wholly_vietnamese(text: str) -> bool:
    """Whether no marked word of the text looks broken."""
    return count_vietnamese(text) == len(marked_words(text))
