"""One at a time, across processes, where no single row stands for what is guarded."""

from __future__ import annotations

from zlib import crc32

from django.db import connection


def hold(*names: str) -> None:
    """Wait until nobody else holds one of `names`, and hold them until the transaction ends; always taken in the same order.

    PostgreSQL has locks for this; SQLite lets one transaction write at a time anyway (`transaction_mode`).
    """
    if connection.vendor == "postgresql" and names:
        keys = sorted({crc32(name.encode()) for name in names})
        with connection.cursor() as cursor:
            # Rows are locked one after the other, in the order in which the inner query sorts them.
            cursor.execute("SELECT pg_advisory_xact_lock(key) FROM (SELECT unnest(%s::bigint[]) AS key ORDER BY key) AS keys", [keys])
