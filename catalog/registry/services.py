"""Stage and apply runs. Nothing reaches an award before an officer applies."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.errors import UnableToLink, UnableToRecordAward, UnableToSupersede
from catalog.certification.models import Award, AwardLink, CriteriaBand, Decision
from catalog.certification.rules import load_certification_rules
from catalog.certification.services import Recognized, link_award, record_award, supersede_award
from catalog.lib import clock
from catalog.registry.errors import UnableToApply, UnreadableSource
from catalog.registry.groups import find_group
from catalog.registry.judging import Judge, Judged
from catalog.registry.matching import Match, Matcher
from catalog.registry.models import Record, SyncRun
from catalog.registry.reasons import Reason
from catalog.registry.sources import AnnexSource, Reading, Source

Outcome, State, Kind = Record.Outcome, SyncRun.State, SyncRun.Kind
# A full list shorter than the last one by more than this share waits for an officer.
LARGEST_DROP = 0.10


def may(officer: AbstractBaseUser | None, permission: str) -> bool:
    """Whether the person holds a duty that allows this (see `DutyBackend`)."""
    return isinstance(officer, PermissionsMixin) and officer.is_active and officer.has_perm(permission)


# --- staging


def stage_source(*, source: Source, actor: AbstractBaseUser | None) -> SyncRun:
    """Read a source and keep every row with what it was judged to be. The same content again gives the same run.

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
    matcher = Matcher()
    found = [(row, matcher.match(row)) for row in judged]
    counts = Counter(row.outcome.value for row in judged)
    run = SyncRun.objects.create(
        kind=source.kind,
        source=source.name[:300],
        sha256=reading.sha256,
        etag=reading.etag,
        last_modified=reading.last_modified,
        state=_first_state(source.kind, len(judged) - counts[Outcome.REJECTED]),
        started_at=started_at,
        actor_id=actor.pk if actor else None,
        counts={outcome: counts[outcome] for outcome in Outcome.values},
    )
    Record.objects.bulk_create((_record(run, position, row, match) for position, (row, match) in enumerate(found)), batch_size=500)
    if run.kind == Kind.FULL_LIST and run.state == State.STAGED:
        run.counts["absent"] = _ask_about_absent(run, {match.award.pk for _row, match in found if match.award})
    run.finished_at = clock.now()
    run.save(update_fields=["finished_at", "counts"])
    record_action(actor=actor, action="registry.stage", subject=run, after=dict(run.counts))
    return run


def _ask_about_absent(run: SyncRun, present: set[int]) -> int:
    """Ask an officer about each award in force that a full list does not hold: absence alone takes nothing away."""
    today = clock.today()
    awards = Award.objects.filter(revoked_on=None, withdrawn_on=None, superseded_by=None, starts_on__lte=today, lapses_on__gt=today)
    absent = [award for award in awards.select_related("decision").order_by("pk") if award.pk not in present]
    start = Record.objects.filter(run=run).count()
    Record.objects.bulk_create((_question(run, start + n, award) for n, award in enumerate(absent)), batch_size=500)
    return len(absent)


def _question(run: SyncRun, position: int, award: Award) -> Record:
    return Record(
        run=run,
        position=position,
        line=0,
        name=award.product_name,
        maker=award.maker_name,
        stars=award.stars,
        is_potential_five=award.is_potential_five,
        decision_number=award.decision.number,
        signed_on=award.decision.signed_on,
        starts_on=award.starts_on,
        lapses_on=award.lapses_on,
        outcome=Outcome.DOUBTFUL,
        reasons=[Reason("absent_from_list", award.code).to_json()],
        award=award,
    )


def _first_state(kind: str, readable: int) -> str:
    """Hold a full list that is empty or far shorter than the last: it must never take anything away by itself."""
    if kind != Kind.FULL_LIST:
        return State.STAGED
    last = SyncRun.objects.filter(kind=kind, state__in=[State.STAGED, State.APPLIED]).first()
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
        award=found.award,
        former=found.former,
        product_id=found.product_id,
        match=found.match,
        **facts,
    )


# --- applying


def apply_run(*, run: SyncRun, officer: AbstractBaseUser) -> SyncRun:
    """Record the run's accepted rows as awards and make its sure links, on the word of an officer.

    Each row is one transaction that marks itself done: a run that was cut off goes on where it stopped, and applying an
    applied run changes nothing but adds rows that an officer has accepted since. A row that cannot be recorded becomes
    doubtful, with the reason.

    Raises:
        UnableToApply: the person has not this duty, or the run is held, taken back or itself a taking back.
    """
    if not may(officer, "registry.apply_run"):
        raise UnableToApply(_("This person may not apply registry runs"))
    if run.kind == Kind.UNDO or run.state in (State.HELD, State.UNDONE):
        raise UnableToApply(_("A run in the state “%(state)s” cannot be applied") % {"state": run.get_state_display()})
    waiting = Record.objects.filter(run=run, outcome=Outcome.ACCEPTED, applied_at=None).order_by("starts_on", "position")
    record_ids = list(waiting.values_list("pk", flat=True))
    if run.state == State.APPLIED and not record_ids:
        return run
    for record_id in record_ids:
        _apply_one(record_id, officer)
    return _finish(run, officer)


def _apply_one(record_id: int, officer: AbstractBaseUser) -> None:
    try:
        with transaction.atomic():
            record = Record.objects.select_for_update().get(pk=record_id)
            if record.applied_at is None:
                record.effect = _apply(record, officer)
                record.applied_at = clock.now()
                record.save()
    except (UnableToRecordAward, UnableToSupersede, UnableToLink) as error:
        record = Record.objects.get(pk=record_id)
        record.outcome = Outcome.DOUBTFUL
        record.reasons.append(Reason("not_applied", str(error)[:200]).to_json())
        record.save()


def _apply(record: Record, officer: AbstractBaseUser) -> dict[str, Any]:
    """Make the award and its link; gives what was made, for taking it back."""
    award, is_new = (record.award, False) if record.award else (_new_award(record, officer), True)
    former = record.former
    if is_new and former and not Award.objects.filter(superseded_by=award).exists():
        supersede_award(award=former, by=award, from_day=None, officer=officer)
    links = []
    if record.product_id and record.match.get("is_sure") and may(officer, "certification.approve_link"):
        is_linked = AwardLink.objects.filter(award=award, product_id=record.product_id, ended_at=None).exists()
        if not is_linked:
            links = [link_award(award=award, product_id=record.product_id, officer=officer).pk]
    return {"award": award.pk, "is_new": is_new, "links": links}


def _new_award(record: Record, officer: AbstractBaseUser) -> Award:
    if record.signed_on is None or record.issuing_body is None:
        raise UnableToRecordAward("The decision has no date or no issuing body on file")
    decision, _is_new = Decision.objects.get_or_create(
        number=record.decision_number,
        issuing_body=record.issuing_body,
        signed_on=record.signed_on,
        defaults={
            "effective_from": record.starts_on if record.starts_on != record.signed_on else None,
            "is_sample": record.decision_number.startswith("MẪU"),
        },
    )
    recognized = Recognized(
        product_name=record.name,
        maker_name=record.maker,
        maker_kind=record.maker_kind,
        address=record.address,
        group=find_group(record.group_raw),
        group_raw=record.group_raw,
        stars=record.stars,
        is_potential_five=record.is_potential_five,
        score=record.score,
    )
    return record_award(decision=decision, recognized=recognized, officer=officer, starts_on=record.starts_on, lapses_on=record.lapses_on)


def _finish(run: SyncRun, officer: AbstractBaseUser) -> SyncRun:
    with transaction.atomic():
        locked = SyncRun.objects.select_for_update().get(pk=run.pk)
        rows = Record.objects.filter(run=run, line__gt=0)
        outcomes = Counter(rows.values_list("outcome", flat=True))
        effects = list(Record.objects.filter(run=run).exclude(applied_at=None).values_list("effect", flat=True))
        locked.state, locked.applied_at, locked.applied_by_id = State.APPLIED, clock.now(), officer.pk
        locked.counts |= {outcome: outcomes[outcome] for outcome in Outcome.values} | {
            "recorded": sum(effect["is_new"] for effect in effects),
            "linked": sum(len(effect["links"]) for effect in effects),
        }
        locked.save()
        record_action(actor=officer, action="registry.apply", subject=locked, after=dict(locked.counts))
    return locked
