"""One at a time, across processes, where no single row stands for what is guarded."""

from __future__ import annotations

from zlib import crc32

from django.db import connection


def hold(name: str) -> None:
    """Wait until nobody else holds `name`, and hold it until the transaction ends.

    PostgreSQL has locks for this; SQLite lets one transaction write at a time anyway (`transaction_mode`).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(name.encode())])
