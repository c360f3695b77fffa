"""Whether the process lives and whether it can serve.

Both answers come before anything else looks at the request: a probe asks by address, not by the shop's name, and unencrypted.
"""

from __future__ import annotations

import time
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_tasks_db.models import DBTaskResult

from search.engines import embedded_engine, engine
from search.errors import IndexUnusable

# A job older than this waits for a worker that is not there, or that cannot keep up.
LONGEST_WAIT_SECONDS = 300
# So many copies of the index may have failed before somebody should look.
COPIES_MISSED = 3


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer `ok` while the process lives; asks nothing of anybody."""
    return HttpResponse("ok", content_type="text/plain")


@lru_cache(maxsize=1)
def _all_migrations_ran() -> bool:
    """Raise while a migration waits, so that only a good answer is kept: it cannot change while this code runs."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError
    return True


def _database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _all_migrations_ran()
    except DatabaseError:
        return "down"
    except LookupError:
        return "migrations waiting"
    return "ok"


def oldest_wait_seconds(task_path: str = "") -> int:
    """Give the age of the oldest job that should have run by now; 0 if none waits."""
    waiting = DBTaskResult.objects.ready().filter(task_path__startswith=task_path).order_by("enqueued_at")
    first = waiting.values_list("enqueued_at", flat=True).first()
    return int((timezone.now() - first).total_seconds()) if first else 0


def cache_state() -> str:
    """Say whether the cache keeps what it is given: ok or down."""
    try:
        cache.set("readyz", 1, timeout=10)
        return "ok" if cache.get("readyz") == 1 else "down"
    except Exception:
        # Whatever the driver raises: without the cache the shop is slower, not closed.
        return "down"


def search_state() -> str:
    """Say ok, or which engine answers instead and why; the index's lag is the age of the oldest indexing job."""
    try:
        return engine().state()
    except Exception:
        # Whatever an engine raises: the shop is open without it.
        return "down"


def copy_age_seconds() -> int | None:
    """Give the age of this node's own copy of the index, or none where there is no such copy to be had.

    Where jobs keep the index of the machine in step, its age says nothing and is not told.
    """
    try:
        return max(0, int(time.time() - embedded_engine().built_at())) if settings.SEARCH_COPY_SECONDS else 0
    except IndexUnusable:
        return None


def _soft_parts() -> dict[str, str | int]:
    """Give the parts without which pages can still be served."""
    queue, lag = oldest_wait_seconds(), oldest_wait_seconds("search.tasks.")
    parts: dict[str, str | int] = {"cache": cache_state(), "search": search_state(), "queue_seconds": queue, "index_lag_seconds": lag}
    if settings.SEARCH_COPY_SECONDS:
        age = copy_age_seconds()
        parts["search_copy_seconds"] = "none" if age is None else age
    return parts


def _is_degraded(parts: dict[str, str | int]) -> bool:
    longest = {"search_copy_seconds": COPIES_MISSED * settings.SEARCH_COPY_SECONDS}
    return any(
        value > longest.get(name, LONGEST_WAIT_SECONDS) if isinstance(value, int) else value != "ok" for name, value in parts.items()
    )


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 with `ok` or `degraded` when pages can be served, 503 when the database is away or not migrated."""
    database = _database_state()
    if database != "ok":
        return JsonResponse({"status": "down", "database": database}, status=503)
    parts = _soft_parts()
    return JsonResponse({"status": "degraded" if _is_degraded(parts) else "ok", "database": database, **parts})
