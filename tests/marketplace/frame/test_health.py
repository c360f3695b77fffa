"""The two probes: /healthz asks nothing, /readyz says what is missing."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from search.engines import engine
from search.sources import GivenDocuments
from search.tasks import index_products

pytestmark = pytest.mark.every_database


@pytest.fixture
def index(settings: Settings) -> Path:
    """Give an index folder, as a rebuild leaves one."""
    engine().rebuild(GivenDocuments())
    return Path(settings.SEARCH_INDEX_DIR)


def test_healthz_asks_no_database(client: Client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_a_probe_by_address_and_unencrypted_is_answered(client: Client, settings: Settings):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["shop.example"]
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200


def test_probes_are_not_kept_by_a_cache(client: Client):
    assert "no-store" in client.get("/healthz").headers["Cache-Control"]


def test_a_migrated_shop_is_ready(client: Client, db: None, index: Path):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "cache": "ok",
        "search": "ok",
        "queue_seconds": 0,
        "index_lag_seconds": 0,
    }


def test_without_an_index_pages_are_still_served(client: Client, db: None):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"], response.json()["search"]) == (200, "degraded", "database: not built")


def test_an_old_job_degrades(client: Client, db: None, index: Path):
    index_products.enqueue([1])
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(seconds=400))
    answer = client.get("/readyz").json()
    assert answer["status"] == "degraded"
    assert answer["queue_seconds"] >= 400
    assert answer["index_lag_seconds"] >= 400


def test_a_cache_that_is_away_degrades(client: Client, db: None, index: Path, settings: Settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["cache"]) == (200, "degraded", "down")


def test_a_database_that_is_away_is_503(client: Client, db: None):
    def refuse(*args: object) -> None:
        raise DatabaseError("away")

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "down", "database": "down"})


def test_waiting_migrations_are_503(client: Client, db: None):
    from marketplace.frame.health import _all_migrations_ran

    _all_migrations_ran.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    try:
        response = client.get("/readyz")
    finally:
        _all_migrations_ran.cache_clear()
    assert (response.status_code, response.json()["database"]) == (503, "migrations waiting")


def test_a_probe_costs_few_queries(client: Client, db: None, index: Path, django_assert_num_queries: DjangoAssertNumQueries):
    client.get("/readyz")
    with django_assert_num_queries(3):
        client.get("/readyz")


def test_a_cluster_that_is_away_degrades(client: Client, db: None, index: Path, settings: Settings):
    """Nobody needs to have searched: the probe asks the cluster itself."""
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = "http://127.0.0.1:9", "health"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["search"]) == (200, "degraded", "embedded: ConnectionError")


def test_a_copy_of_the_index_tells_its_age(client: Client, db: None, index: Path, settings: Settings):
    settings.SEARCH_COPY_SECONDS = 60
    assert client.get("/readyz").json()["search_copy_seconds"] <= 5
    assert client.get("/readyz").json()["status"] == "ok"
    note = index / "current.json"
    note.write_text(json.dumps({**json.loads(note.read_text()), "built_at": time.time() - 200}))
    answer = client.get("/readyz").json()
    assert answer["status"] == "degraded"
    assert answer["search_copy_seconds"] >= 200


def test_a_copy_that_was_never_made_degrades(client: Client, db: None, settings: Settings):
    settings.SEARCH_COPY_SECONDS = 60
    assert client.get("/readyz").json()["search_copy_seconds"] == "none"
