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


class GroupBook:
    """Finds groups by their printed names, as the table in force now knows them; the table is read once."""

    def __init__(self) -> None:
        self._groups = list(OcopGroup.objects.filter(valid_to=None).order_by("-valid_from"))
        self._by_name = {plain(group.name_vi): group for group in reversed(self._groups)}
        self._found: dict[str, OcopGroup | None] = {}

    def find(self, printed: str) -> OcopGroup | None:
        """Give the group of a printed name, official or of the former trades; none if no word of it is known."""
        if printed not in self._found:
            self._found[printed] = self._find(plain(printed))
        return self._found[printed]

    def _find(self, words: str) -> OcopGroup | None:
        if not words or words in self._by_name:
            return self._by_name.get(words)
        code = next((code for word, code in _WORDS if f" {word} " in f" {words} "), None)
        return next((group for group in self._groups if group.code == code), None)
