"""The job that purges; enqueued in the transaction of the change, done again until it was told."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from marketplace.caching.purging import UnableToPurge, present_purge

AGAIN_SECONDS = 20


@task()
def purge(key: str) -> None:
    """Tell the caches in front to forget; what fails is done again in a while.

    Purges that wait belong to changes that are committed already: this one does their work, so that a run of thousands of awards
    tells the cache once or twice.
    """
    DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=purge.module_path).delete()
    try:
        present_purge().forget(key)
    except UnableToPurge:
        purge.using(run_after=timezone.now() + timedelta(seconds=AGAIN_SECONDS)).enqueue(key)
