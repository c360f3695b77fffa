"""One at a time, across processes, where no single row stands for what is guarded."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from django.db import connection


@contextmanager
def writers_turn() -> Iterator[None]:
    """Wait for this process's turn to write to SQLite; elsewhere, and inside a transaction, go on at once.

    SQLite makes a second writer sleep and try again, longer each time, so that under load the file stands idle between two writers.
    The system's lock on a file beside it wakes the next one as soon as the first has gone. It only orders those who ask for it: the
    database's own lock still guards the rest.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with Path(f"{connection.settings_dict['NAME']}.turn").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def hold(*names: str) -> None:
    """Wait until nobody else holds one of `names`, and hold them until the transaction ends; always taken in the same order.

    PostgreSQL has locks for this; SQLite lets one transaction write at a time anyway (`transaction_mode`).
    """
    if connection.vendor == "postgresql" and names:
        keys = sorted({crc32(name.encode()) for name in names})
        with connection.cursor() as cursor:
            # Rows are locked one after the other, in the order in which the inner query sorts them.
            cursor.execute("SELECT pg_advisory_xact_lock(key) FROM (SELECT unnest(%s::bigint[]) AS key ORDER BY key) AS keys", [keys])
