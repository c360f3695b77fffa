"""Dockerfile and compose.yaml, read by rules of our own: no container engine is needed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from elasticsearch_server import VERSION

from marketplace.settings.env import Environment, variable_name
from tests.architecture.sources import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SHOP = ("migrate", "web", "worker", "periodic")


def _instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.M).replace("\\\n", " ")
    return [(line.split()[0], line.split(None, 1)[1]) for line in text.splitlines() if line.strip()]


def _last_stage() -> list[tuple[str, str]]:
    starts = [index for index, (word, _rest) in enumerate(_instructions()) if word == "FROM"]
    assert len(starts) == 2
    return _instructions()[starts[-1] :]


def test_every_line_is_an_instruction():
    known = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {word for word, _rest in _instructions()} <= known


def test_no_base_image_floats():
    assert [rest for word, rest in _instructions() if word == "FROM" and not re.match(r"[\w/.-]+:\d[\w.-]+( AS \w+)?$", rest)] == []


def test_what_runs_is_not_root():
    users = [rest for word, rest in _last_stage() if word == "USER"]
    assert users
    assert int(users[-1]) >= 1000


def test_packages_are_installed_from_the_lock_with_hashes():
    installs = [rest for word, rest in _instructions() if word == "RUN" and "pip install" in rest]
    assert installs
    assert all("--require-hashes -r requirements/run.txt" in line for line in installs)


def test_the_health_check_asks_healthz():
    (check,) = [rest for word, rest in _last_stage() if word == "HEALTHCHECK"]
    words = json.loads(check.split("CMD", 1)[1])
    assert "/healthz" in words[-1]
    compile(words[-1], "healthcheck", "exec")


def test_the_command_gets_the_signals():
    """In exec form there is no shell between the engine and the server."""
    (command,) = [rest for word, rest in _last_stage() if word == "CMD"]
    assert json.loads(command)[0] == "gunicorn"


def test_no_secret_is_written_into_the_image():
    for word, rest in _last_stage():
        assert not (word in ("ENV", "ARG") and re.search(r"SECRET|PASSWORD|TOKEN", rest)), rest


def test_tests_history_and_data_stay_outside():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".venv", "data", "tests", ".env", ".data-dir"} <= set(lines)


def test_compose_has_every_part():
    assert set(COMPOSE["services"]) == {*SHOP, "proxy", "database", "cache", "search"}
    assert COMPOSE["services"]["database"]["image"].startswith("postgres:16")


def test_only_the_proxy_can_be_reached():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


def test_database_and_cache_have_no_way_out():
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("database", "cache", "migrate"):
        assert COMPOSE["services"][name]["networks"] == ["inside"]


@pytest.mark.parametrize("name", SHOP)
def test_the_shop_runs_with_few_rights(name: str):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", ["web", "worker", "periodic"])
def test_nothing_serves_before_the_migration_is_done(name: str):
    assert COMPOSE["services"][name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_elasticsearch_is_a_choice_and_nobody_waits_for_it():
    search = COMPOSE["services"]["search"]
    assert re.fullmatch(r"docker\.elastic\.co/elasticsearch/elasticsearch:8\.19\.\d+", search["image"])
    assert search["profiles"] == ["cluster"]
    assert "healthcheck" in search
    assert search["networks"] == ["inside"]
    assert search["volumes"] == ["search:/usr/share/elasticsearch/data"]
    assert [name for name, service in COMPOSE["services"].items() if "search" in service.get("depends_on", {})] == []
    environment = COMPOSE["services"]["web"]["environment"]
    assert environment["CHO_SAO_ELASTICSEARCH_URL"] == "${CHO_SAO_ELASTICSEARCH_URL:-}"
    assert {"CHO_SAO_ELASTICSEARCH_SHARDS", "CHO_SAO_ELASTICSEARCH_REPLICAS"} <= environment.keys()


def test_the_server_of_the_tests_is_that_of_compose():
    assert COMPOSE["services"]["search"]["image"].endswith(f":{VERSION}")


def test_every_variable_is_one_that_the_shop_reads():
    known = {variable_name(name) for name in Environment.__dataclass_fields__}
    assert set(COMPOSE["services"]["web"]["environment"]) <= known


def test_the_proxy_is_trusted_and_encryption_is_known():
    environment = COMPOSE["services"]["web"]["environment"]
    assert environment["CHO_SAO_PROXY_COUNT"] == "1"
    assert environment["CHO_SAO_BASE_URL"].startswith("https://")


def test_secrets_come_from_outside_and_must_be_there():
    text = (ROOT / "compose.yaml").read_text()
    for name in ("CHO_SAO_SECRET_KEY", "POSTGRES_PASSWORD", "CHO_SAO_DOMAIN"):
        assert f"${{{name}:?" in text


def test_every_command_exists():
    for name in SHOP:
        words = " ".join(COMPOSE["services"][name].get("command", []))
        for command in re.findall(r"manage\.py (\w+)", words):
            assert command in get_commands()


def test_every_volume_is_declared():
    used = {volume.split(":")[0] for service in COMPOSE["services"].values() for volume in service.get("volumes", [])}
    assert {name for name in used if not name.startswith(".")} == set(COMPOSE["volumes"])
