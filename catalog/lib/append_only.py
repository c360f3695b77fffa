"""Tables that only grow: the database itself refuses to change or remove a row."""

from __future__ import annotations

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_Step = Callable[[Apps, BaseDatabaseSchemaEditor], None]

_SQLITE = """CREATE TRIGGER {table}_no_{action} BEFORE {action} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
_POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql"""
_POSTGRES = """CREATE TRIGGER {table}_no_{action} BEFORE {action} ON "{table}"
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""


def append_only(table: str) -> migrations.RunPython:
    """Give the migration step that makes `table` refuse UPDATE and DELETE, on SQLite and PostgreSQL.

    Again after each migration that changes a column or a constraint: SQLite makes the table anew, and triggers go with the old one.
    """
    add, drop = _steps(table)
    return migrations.RunPython(add, drop)


def changeable(table: str) -> migrations.RunPython:
    """Give the migration step that lets `table` be altered; `append_only` must follow in a migration after it.

    SQLite alters a table by making it anew, which would lose its triggers without a word.
    """
    add, drop = _steps(table)
    return migrations.RunPython(drop, add)


def _steps(table: str) -> tuple[_Step, _Step]:
    def add(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        is_postgres = editor.connection.vendor == "postgresql"
        if is_postgres:
            editor.execute(_POSTGRES_FUNCTION, params=None)  # None: its % is no placeholder
        drop(apps, editor)
        for action in ("UPDATE", "DELETE"):
            editor.execute((_POSTGRES if is_postgres else _SQLITE).format(table=table, action=action))

    def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        tail = f' ON "{table}"' if editor.connection.vendor == "postgresql" else ""
        for action in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{action}{tail}")

    return add, drop
