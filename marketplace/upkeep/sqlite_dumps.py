"""Dump and load SQLite with its own backup interface: consistent beside running writers, and whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

NAME = "database.sqlite3"


def _path(connection: BaseDatabaseWrapper) -> Path:
    return Path(connection.settings_dict["NAME"])


def _tables(database: sqlite3.Connection) -> list[str]:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    # Tables of a full-text index hold what the index makes of other rows; sqlite counts them as its own.
    return [name for (name,) in rows]


def _count(database: sqlite3.Connection) -> dict[str, int]:
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _tables(database)}  # noqa: S608  # own names


def dump(connection: BaseDatabaseWrapper, target: Path) -> dict[str, int]:
    """Copy the database into `target` and give the rows of each table in the copy."""
    with closing(sqlite3.connect(_path(connection), timeout=20)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        # The copy is one file: no journal beside it that a careless move would lose.
        copy.execute("PRAGMA journal_mode=DELETE")
        return _count(copy)


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has no table yet."""
    if not _path(connection).exists():
        return True
    with closing(sqlite3.connect(_path(connection), timeout=20)) as database:
        return not _tables(database)


def load(connection: BaseDatabaseWrapper, source: Path) -> dict[str, int]:
    """Replace the database by `source`, in one transaction of SQLite's, and give the rows of each table."""
    connection.close()
    _path(connection).parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(_path(connection), timeout=20)) as database:
        copy.backup(database)
        database.execute("PRAGMA journal_mode=WAL")
        return _count(database)
