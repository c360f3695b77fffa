"""Bring the database up to date: Django's `manage.py migrate`, with memory cleaned up less often."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate

# A state of all models is rendered for each of some 390 migrations. With Python's own thresholds the collector walks through these
# states 12,761 times, a quarter of the time; with these 93 times, for 430 MB at the most instead of 180.
THRESHOLDS = (100_000, 20, 20)


@contextmanager
def rare_collection() -> Iterator[None]:
    """Collect garbage rarely."""
    before = gc.get_threshold()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Command(migrate.Command):
    """Django's command; options, output and errors are its own."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate with rare collection of garbage."""
        with rare_collection():
            super().handle(*args, **options)
