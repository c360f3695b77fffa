"""Stage and release runs. Nothing reaches an award before an officer applies (`applying`)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.permissions import may
from catalog.lib import clock
from catalog.registry.applying import apply_run
from catalog.registry.errors import ReadElsewhere, UnableToApply, UnreadableSource
from catalog.registry.files import Received, keep_file, received_annex
from catalog.registry.matching import Matcher
from catalog.registry.models import Record, SyncRun
from catalog.registry.questions import ask_about_absent
from catalog.registry.sources import AnnexSource, Reading, Source
from catalog.registry.staging import fill_run

__all__ = ["apply_run", "read_run", "receive_annex", "release_run", "reopen_run", "stage_annex", "stage_source"]

State = SyncRun.State


def stage_source(*, source: Source, actor: AbstractBaseUser | None) -> SyncRun:
    """Read a source and keep what came and every row with what it was judged to be. The same content again gives the same run.

    All is one transaction. A run of the same content that waits for a job, or could not be read, is read now.

    Raises:
        UnreadableSource: it cannot be read; nothing was staged.
    """
    same = source.find_same()
    if same and same.is_read:
        return same
    started_at = clock.now()
    reading = source.read()
    last = SyncRun.objects.filter(kind=source.kind, source=source.name[:300]).exclude(state=State.UNDONE)
    existing = same or (last.filter(sha256=reading.sha256) if reading else last.exclude(state__in=SyncRun.UNREAD)).first()
    if existing and existing.is_read:
        return existing
    if reading is None:
        raise UnreadableSource(_("The registry says that nothing has changed, but no run of it stands."))
    try:
        with transaction.atomic():
            run = _take_turn(existing.pk) if existing else _open(source, reading, started_at, actor)
            return fill_run(run, reading)
    except IntegrityError:
        # Somebody staged the same content at the same time: the index let only one in.
        return SyncRun.objects.exclude(state=State.UNDONE).get(kind=source.kind, sha256=reading.sha256)


def stage_annex(*, content: bytes, source: str, actor: AbstractBaseUser | None) -> SyncRun:
    """Stage the content of an annex file (see `stage_source`)."""
    return stage_source(source=AnnexSource(source, content), actor=actor)


def _open(source: Source, reading: Reading, started_at: datetime, actor: AbstractBaseUser | None) -> SyncRun:
    return _new_run(
        source,
        reading.received,
        actor,
        sha256=reading.sha256,
        etag=reading.etag,
        last_modified=reading.last_modified,
        started_at=started_at,
        reader=secrets.token_hex(8),
    )


def _new_run(source: Source, received: Received, actor: AbstractBaseUser | None, **facts: object) -> SyncRun:
    file = keep_file(received=received, actor=actor)
    return SyncRun.objects.create(kind=source.kind, source=source.name[:300], file=file, state=State.READING, actor=actor, **facts)  # type: ignore[misc]  # the one class of people; facts by field


# --- received now, read by a job


def receive_annex(*, content: bytes, source: str, actor: AbstractBaseUser) -> SyncRun:
    """Keep an annex as it came and give its run, which `read_run` reads later. The same content again gives the same run.

    One that could not be read is to be read once more: the rules may have learned since.
    """
    annex = AnnexSource(source, content)
    try:
        with transaction.atomic():
            run = annex.find_same()
            if run is None:
                received = received_annex(content, source)
                return _new_run(annex, received, actor, sha256=hashlib.sha256(content).hexdigest(), started_at=clock.now())
            reopen_run(run=run)
            run.refresh_from_db()
            return run
    except IntegrityError:
        return SyncRun.objects.exclude(state=State.UNDONE).get(kind=annex.kind, sha256=annex.sha256)


def reopen_run(*, run: SyncRun) -> bool:
    """Let a run that could not be read be read once more; says whether it now waits for a reader."""
    SyncRun.objects.filter(pk=run.pk, state=State.FAILED).update(state=State.READING, failure="")
    return SyncRun.objects.filter(pk=run.pk, state=State.READING).exists()


def read_run(*, run_id: int) -> None:
    """Read the annex that a run has received, so that its page can say how far it is; one that is read already stays as it is.

    Whoever begins last reads: rows that a killed reader left are thrown away, and one that still lives stops. What is wrong
    with the file is kept with the run, in words.
    """
    run = SyncRun.objects.select_related("file").get(pk=run_id)
    if run.state != State.READING or run.file is None:
        return
    with run.file.file.open("rb") as stream:
        source = AnnexSource(run.source, stream.read())
    run = _take_turn(run_id)
    try:
        fill_run(run, source.read())
    except UnreadableSource as error:
        failure = {"state": State.FAILED, "failure": str(error)[:500], "finished_at": clock.now()}
        SyncRun.objects.filter(pk=run.pk, state=State.READING, reader=run.reader).update(**failure)
    except ReadElsewhere:
        return


@transaction.atomic
def _take_turn(run_id: int) -> SyncRun:
    """Make this process the run's reader, and throw away what another one left."""
    run = SyncRun.objects.select_for_update(of=("self",)).select_related("actor").get(pk=run_id)
    run.state, run.failure, run.done_rows, run.counts, run.reader = State.READING, "", 0, {}, secrets.token_hex(8)
    run.save()
    Record.objects.filter(run=run).delete()
    return run


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
