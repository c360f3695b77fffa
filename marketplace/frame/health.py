"""Whether the process lives and whether it can serve.

Both answers come before anything else looks at the request: a probe asks by address, not by the shop's name, and unencrypted.
"""

from __future__ import annotations

from functools import lru_cache

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_tasks_db.models import DBTaskResult

from search.engines import engine

# A job older than this waits for a worker that is not there, or that cannot keep up.
LONGEST_WAIT_SECONDS = 300


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


def _oldest_wait_seconds(task_path: str = "") -> int:
    """Give the age of the oldest job that should have run by now; 0 if none waits."""
    waiting = DBTaskResult.objects.ready().filter(task_path__startswith=task_path).order_by("enqueued_at")
    first = waiting.values_list("enqueued_at", flat=True).first()
    return int((timezone.now() - first).total_seconds()) if first else 0


def _cache_state() -> str:
    try:
        cache.set("readyz", 1, timeout=10)
        return "ok" if cache.get("readyz") == 1 else "down"
    except Exception:
        # Whatever the driver raises: without the cache the shop is slower, not closed.
        return "down"


def _search_state() -> str:
    """Say whether there is an index, and which engine answers; its lag is the age of the oldest indexing job."""
    try:
        return engine().state()
    except Exception:
        # Whatever an engine raises: the shop is open without it.
        return "down"


def _soft_parts() -> dict[str, str | int]:
    """Give the parts without which pages can still be served."""
    queue, lag = _oldest_wait_seconds(), _oldest_wait_seconds("search.tasks.")
    return {"cache": _cache_state(), "search": _search_state(), "queue_seconds": queue, "index_lag_seconds": lag}


def _is_degraded(parts: dict[str, str | int]) -> bool:
    return any(value > LONGEST_WAIT_SECONDS if isinstance(value, int) else value != "ok" for value in parts.values())


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 with `ok` or `degraded` when pages can be served, 503 when the database is away or not migrated."""
    database = _database_state()
    if database != "ok":
        return JsonResponse({"status": "down", "database": database}, status=503)
    parts = _soft_parts()
    return JsonResponse({"status": "degraded" if _is_degraded(parts) else "ok", "database": database, **parts})
