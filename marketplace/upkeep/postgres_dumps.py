"""Dump and load PostgreSQL with its own programs; the dump and the counts see one snapshot."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from marketplace.upkeep.errors import UnableToBackUp, UnableToRestore

NAME = "database.dump"
_OWN_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# In one transaction with the load: if that fails, what was there before still is.
_START_ANEW = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


def _environment(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Give the connection to PostgreSQL's programs in variables: a password on the command line could be read by others."""
    facts = connection.settings_dict
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    return {**os.environ, **{name: str(facts[key]) for name, key in names.items() if facts[key]}}


def _program(name: str) -> str | None:
    """Find a program on the path or where Debian keeps PostgreSQL's; the newest, since it reads all older servers."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(places[-1]) if places else shutil.which(name)


def _count(cursor: Any) -> dict[str, int]:
    cursor.execute(_OWN_TABLES)
    counts = {}
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608  # own names
        counts[name] = cursor.fetchone()[0]
    return counts


def dump(connection: BaseDatabaseWrapper, target: Path) -> dict[str, int]:
    """Dump the database into `target` and give the rows of each table in that same snapshot.

    Raises:
        UnableToBackUp: pg_dump is missing or failed.
    """
    program = _program("pg_dump")
    if program is None:
        raise UnableToBackUp("pg_dump is missing: install postgresql-client")
    own = connections.create_connection(connection.alias)
    own.settings_dict = {**connection.settings_dict, "OPTIONS": {}}
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            command = [program, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
            result = subprocess.run(command, env=_environment(connection), capture_output=True, text=True, check=False)  # noqa: S603
            if result.returncode:
                raise UnableToBackUp(f"pg_dump failed: {result.stderr.strip()}")
            return _count(cursor)
    finally:
        own.close()


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has no table yet."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN_TABLES)
        return cursor.fetchone() is None


def load(connection: BaseDatabaseWrapper, source: Path) -> dict[str, int]:
    """Replace the database by `source`, all or nothing, and give the rows of each table.

    Raises:
        UnableToRestore: PostgreSQL's programs are missing or failed; the database is as it was.
    """
    reader, writer = _program("pg_restore"), _program("psql")
    if reader is None or writer is None:
        raise UnableToRestore("pg_restore and psql are missing: install postgresql-client")
    connection.close()
    script = source.with_suffix(".sql")
    read = subprocess.run(  # noqa: S603
        [reader, "--no-owner", "--no-privileges", f"--file={script}", str(source)], capture_output=True, text=True, check=False
    )
    if read.returncode:
        raise UnableToRestore(f"pg_restore cannot read the dump: {read.stderr.strip()}")
    anew = source.with_suffix(".anew.sql")
    anew.write_text(_START_ANEW)
    command = [writer, "--no-psqlrc", "--quiet", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-f", str(anew), "-f", str(script)]
    wrote = subprocess.run(command, env=_environment(connection), capture_output=True, text=True, check=False)  # noqa: S603
    if wrote.returncode:
        raise UnableToRestore(f"psql failed, the database is as it was: {wrote.stderr.strip()[-500:]}")
    with connection.cursor() as cursor:
        return _count(cursor)
