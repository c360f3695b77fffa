"""A shop of every earlier release comes up to date with ./start's own step, and nothing of it is lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.house.copies import ROOT, clean_environment

STATES = sorted((ROOT / "tests" / "house" / "states").glob("*.sql"))
# Tables whose rows people made; a release that renames one names it here.
KEPT = (
    "accounts_user",
    "places_place",
    "producers_producer",
    "products_listing",
    "certification_award",
    "catalogue_product",
    "wagtailcore_page",
    "audit_auditentry",
)


def _load(state: Path, database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(state.read_text())
        return _counts(connection)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in KEPT}  # noqa: S608


def _run(code: str) -> str:
    command = [sys.executable, "-c", f"import start; from pathlib import Path; {code}"]
    result = subprocess.run(command, cwd=ROOT / "scripts", env=clean_environment(), capture_output=True, text=True, check=True)
    return result.stdout


def test_there_is_a_state_to_start_from():
    assert STATES


@pytest.mark.parametrize("state", STATES, ids=lambda path: path.stem)
def test_an_earlier_shop_comes_up_to_date(state: Path, tmp_path: Path):
    database = tmp_path / "cho-sao.sqlite3"
    before = _load(state, database)
    assert all(before.values()), before
    _run(f"data = Path('{tmp_path}'); start.migrate(start.environment(data, 8000), data)")
    check = f"data = Path('{tmp_path}'); print(start.manage(start.environment(data, 8000), 'migrate', '--check'))"
    assert _run(check).strip() == "0"
    with closing(sqlite3.connect(database)) as connection:
        assert _counts(connection) == before
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
