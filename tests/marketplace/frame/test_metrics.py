"""/metrics tells Prometheus how the shop is, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from catalog.registry.models import SyncRun
from search.engines import engine
from search.sources import GivenDocuments
from search.tasks import index_products


def figures(client: Client) -> dict[str, float]:
    """Ask and read the answer by the rules of its form."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.content.decode().splitlines()
    values = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    assert len([line for line in lines if line.startswith("# TYPE")]) == len({name.partition("{")[0] for name, _, _ in values})
    return {name: float(value) for name, _, value in values}


def test_a_shop_that_is_well(client: Client, db: None) -> None:
    engine().rebuild(GivenDocuments())
    found = figures(client)
    assert found['cho_sao_search_engine_up{engine="embedded"}'] == 1
    assert found["cho_sao_search_degraded"] == found["cho_sao_ledger_imbalance"] == found["cho_sao_queue_age_seconds"] == 0
    assert "cho_sao_registry_age_seconds" not in found


def test_what_an_alert_looks_at(client: Client, db: None, settings: Settings) -> None:
    SyncRun.objects.create(source="annex.xlsx", started_at=timezone.now() - timedelta(days=40))
    index_products.enqueue([1])
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(seconds=400))
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = "http://127.0.0.1:9", "metrics"
    found = figures(client)
    assert found['cho_sao_search_engine_up{engine="elasticsearch"}'] == found['cho_sao_search_engine_up{engine="embedded"}'] == 0
    assert found["cho_sao_search_degraded"] == found["cho_sao_jobs_waiting"] == 1
    assert found["cho_sao_index_lag_seconds"] >= 400
    assert found["cho_sao_queue_age_seconds"] >= 400
    assert found["cho_sao_registry_age_seconds"] >= 40 * 86_400


@pytest.mark.parametrize(
    "sent",
    [
        {"REMOTE_ADDR": "10.0.0.9"},
        {"REMOTE_ADDR": "127.0.0.1", "headers": {"X-Forwarded-For": "203.0.113.9"}},
        {"REMOTE_ADDR": ""},
    ],
)
def test_without_a_token_only_this_machine_may_ask(client: Client, db: None, sent: dict[str, object]) -> None:
    answer = client.get("/metrics", **sent)
    assert (answer.status_code, answer.content) == (403, b"no")


def test_with_a_token_only_whoever_has_it(client: Client, db: None, settings: Settings) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    for header in ({}, {"Authorization": "Bearer another"}, {"Authorization": "a-long-token"}):
        assert client.get("/metrics", headers=header).status_code == 403
    answer = client.get("/metrics", headers={"Authorization": "Bearer a-long-token"}, REMOTE_ADDR="10.0.0.9")
    assert answer.status_code == 200


def test_the_proxy_keeps_it_inside() -> None:
    assert "/metrics" in (django_settings.ROOT / "Caddyfile").read_text()
