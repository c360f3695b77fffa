"""Rows of a reading as records of its run: judged, matched and kept, a chunk at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields

from django.db import transaction

from catalog.audit.services import record_action
from catalog.certification.models import CriteriaBand
from catalog.certification.rules import load_certification_rules
from catalog.lib import clock
from catalog.registry.errors import ReadElsewhere
from catalog.registry.judging import TEXT_COLUMNS, Judge, Judged
from catalog.registry.matching import Match, Matcher
from catalog.registry.models import Record, SyncRun
from catalog.registry.questions import ask_about_absent
from catalog.registry.reading.columns import Column
from catalog.registry.sources import Reading

Outcome, State, Kind = Record.Outcome, SyncRun.State, SyncRun.Kind
# A full list shorter than the last one by more than this share waits for an officer.
LARGEST_DROP = 0.10
CHUNK = 200


def fill_run(run: SyncRun, reading: Reading) -> SyncRun:
    """Judge and match the rows of a reading and keep them as those of its run, which stands staged or held in the end.

    Each chunk of rows is a transaction that also says how many are done. What is kept is let go of at once: an annex may have
    tens of thousands of rows.

    Raises:
        ReadElsewhere: another process has begun to read this run anew.
    """
    if not CriteriaBand.objects.exists():
        load_certification_rules()
    judged = Judge(clock.today()).judge(reading.records)
    reading.records.clear()
    judged.reverse()
    total, counts, present, matcher = len(judged), Counter[str](), set[int](), Matcher()
    while judged:
        rows = [judged.pop() for _row in range(min(CHUNK, len(judged)))]
        matches = [matcher.match(row) for row in rows]
        present.update(*(match.present for match in matches))
        counts.update(row.outcome.value for row in rows)
        _keep(run, rows, matches, total)
    return _finish(run, counts, present)


@transaction.atomic
def _keep(run: SyncRun, rows: list[Judged], matches: list[Match], total: int) -> None:
    start = run.done_rows
    run.done_rows += len(rows)
    _write(run, done_rows=run.done_rows, counts={"rows": total})
    Record.objects.bulk_create(_record(run, start + n, row, match) for n, (row, match) in enumerate(zip(rows, matches, strict=True)))


def _write(run: SyncRun, **values: object) -> None:
    """Write on the run, as long as it is this reader's."""
    if not SyncRun.objects.filter(pk=run.pk, state=State.READING, reader=run.reader).update(**values):
        raise ReadElsewhere


@transaction.atomic
def _finish(run: SyncRun, counts: Counter[str], present: set[int]) -> SyncRun:
    run.state = _first_state(run, counts[Outcome.ACCEPTED] + counts[Outcome.DOUBTFUL])
    run.counts = {outcome: counts[outcome] for outcome in Outcome.values}
    if run.kind == Kind.FULL_LIST and run.state == State.STAGED:
        run.counts["absent"] = ask_about_absent(run, present)
    run.done_rows, run.finished_at = 0, clock.now()
    _write(run, state=run.state, counts=run.counts, done_rows=0, finished_at=run.finished_at)
    record_action(actor=run.actor, action="registry.stage", subject=run, after=dict(run.counts))
    return run


def _first_state(run: SyncRun, readable: int) -> str:
    """Hold a full list that is empty or far shorter than the last of its source: it must never take anything away by itself."""
    if run.kind != Kind.FULL_LIST:
        return State.STAGED
    complete = [State.STAGED, State.PARTLY, State.APPLIED]
    last = SyncRun.objects.filter(kind=run.kind, source=run.source, state__in=complete).first()
    before = last.counts[Outcome.ACCEPTED] + last.counts[Outcome.DOUBTFUL] if last else 0
    return State.HELD if readable == 0 or readable < before * (1 - LARGEST_DROP) else State.STAGED


_SAME_NAMES = tuple(item.name for item in fields(Judged) if item.name not in ("raw", "reasons"))


def _record(run: SyncRun, position: int, row: Judged, found: Match) -> Record:
    facts = {name: getattr(row, name) for name in (*_SAME_NAMES, "outcome")}
    return Record(
        run=run,
        position=position,
        sheet=row.raw.sheet[:100],
        line=row.raw.line,
        raw=list(row.raw.raw),
        reasons=[reason.to_json() for reason in row.reasons],
        award_id=found.award_id,
        former_id=found.former_id,
        product_id=found.product_id,
        match=found.match,
        link_state=found.link_state,
        cells=_cells(row),
        **facts,
    )


_CELLS: Mapping[str, Column] = {
    **TEXT_COLUMNS,
    "score": Column.SCORE,
    "stars": Column.STARS,
    "decision_number": Column.DECISION,
    "signed_on": Column.SIGNED,
    "issuing_body": Column.ISSUER,
    "starts_on": Column.STARTS,
    "lapses_on": Column.ENDS,
}


def _cells(row: Judged) -> dict[str, str]:
    """Say where each value stands: its column's letter or field's name, else `above` (title or text above the table) or `rule`."""
    raw, found = row.raw, {}
    for name, column in _CELLS.items():
        if getattr(row, name) in (None, ""):
            continue
        if str(raw.values.get(column) or "").strip():
            found[name] = raw.places.get(column, "")
        else:
            found[name] = "above" if name in _FROM_ABOVE and _stands_above(name, row) else "rule"
    return found


_FROM_ABOVE = ("stars", "group_raw", "decision_number", "signed_on", "issuing_body")


def _stands_above(name: str, row: Judged) -> bool:
    raw = row.raw
    texts = {"stars": raw.title_stars.count, "group_raw": raw.title_group, "issuing_body": raw.paper.issuer}
    return bool(texts.get(name, raw.paper.number))
