"""A migrated template database, made once for a given set of migrations, and copies of it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "databases"


def migrations_hash() -> str:
    """Give a hash of all that decides how a fresh database looks."""
    files = [ROOT / "requirements" / "run.txt"]
    files += sorted(path for path in ROOT.glob("*/**/migrations/*.py") if ".venv" not in path.parts)
    chosen = (
        settings.INSTALLED_APPS,
        settings.MIGRATION_MODULES,
        settings.DEFAULT_AUTO_FIELD,
        [code for code, _name in settings.LANGUAGES],
    )
    digest = hashlib.sha256(repr(chosen).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "marketplace.settings.test", **environment})


@contextmanager
def _lock(name: str) -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def sqlite_template() -> Path:
    """Give the migrated SQLite database, made if there is none for these migrations."""
    template = CACHE / f"{migrations_hash()}.sqlite3"
    with _lock("sqlite"):
        if not template.exists():
            folder = CACHE / "making"
            shutil.rmtree(folder, ignore_errors=True)
            _migrate({"CHO_SAO_TEST_DIR": str(folder), "CHO_SAO_DATABASE_URL": ""})
            made = folder / "cho-sao-tests" / "cho-sao.sqlite3"
            with closing(sqlite3.connect(made)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            made.rename(template)
    return template


def _postgres_url(options: dict[str, Any], name: str) -> str:
    user, password = quote(options["USER"]), quote(options["PASSWORD"])
    secret = f":{password}" if password else ""
    return f"postgres://{user}{secret}@{options['HOST']}:{options['PORT']}/{name}"


def _run_sql(options: dict[str, Any], *statements: str) -> None:
    with psycopg.connect(_postgres_url(options, "postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]  # names are ours


def _postgres_template(options: dict[str, Any]) -> str:
    name = f"template_{migrations_hash()}"
    with _lock("postgres"):
        with psycopg.connect(_postgres_url(options, "postgres")) as connection:
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not exists:
            _run_sql(options, "DROP DATABASE IF EXISTS making", "CREATE DATABASE making")
            _migrate({"CHO_SAO_DATABASE_URL": _postgres_url(options, "making")})
            _run_sql(options, f"ALTER DATABASE making RENAME TO {name}")
    return name


@contextmanager
def database_copy(options: dict[str, Any], worker: str) -> Iterator[str | Path]:
    """Give the name of a fresh copy for one test process; it is removed at the end."""
    if options["ENGINE"].endswith("sqlite3"):
        copy = CACHE / f"copy-{worker}-{os.getpid()}.sqlite3"
        shutil.copyfile(sqlite_template(), copy)
        try:
            yield copy
        finally:
            for path in CACHE.glob(f"{copy.name}*"):
                path.unlink()
        return
    name, template = f"copy_{worker}_{os.getpid()}", _postgres_template(options)
    with _lock("postgres"):
        _run_sql(options, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield name
    finally:
        _run_sql(options, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
