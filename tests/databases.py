"""A migrated template database, made once for a given set of migrations (from the last one, where only some were added), and copies."""

from __future__ import annotations

import fcntl
import hashlib
import json
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


def _parts() -> dict[str, str]:
    """Give all that decides how a fresh database looks, by name: the frame, each app, each of our migrations."""
    frame = (settings.MIGRATION_MODULES, settings.DEFAULT_AUTO_FIELD, [code for code, _name in settings.LANGUAGES])
    lock = (ROOT / "requirements" / "run.txt").read_bytes()
    parts = {"frame": hashlib.sha256(repr(frame).encode() + lock).hexdigest()}
    parts |= {f"app {name}": "" for name in settings.INSTALLED_APPS}
    for path in sorted(ROOT.glob("*/**/migrations/*.py")):
        if ".venv" not in path.parts:
            parts[path.relative_to(ROOT).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return parts


def migrations_hash() -> str:
    """Give a hash of all that decides how a fresh database looks."""
    return hashlib.sha256(json.dumps(_parts()).encode()).hexdigest()[:16]


def _earlier_states() -> list[str]:
    """Give the kept states to which today's only adds migrations, the fullest first; continuous integration starts from nothing."""
    if os.environ.get("CI"):
        return []
    today = _parts().items()
    notes = {path.stem: json.loads(path.read_text()).items() for path in CACHE.glob("*.json")}
    return sorted((name for name, parts in notes.items() if parts <= today), key=lambda name: -len(notes[name]))


def _note_state() -> None:
    (CACHE / f"{migrations_hash()}.json").write_text(json.dumps(_parts()))


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
            made = folder / "cho-sao-tests" / "cho-sao.sqlite3"
            earlier = next(filter(Path.exists, (CACHE / f"{name}.sqlite3" for name in _earlier_states())), None)
            if earlier:
                made.parent.mkdir(parents=True)
                shutil.copyfile(earlier, made)
            _migrate({"CHO_SAO_TEST_DIR": str(folder), "CHO_SAO_DATABASE_URL": ""})
            with closing(sqlite3.connect(made)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            made.rename(template)
            _note_state()
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
            kept = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if name not in kept:
            earlier = next((state for state in _earlier_states() if f"template_{state}" in kept), None)
            base = f" TEMPLATE template_{earlier}" if earlier else ""
            _run_sql(options, "DROP DATABASE IF EXISTS making", f"CREATE DATABASE making{base}")
            _migrate({"CHO_SAO_DATABASE_URL": _postgres_url(options, "making")})
            _run_sql(options, f"ALTER DATABASE making RENAME TO {name}")
            _note_state()
    return name


def make_template() -> None:
    """Migrate the template of the configured database, if there is none for these migrations."""
    options = settings.DATABASES["default"]
    if options["ENGINE"].endswith("sqlite3"):
        sqlite_template()
    else:
        _postgres_template(options)


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


if __name__ == "__main__":
    make_template()
