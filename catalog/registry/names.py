"""Names as keys: what two spellings of one product or maker have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from catalog.lib.vietnamese import spelling_key, words
from catalog.registry.reading.columns import plain

# Legal forms and their abbreviations in annexes, longest first; each becomes one of five kinds.
_FORMS = (
    (
        "cooperative",
        "hop tac xa nong nghiep|htx nong nghiep|htx nn|htxnn|hop tac xa dich vu nong nghiep|htx dich vu nong nghiep|htx dvnn|htxdvnn|hop tac xa|htx",
    ),
    ("cooperative_group", "to hop tac|tht|to san xuat"),
    (
        "company",
        "cong ty trach nhiem huu han mot thanh vien|cong ty tnhh mot thanh vien|cong ty tnhh mtv|cty tnhh mtv|cong ty trach nhiem huu han"
        "|cong ty tnhh|cty tnhh|cong ty co phan|cong ty cp|cty co phan|cty cp|ctcp|doanh nghiep tu nhan|dntn|doanh nghiep|cong ty|cty",
    ),
    (
        "household",
        "ho san xuat kinh doanh|ho kinh doanh ca the|ho kinh doanh|ho san xuat|ho gia dinh|ho sxkd|ho sx|ho kd|hkd|hsx|ho ong|ho ba|ho",
    ),
    ("workshop", "co so san xuat|co so sx|cssx|co so|xuong san xuat|xuong"),
)
_PATTERNS = [(kind, re.compile(f"(?:{words})(?: |$)")) for kind, words in _FORMS]


@dataclass(frozen=True, slots=True)
class MakerName:
    """A maker's legal form ("" if the name tells none) and the name itself, folded."""

    kind: str
    core: str


def product_key(name: str) -> str:
    """Give a product's name without marks, signs and the difference of i and y (`Quy`, `Qui`)."""
    return plain(name).replace("y", "i")


def is_same_product(one: str, other: str) -> bool:
    """Whether two names are one: spelled alike, or alike without marks where one of them bears none.

    `Nụ trầm` and `Nụ trám` of one maker are two products of the real list.
    """
    if one == other:
        return True
    if product_key(one) != product_key(other):
        return False
    spelled = [spelling_key(" ".join(words(name))).replace("y", "i") for name in (one, other)]
    return spelled[0] == spelled[1] or one.isascii() or other.isascii()


def maker_key(name: str) -> MakerName:
    """Part a maker's name into legal form and name: `HTXNN Đại Hưng` and `Hợp tác xã nông nghiệp Đại Hưng` are one."""
    words = plain(name)
    for kind, pattern in _PATTERNS:
        if match := pattern.match(words):
            return MakerName(kind, words[match.end() :].strip().replace("y", "i"))
    return MakerName("", words.replace("y", "i"))


def likeness(one: str, other: str) -> float:
    """Give from 0 to 1 how alike two keys are, whatever the order of their words."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    first, second = (" ".join(sorted(text.split())) for text in (one, other))
    return SequenceMatcher(None, first, second).ratio()
