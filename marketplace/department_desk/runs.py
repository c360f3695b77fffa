"""What the desk shows of registry runs and their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from catalog.registry.models import Record, SyncRun
from catalog.registry.reasons import Weight, from_json
from catalog.registry.tasks import apply_registry_run, read_registry_run

COUNT_NAMES: dict[str, Promise] = {
    "accepted": gettext_lazy("accepted"),
    "doubtful": gettext_lazy("doubtful"),
    "rejected": gettext_lazy("rejected"),
    "absent": gettext_lazy("on record but not in the full list"),
    "recorded": gettext_lazy("awards recorded"),
    "linked": gettext_lazy("listings linked"),
    "withdrawn": gettext_lazy("awards withdrawn"),
    "unlinked": gettext_lazy("links ended"),
    "left": gettext_lazy("left alone"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows of a run are of one kind, and which filter shows them."""

    code: str
    name: str
    number: int


def counts_of(run: SyncRun) -> list[Count]:
    """Give what a run counted, by name; those that open their rows come first."""
    return [Count(code=code, name=str(name), number=run.counts[code]) for code, name in COUNT_NAMES.items() if code in run.counts]


FILTERS: dict[str, Q] = {
    "accepted": Q(outcome="accepted", line__gt=0),
    "doubtful": Q(outcome="doubtful", line__gt=0),
    "rejected": Q(outcome="rejected", line__gt=0),
    "absent": Q(line=0),
    "recorded": Q(effect__is_new=True),
    "linked": ~Q(effect__links=[]) & Q(applied_at__isnull=False),
    "withdrawn": Q(effect__done="withdrawn"),
    "unlinked": Q(effect__done="unlinked"),
    "left": Q(effect__done="left"),
}


def rows_of(run: SyncRun, wanted: str) -> QuerySet[Record]:
    """Give the rows of a run that one of its counts counted; all of them for an unknown name."""
    rows = Record.objects.filter(run=run).order_by("position")
    return rows.filter(FILTERS[wanted]) if wanted in FILTERS else rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One reason in words, with how much it weighs: `rejection`, `doubt` or `note`."""

    weight: str
    text: str


def sayings(record: Record) -> list[Saying]:
    """Give a row's reasons in words, the heaviest first."""
    reasons = sorted(from_json(record.reasons), key=lambda reason: -reason.weight)
    return [Saying(weight=Weight(reason.weight).name.lower(), text=str(reason)) for reason in reasons]


def next_open_row(rows: QuerySet[Record], after: Record) -> Record | None:
    """Give the row that is decided after this one: the next of its run, then of other runs, then the first that is left."""
    ordered = rows.exclude(pk=after.pk).order_by("run", "position")
    later = Q(run=after.run_id, position__gt=after.position) | Q(run__gt=after.run_id)
    return ordered.filter(later).first() or ordered.first()


def raw_cells(record: Record) -> list[tuple[str, Any]]:
    """Give the cells as received, each under the letter of its column."""
    return [(_letter(number), cell) for number, cell in enumerate(record.raw) if str(cell).strip()]


def _letter(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job has come with reading or applying a run: rows done, rows in all (none: not known yet)."""

    is_reading: bool
    done: int
    total: int | None

    @property
    def share(self) -> int:
        """The share that is done, in percent."""
        return min(100, 100 * self.done // self.total) if self.total else 0


def rows_to_apply(run: SyncRun) -> int:
    """Count the accepted rows of a run that are not on record yet."""
    return Record.objects.filter(run=run, outcome=Record.Outcome.ACCEPTED, applied_at=None, line__gt=0).count()


def progress_of(run: SyncRun) -> Progress | None:
    """Say how far the job has come that reads or applies this run; none where no job does."""
    if run.state == SyncRun.State.READING:
        return Progress(is_reading=True, done=run.done_rows, total=run.counts.get("rows")) if _has_job(read_registry_run, run) else None
    if not _has_job(apply_registry_run, run):
        return None
    return Progress(is_reading=False, done=run.done_rows, total=run.done_rows + rows_to_apply(run))


def read_soon(run: SyncRun) -> None:
    """Leave reading a run to a job, unless one waits or works already."""
    if not _has_job(read_registry_run, run):
        read_registry_run.enqueue(run.pk)


def _has_job(job: Task[..., None], run: SyncRun) -> bool:
    unfinished = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    jobs = DBTaskResult.objects.filter(task_path=job.module_path, status__in=unfinished)
    return jobs.filter(args_kwargs__args__0=run.pk).exists()
