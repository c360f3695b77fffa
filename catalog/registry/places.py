"""Which present commune a printed address lies in."""

from __future__ import annotations

import re
from itertools import pairwise

from catalog.lib.vietnamese import fold
from catalog.places.models import Place
from catalog.places.selectors import commune_for_printed

_COMMUNE = re.compile(r"^(?:xa|phuong|thi tran)\s")
_MOST_PARTS = 6


class PlaceBook:
    """Finds communes by addresses as printed; each pair of names is looked up once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Place | None] = {}

    def find(self, address: str) -> Place | None:
        """Give today's commune, or none where no table knows it or it is in doubt.

        An address goes from the small to the large (`Thôn 3, xã Bát Tràng, huyện Gia Lâm`): a commune is told by the
        district behind it, or by its own first word.
        """
        parts = [part.strip(" .") for part in re.split(r"[,;]|\s[-–]\s", address) if part.strip(" .")][-_MOST_PARTS:]
        for commune, district in reversed(list(pairwise(parts))):
            if place := self._ask(commune, district):
                return place
        named = [part for part in parts if _COMMUNE.match(fold(part))]
        return self._ask(named[0], "") if len(named) == 1 else None

    def _ask(self, commune: str, district: str) -> Place | None:
        key = commune, district
        if key not in self._found:
            self._found[key] = commune_for_printed(commune=commune, district=district)
        return self._found[key]
