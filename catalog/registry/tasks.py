"""Reading and applying a long run as jobs, so that nobody waits before a page; `SyncRun.done_rows` tells how far one is."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django_tasks import task

from catalog.registry.applying import apply_run
from catalog.registry.models import SyncRun
from catalog.registry.services import read_run


@task()
def read_registry_run(run_id: int) -> None:
    """Read what a run received (see `read_run`); after a crash it is read anew."""
    read_run(run_id=run_id)


@task()
def apply_registry_run(run_id: int, officer_id: int) -> None:
    """Apply a run on the officer's word (see `apply_run`); after a crash it goes on where it stopped."""
    officer = get_user_model().objects.get(pk=officer_id)
    apply_run(run=SyncRun.objects.get(pk=run_id), officer=officer)
