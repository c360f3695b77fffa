"""Care of the job queue and of sessions: what a killed worker left behind runs again, what is long done or run out goes."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from catalog.lib import clock

LONGEST_JOB = timedelta(minutes=10)
KEPT_FOR = timedelta(days=7)
RETRY_AFTER = timedelta(minutes=2)
MOST_TRIES = 6


def reap_stuck_jobs() -> int:
    """Put jobs of killed workers back into the queue; give how many. Jobs take ids and do no harm when run twice."""
    stuck = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=clock.now() - LONGEST_JOB)
    return int(stuck.update(status=TaskResultStatus.READY, started_at=None))


def prune_done_jobs() -> int:
    """Drop successful jobs of more than a week ago; failed ones stay, for a person to look at."""
    old = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=clock.now() - KEPT_FOR)
    return int(old.delete()[0])


def prune_sessions() -> int:
    """Delete sessions that have run out, with what visitors gave in them; give how many."""
    return int(Session.objects.filter(expire_date__lt=clock.now()).delete()[0])


def retry_failed_jobs() -> int:
    """Put jobs that failed back into the queue, each time after twice as long a while, six tries in all; give how many."""
    now, count = clock.now(), 0
    for job in DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gte=now - KEPT_FOR):
        tries = len(job.worker_ids)
        if tries < MOST_TRIES and job.finished_at + RETRY_AFTER * 2 ** (tries - 1) <= now:
            count += DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.FAILED).update(status=TaskResultStatus.READY)
    return count
