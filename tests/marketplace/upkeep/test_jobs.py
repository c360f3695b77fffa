"""The queue looks after itself: killed workers' jobs run again, failed ones are tried again ever later, done ones go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from catalog.lib import clock
from marketplace.upkeep.jobs import KEPT_FOR, LONGEST_JOB, MOST_TRIES, RETRY_AFTER, prune_done_jobs, reap_stuck_jobs, retry_failed_jobs
from search.tasks import index_products

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def _job(**facts: Any) -> Any:
    job = index_products.enqueue([])
    DBTaskResult.objects.filter(pk=job.id).update(**facts)
    return DBTaskResult.objects.get(pk=job.id)


def test_a_killed_workers_job_runs_again_and_a_long_one_is_left_alone() -> None:
    now = clock.now()
    killed = _job(status=TaskResultStatus.RUNNING, started_at=now - LONGEST_JOB - SECOND)
    working = _job(status=TaskResultStatus.RUNNING, started_at=now - LONGEST_JOB + 60 * SECOND)
    assert reap_stuck_jobs() == 1
    killed.refresh_from_db()
    working.refresh_from_db()
    assert (killed.status, killed.started_at, working.status) == (TaskResultStatus.READY, None, TaskResultStatus.RUNNING)
    assert DBTaskResult.objects.ready().get() == killed


@pytest.mark.parametrize("tries", range(1, MOST_TRIES))
def test_a_failed_job_waits_twice_as_long_after_each_try(tries: int) -> None:
    wait = RETRY_AFTER * 2 ** (tries - 1)
    job = _job(status=TaskResultStatus.FAILED, worker_ids=["w"] * tries, finished_at=clock.now() - wait + 10 * SECOND)
    assert retry_failed_jobs() == 0
    DBTaskResult.objects.filter(pk=job.pk).update(finished_at=clock.now() - wait)
    assert retry_failed_jobs() == 1
    job.refresh_from_db()
    assert job.status == TaskResultStatus.READY


def test_a_job_that_failed_too_often_stays_for_a_person_to_look_at() -> None:
    often = _job(status=TaskResultStatus.FAILED, worker_ids=["w"] * MOST_TRIES, finished_at=clock.now() - timedelta(days=2))
    old = _job(status=TaskResultStatus.FAILED, worker_ids=["w"], finished_at=clock.now() - KEPT_FOR - SECOND)
    assert (retry_failed_jobs(), prune_done_jobs()) == (0, 0)
    assert set(DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)) == {often, old}


def test_what_is_long_done_goes() -> None:
    _job(status=TaskResultStatus.SUCCESSFUL, finished_at=clock.now() - KEPT_FOR - SECOND)
    fresh = _job(status=TaskResultStatus.SUCCESSFUL, finished_at=clock.now() - KEPT_FOR + 60 * SECOND)
    assert prune_done_jobs() == 1
    assert DBTaskResult.objects.get() == fresh
