"""A shop of every earlier release comes up to date with ./start's own step, and nothing of it is lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.house.copies import ROOT, clean_environment
from tests.races import IS_FULL

YOUNGEST = 3 if IS_FULL else 1
STATES = sorted((ROOT / "tests" / "house" / "states").glob("*.sql"))[-YOUNGEST:]
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
# What people bought, paid and agreed to, with the amounts; a release that renames a column names it here.
BOUGHT = {
    "orders": "SELECT number, total_incl_tax FROM order_order ORDER BY number",
    "lines": "SELECT line_id, unit_price, quantity, vat_percent FROM orders_linefacts ORDER BY line_id",
    "parcels": "SELECT id, state, goods_price, shipping_price FROM orders_parcel ORDER BY id",
    "payments": "SELECT id, order_id, amount FROM payments_payment ORDER BY id",
    "reservations": "SELECT order_id, state FROM orders_reservation ORDER BY order_id",
    "contacts": "SELECT order_id, name, phone, erased_at FROM orders_ordercontact ORDER BY order_id",
    "consents": "SELECT order_id, purpose, text_version, given_at FROM accounts_consentrecord ORDER BY id",
    "prices": "SELECT product_id, price, num_in_stock, num_allocated FROM partner_stockrecord ORDER BY product_id",
    "pictures": "SELECT id, file, alt_vi FROM media_customimage ORDER BY id",
}
WITH_ORDERS = STATES[0].parent / "0.1.0-orders.sql"


def _load(state: Path, database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(state.read_text())
        return _counts(connection)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in KEPT}  # noqa: S608


def _bought(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        return {name: connection.execute(query).fetchall() for name, query in BOUGHT.items()}


def _run(code: str) -> str:
    command = [sys.executable, "-c", f"import start; from pathlib import Path; {code}"]
    result = subprocess.run(command, cwd=ROOT / "scripts", env=clean_environment(), capture_output=True, text=True, check=True)
    return result.stdout


def test_there_is_a_state_to_start_from():
    assert STATES


@pytest.mark.heavy
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


def test_what_was_bought_is_kept_to_the_dong(tmp_path: Path):
    """By cash, by a transfer that came, by one that is waited for; one person has been erased and stays erased."""
    database = tmp_path / "cho-sao.sqlite3"
    _load(WITH_ORDERS, database)
    before = _bought(database)
    assert {len(before[name]) for name in ("orders", "payments", "contacts", "reservations")} == {4}
    assert {state for _order, state in before["reservations"]} == {"kept", "held", "released"}
    assert [(name, phone) for _order, name, phone, erased in before["contacts"] if erased] == [("", "")]
    assert {purpose for _order, purpose, *_rest in before["consents"]} == {"order", "account"}
    assert before["pictures"]
    _run(f"data = Path('{tmp_path}'); start.migrate(start.environment(data, 8000), data)")
    assert _bought(database) == before
