"""Communes of other provinces from a CSV file: `code,name,kind,province_code[,valid_from]`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date

from catalog.lib.vietnamese import nfc
from catalog.places.errors import UnreadableCommunes
from catalog.places.models import Place
from catalog.places.rows import COMMUNE_KINDS, PlaceRow, commune_row
from catalog.places.services import save_places

NEEDED = ("code", "name", "kind", "province_code")
FIRST_DAY = date(2025, 7, 1)


def import_communes(lines: Iterable[str]) -> int:
    """Import every row or none, and give their number.

    Raises:
        UnreadableCommunes: columns are missing, or rows bear an unknown kind or province, no name, a bad code or date.
    """
    reader = csv.DictReader(lines)
    missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
    if missing:
        raise UnreadableCommunes([f"line 1: columns missing: {', '.join(missing)}"])
    provinces = set(Place.objects.filter(kind=Place.Kind.PROVINCE, valid_to=None).values_list("code", flat=True))
    rows: list[PlaceRow] = []
    problems: list[str] = []
    seen: set[str] = set()
    for values in reader:
        cells = {key: nfc(value or "").strip() for key, value in values.items() if isinstance(key, str) and isinstance(value, str | None)}
        problem = _problem(cells, provinces, seen)
        if problem:
            problems.append(f"line {reader.line_num}: {problem}")
            continue
        seen.add(cells["code"])
        rows.append(_row(cells))
    if problems:
        raise UnreadableCommunes(problems)
    return save_places(rows=rows)


def _problem(cells: dict[str, str], provinces: set[str], seen: set[str]) -> str:
    """Say what is wrong with a row, or nothing."""
    if not cells["name"]:
        return "no name"
    if not (cells["code"].isascii() and cells["code"].isdigit() and len(cells["code"]) == 5):
        return f"the code must have five digits: {cells['code']!r}"
    if cells["code"] in seen:
        return f"the code stands twice: {cells['code']}"
    if cells["kind"].lower() not in COMMUNE_KINDS:
        return f"the kind must be one of {', '.join(COMMUNE_KINDS)}: {cells['kind']!r}"
    if cells["province_code"] not in provinces:
        return f"no province has the code {cells['province_code']!r}"
    return _date_problem(cells.get("valid_from", ""))


def _date_problem(text: str) -> str:
    try:
        date.fromisoformat(text or "2025-07-01")
    except ValueError:
        return f"the date must be written like 2025-07-01: {text!r}"
    return ""


def _row(cells: dict[str, str]) -> PlaceRow:
    return commune_row(
        kind=cells["kind"].lower(),
        name=cells["name"],
        code=cells["code"],
        province=cells["province_code"],
        valid_from=date.fromisoformat(cells.get("valid_from") or FIRST_DAY.isoformat()),
    )
