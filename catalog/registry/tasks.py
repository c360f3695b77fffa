"""Applying a long run as a job, so that nobody waits before a page; `SyncRun.done_rows` tells how far it is."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django_tasks import task

from catalog.registry.applying import apply_run
from catalog.registry.models import SyncRun


@task()
def apply_registry_run(run_id: int, officer_id: int, record_ids: list[int] | None = None) -> None:
    """Apply a run, or these rows of it, on the officer's word (see `apply_run`); after a crash it goes on where it stopped."""
    officer = get_user_model().objects.get(pk=officer_id)
    apply_run(run=SyncRun.objects.get(pk=run_id), officer=officer, record_ids=record_ids)
