"""What a staged row would change, field by field, with where each value comes from. Pure: it reads no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.certification.models import Award
from catalog.registry.models import Record

# Field of the record, field of the award, what people call it.
FIELDS: tuple[tuple[str, str, Promise], ...] = (
    ("name", "product_name", _("product")),
    ("maker", "maker_name", _("maker")),
    ("maker_kind", "maker_kind", _("kind of maker as printed")),
    ("address", "address", _("address as printed")),
    ("group_raw", "group_raw", _("group as printed")),
    ("official_code", "official_code", _("product code")),
    ("score", "score", _("score")),
    ("stars", "stars", _("stars")),
    ("is_potential_five", "is_potential_five", _("potential five stars")),
    ("decision_number", "decision.number", _("decision")),
    ("signed_on", "decision.signed_on", _("signed on")),
    ("issuing_body", "decision.issuing_body", _("issuing body")),
    ("starts_on", "starts_on", _("first day")),
    ("lapses_on", "lapses_on", _("first day without it")),
)
ORIGINS = {
    "above": _("above the table"),
    "rule": _("follows by rule"),
    "officer": _("put right by an officer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of a row beside what is on record: `before` is none where nothing is.

    `source` is a cell (`Trang 1!C12`, or `C12` in a text file), a field of an answer (`records[4].product`) or a word of `ORIGINS`.
    """

    field: str
    label: Promise
    before: Any
    after: Any
    source: str
    is_different: bool


def changes_of(record: Record, *, award: Award | None, former: Award | None = None) -> list[Change]:
    """Compare a row with the award it is on record as or, where it is new, with the award that it would follow.

    Load `award__decision__issuing_body` and `former__decision__issuing_body` beforehand.
    """
    beside = award or former
    found = []
    for name, path, label in FIELDS:
        before, after = _value(beside, path), getattr(record, name)
        if after in (None, "", False) and before in (None, "", False):
            continue
        found.append(
            Change(
                field=name,
                label=label,
                before=before,
                after=after,
                source=source_of(record, name),
                is_different=not _is_same(before, after),
            )
        )
    return found


def source_of(record: Record, field: str) -> str:
    """Say where a value comes from, for people: a cell, a field of an answer, or in words."""
    if field in record.corrections:
        return str(ORIGINS["officer"])
    place = record.cells.get(field, "")
    if not place or place in ORIGINS:
        return str(ORIGINS.get(place, ORIGINS["rule"]))
    if place.isupper():
        cell = f"{place}{record.line}"
        return f"{record.sheet}!{cell}" if record.sheet else cell
    return f"records[{record.line - 1}].{place}"


def _value(award: Award | None, path: str) -> Any:
    value: Any = award
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def _is_same(before: Any, after: Any) -> bool:
    return before == after or (before in (None, "", False) and after in (None, "", False))
