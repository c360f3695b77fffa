"""Which of today's groups a printed group is."""

from __future__ import annotations

from catalog.certification.models import OcopGroup
from catalog.registry.reading.columns import plain

# Before Decision 148/QĐ-TTg of 2023 there were six other trades (Decision 1048/QĐ-TTg of 2019): food; drinks; herbs; fabric and
# clothing; souvenirs, furniture and decoration; rural tourism services. The first word found decides.
_WORDS = (
    ("thao duoc", "herbal"),
    ("duoc lieu", "herbal"),
    ("du lich", "tourism"),
    ("sinh vat canh", "ornamental"),
    ("cay canh", "ornamental"),
    ("vai", "fabric"),
    ("may mac", "fabric"),
    ("luu niem", "craft"),
    ("noi that", "craft"),
    ("trang tri", "craft"),
    ("thu cong", "craft"),
    ("my nghe", "craft"),
    ("do uong", "drink"),
    ("thuc pham", "food"),
)


def find_group(printed: str) -> OcopGroup | None:
    """Give the group of a printed name, official or of the former trades, as the table in force now knows it."""
    words = plain(printed)
    if not words:
        return None
    groups = list(OcopGroup.objects.filter(valid_to=None).order_by("-valid_from"))
    for group in groups:
        if plain(group.name_vi) == words:
            return group
    code = next((code for word, code in _WORDS if f" {word} " in f" {words} "), None)
    return next((group for group in groups if group.code == code), None)
