"""Read runs and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.certification.badges import valid_until
from catalog.certification.models import Award
from catalog.registry.models import Record, SyncRun
from catalog.registry.reasons import in_words

BECAUSE = {
    "linked_to_award": _("the award on record is linked to it"),
    "name_same": _("same name"),
    "name_near": _("similar name"),
    "maker_same": _("same maker"),
    "maker_kind_differs": _("maker of the same name, other legal form"),
    "maker_differs": _("other maker"),
    "chosen_by_officer": _("an officer has chosen it"),
    "several_listings": _("several listings fit alike"),
}
LEFT_BECAUSE = {
    "link_ended": _("a person has ended the link since"),
    "withdrawn": _("it was withdrawn since"),
    "revoked": _("it was revoked since"),
    "reevaluation": _("a re-evaluation was filed since"),
    "superseded": _("a later award has taken its place"),
    "linked": _("a person has linked it to a listing since"),
    "confirmed": _("confirmed by run %(runs)s"),
    "not_allowed": _("it lies where this officer's duty does not reach"),
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
    return [(row, _left_because(row.effect)) for row in rows]


def _left_because(effect: dict[str, Any]) -> str:
    text = str(LEFT_BECAUSE.get(effect["why"], effect["why"]))
    return text % {"runs": ", ".join(map(str, effect.get("by", [])))} if "%(runs)s" in text else text


def waiting_records() -> QuerySet[Record]:
    """Give what waits for an officer in runs that stand: doubtful rows, questions, listings in doubt of accepted rows; oldest run first."""
    doubtful = Q(outcome=Record.Outcome.DOUBTFUL)
    unsure = Q(outcome=Record.Outcome.ACCEPTED, link_state=Record.LinkState.PROPOSED)
    standing = [SyncRun.State.STAGED, SyncRun.State.PARTLY, SyncRun.State.APPLIED]
    rows = Record.objects.filter(doubtful | unsure, run__state__in=standing).exclude(run__kind=SyncRun.Kind.UNDO)
    return rows.select_related("run", "award", "former", "product").order_by("run_id", "position")


def records_of_award(award: Award) -> QuerySet[Record]:
    """Give every row that was applied to an award, the one that made it first: the way from the badge back to file, sheet and line."""
    rows = Record.objects.filter(award=award, effect__award=award.pk).exclude(applied_at=None).exclude(run__kind=SyncRun.Kind.UNDO)
    return rows.select_related("run__file", "run__applied_by", "decided_by").order_by("applied_at", "pk")
