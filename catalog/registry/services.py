"""Stage and release runs. Nothing reaches an award before an officer applies (`applying`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.models import CriteriaBand
from catalog.certification.permissions import may
from catalog.certification.rules import load_certification_rules
from catalog.lib import clock
from catalog.registry.applying import apply_run
from catalog.registry.errors import UnableToApply, UnreadableSource
from catalog.registry.files import keep_file
from catalog.registry.judging import Judge, Judged
from catalog.registry.matching import Match, Matcher
from catalog.registry.models import Record, SyncRun
from catalog.registry.questions import ask_about_absent
from catalog.registry.reading.columns import Column
from catalog.registry.sources import AnnexSource, Reading, Source

__all__ = ["apply_run", "release_run", "stage_annex", "stage_source"]

Outcome, State, Kind = Record.Outcome, SyncRun.State, SyncRun.Kind
# A full list shorter than the last one by more than this share waits for an officer.
LARGEST_DROP = 0.10
CHUNK = 500


def stage_source(*, source: Source, actor: AbstractBaseUser | None) -> SyncRun:
    """Read a source and keep what came and every row with what it was judged to be. The same content again gives the same run.

    Raises:
        UnreadableSource: it cannot be read; nothing was staged.
    """
    same = source.find_same()
    if same:
        return same
    started_at = clock.now()
    reading = source.read()
    last = SyncRun.objects.filter(kind=source.kind, source=source.name[:300]).exclude(state=State.UNDONE)
    existing = last.filter(sha256=reading.sha256).first() if reading else last.first()
    if existing:
        return existing
    if reading is None:
        raise UnreadableSource(_("The registry says that nothing has changed, but no run of it stands."))
    try:
        with transaction.atomic():
            return _stage(source, reading, started_at, actor)
    except IntegrityError:
        # Somebody staged the same content at the same time: the index let only one in.
        return SyncRun.objects.exclude(state=State.UNDONE).get(kind=source.kind, sha256=reading.sha256)


def stage_annex(*, content: bytes, source: str, actor: AbstractBaseUser | None) -> SyncRun:
    """Stage the content of an annex file (see `stage_source`)."""
    return stage_source(source=AnnexSource(source, content), actor=actor)


def _stage(source: Source, reading: Reading, started_at: datetime, actor: AbstractBaseUser | None) -> SyncRun:
    if not CriteriaBand.objects.exists():
        load_certification_rules()
    judged = Judge(clock.today()).judge(reading.records)
    reading.records.clear()
    matcher = Matcher()
    found = [(row, matcher.match(row)) for row in judged]
    counts = Counter(row.outcome.value for row in judged)
    count, present = len(judged), frozenset().union(*(match.present for _row, match in found))
    del judged
    run = SyncRun.objects.create(
        kind=source.kind,
        source=source.name[:300],
        sha256=reading.sha256,
        file=keep_file(received=reading.received, actor=actor),
        etag=reading.etag,
        last_modified=reading.last_modified,
        state=_first_state(source, count - counts[Outcome.REJECTED]),
        started_at=started_at,
        actor_id=actor.pk if actor else None,
        counts={outcome: counts[outcome] for outcome in Outcome.values},
    )
    _keep_rows(run, found)
    if run.kind == Kind.FULL_LIST and run.state == State.STAGED:
        run.counts["absent"] = ask_about_absent(run, present)
    run.finished_at = clock.now()
    run.save(update_fields=["finished_at", "counts"])
    record_action(actor=actor, action="registry.stage", subject=run, after=dict(run.counts))
    return run


def _keep_rows(run: SyncRun, found: list[tuple[Judged, Match]]) -> None:
    """Keep the rows, a chunk at a time, and empty the list on the way: an annex may have tens of thousands."""
    found.reverse()
    position = 0
    while found:
        chunk = [found.pop() for _row in range(min(CHUNK, len(found)))]
        Record.objects.bulk_create(_record(run, position + n, row, match) for n, (row, match) in enumerate(chunk))
        position += len(chunk)


def _first_state(source: Source, readable: int) -> str:
    """Hold a full list that is empty or far shorter than the last of its source: it must never take anything away by itself."""
    if source.kind != Kind.FULL_LIST:
        return State.STAGED
    complete = [State.STAGED, State.PARTLY, State.APPLIED]
    last = SyncRun.objects.filter(kind=source.kind, source=source.name[:300], state__in=complete).first()
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
    "name": Column.NAME,
    "maker": Column.MAKER,
    "maker_kind": Column.MAKER_KIND,
    "address": Column.ADDRESS,
    "group_raw": Column.GROUP,
    "official_code": Column.CODE,
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


@transaction.atomic
def release_run(*, run: SyncRun, why: str, officer: AbstractBaseUser | None) -> SyncRun:
    """Let a held list count, on the word of an officer: it can be applied, and what is absent from it is asked about now.

    Raises:
        UnableToApply: the person may not; no reason; or the run is not held.
    """
    if not may(officer, "registry.apply_run") or officer is None:
        raise UnableToApply(_("This person may not release registry runs"))
    locked = SyncRun.objects.select_for_update().get(pk=run.pk)
    if not why.strip():
        raise UnableToApply(_("A reason is needed"))
    if locked.state != State.HELD:
        raise UnableToApply(_("Only a held run is released, not one in the state “%(state)s”") % {"state": locked.get_state_display()})
    locked.state, locked.released_at, locked.released_by_id = State.STAGED, clock.now(), officer.pk
    locked.release_note = why.strip()[:300]
    book = Matcher().book
    rows = Record.objects.filter(run=locked, line__gt=0).exclude(name="").exclude(maker="")
    found = [book.find(row) for row in rows.only(*_COMPARED).iterator(chunk_size=500)]
    present = frozenset(one.pk for kinship in found for one in [*kinship.kin, *([kinship.award] if kinship.award else [])])
    locked.counts = {**locked.counts, "absent": ask_about_absent(locked, present)}
    locked.save()
    record_action(actor=officer, action="registry.release", subject=locked, after={"absent": locked.counts["absent"]})
    return locked


_COMPARED = ("name", "maker", "stars", "score", "decision_number", "official_code", "signed_on", "starts_on")
