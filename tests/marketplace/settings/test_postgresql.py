"""PostgreSQL: what an address may ask of the driver, and a process that goes on when a migration changes a column under it."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.db import NotSupportedError, close_old_connections, connection

from catalog.places.models import Place
from marketplace.settings.databases import postgres_database
from tests.databases import _postgres_url

MOST_CONNECTIONS = 8
ADDRESS = "postgres://lan:bi%2Fmat@db.example:5433/cho_sao"


def test_statements_are_prepared_unless_the_address_says_otherwise() -> None:
    options = postgres_database(ADDRESS)["OPTIONS"]
    assert (options["server_side_binding"], options["prepare_threshold"]) == (True, 5)
    options = postgres_database(f"{ADDRESS}?prepare_threshold=none&server_side_binding=false&sslmode=require")["OPTIONS"]
    assert (options["server_side_binding"], options["prepare_threshold"], options["sslmode"]) == (False, None, "require")
    assert postgres_database(f"{ADDRESS}?prepare_threshold=0")["OPTIONS"]["prepare_threshold"] == 0


def request() -> str:
    """Ask what a page asks, between what Django does before and after each request."""
    close_old_connections()
    try:
        Place.objects.filter(pk=1).first()
    except NotSupportedError:
        return "failed"
    finally:
        close_old_connections()
    return "answered"


@pytest.mark.every_database
@pytest.mark.usefixtures("real_database")
def test_a_process_goes_on_when_a_column_was_widened() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite reads the schema anew by itself
    assert {request() for _ in range(30)} == {"answered"}
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(_postgres_url(settings.DATABASES["default"], name), autocommit=True) as migration:
        migration.execute("ALTER TABLE places_place ALTER COLUMN code TYPE varchar(60)")
    answers = [request() for _ in range(12)]
    assert answers[0] == "failed"
    assert set(answers[MOST_CONNECTIONS:]) == {"answered"}  # each connection of the pool fails once, at most
