"""Jobs of the desk: what takes longer than a page may."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from catalog.registry.applying import apply_run
from catalog.registry.models import SyncRun


@task()
def apply_in_background(run_id: int, officer_id: int) -> None:
    """Apply a run as the officer who asked for it; run twice, the second finds nothing left to do."""
    officer = get_user_model().objects.get(pk=officer_id)
    apply_run(run=SyncRun.objects.get(pk=run_id), officer=officer)


def is_being_applied(run_id: int) -> bool:
    """Whether a job that applies this run waits or works."""
    unfinished = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    jobs = DBTaskResult.objects.filter(task_path=f"{__name__}.apply_in_background", status__in=unfinished)
    return jobs.filter(args_kwargs__args__0=run_id).exists()
