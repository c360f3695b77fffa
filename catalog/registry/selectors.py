"""Read runs and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.certification.badges import valid_until
from catalog.registry.models import Record, SyncRun
from catalog.registry.reasons import in_words

BECAUSE = {
    "linked_to_award": _("the award on record is linked to it"),
    "name_same": _("same name"),
    "name_near": _("similar name"),
    "maker_same": _("same maker"),
    "maker_kind_differs": _("maker of the same name, other legal form"),
    "maker_differs": _("other maker"),
    "several_listings": _("several listings fit alike"),
}
LEFT_BECAUSE = {
    "link_ended": _("a person has ended the link since"),
    "withdrawn": _("it was withdrawn since"),
    "revoked": _("it was revoked since"),
    "reevaluation": _("a re-evaluation was filed since"),
    "superseded": _("a later award has taken its place"),
    "linked": _("a person has linked it to a listing since"),
}


def records_of(run: SyncRun) -> list[Record]:
    """Give all rows of a run in the file's order."""
    rows = Record.objects.filter(run=run).select_related("award", "former").order_by("position")
    return list(rows)


def rows_as_json(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Give the rows as `manage.py sync_registry --json` prints them; dates as yyyy-mm-dd, none where a row has none."""
    return [_as_json(record) for record in records]


def _as_json(record: Record) -> dict[str, Any]:
    return {
        "line": record.line,
        "outcome": record.outcome,
        "name": record.name,
        "maker": record.maker,
        "stars": record.stars,
        "decision": record.decision_number,
        "valid_from": record.starts_on.isoformat() if record.starts_on else None,
        "valid_until": valid_until(record.lapses_on).isoformat() if record.lapses_on else None,
        "reason": in_words(record.reasons),
        "matched": _matched(record),
    }


def _matched(record: Record) -> dict[str, Any] | None:
    """Say what the row was found to be about; none if nothing was found."""
    if not (record.award or record.former or record.product_id):
        return None
    return {
        "award": record.award.code if record.award else None,
        "supersedes": record.former.code if record.former else None,
        "supersedes_from": record.starts_on.isoformat() if record.former and record.starts_on else None,
        "listing": record.product_id,
        "score": record.match.get("score"),
        "is_sure": bool(record.match.get("is_sure")),
        "because": match_in_words(record),
    }


def match_in_words(record: Record) -> str:
    """Explain the match with a listing in the reader's language."""
    return ", ".join(str(BECAUSE[code]) for code in record.match.get("because", []) if code in BECAUSE)


def left_alone(undo: SyncRun) -> list[tuple[Record, str]]:
    """Give the rows that a taking back left alone, each with the reason in words."""
    rows = Record.objects.filter(run=undo, effect__done="left").select_related("award").order_by("position")
    return [(row, str(LEFT_BECAUSE.get(row.effect["why"], row.effect["why"]))) for row in rows]
