"""Spoiled answers of the registry: whatever comes, one clear line or rows that each say why; no exception, no award."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.db import transaction

from catalog.certification.models import Award
from catalog.certification.rules import load_certification_rules
from catalog.registry.errors import UnreadableSource
from catalog.registry.fake import FakeRegistry
from catalog.registry.selectors import records_of, rows_as_json
from catalog.registry.services import stage_source
from catalog.registry.sources import HttpSource
from tests.catalog.registry.mutations import spoil_bytes
from tests.catalog.registry.registry_server import records, serving
from tests.races import IS_FULL

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
ANSWERS = 1_000 if IS_FULL else 100
NASTY: list[Any] = [
    None, True, False, 0, -1, 10**30, 1e308, "", " ", "\u0000", "\ud800", "5 sao", "*" * 900, "x" * 5_000, [], {}, [[]], {"vi": "x"},
    "31/02/2025", "2025-02-30", "9999-12-31", "=1+1", "<b>", "\u202e",
]  # fmt: skip


@pytest.fixture
def registry(db: None, settings: Any) -> Iterator[FakeRegistry]:
    load_certification_rules()
    with serving(FakeRegistry(records(6), page_size=10)) as server:
        settings.REGISTRY_TRUSTED_HOST = f"127.0.0.1:{server.server_port}"
        yield server


def spoil_values(value: Any, random: Random) -> Any:
    """Put nasty values somewhere into an answer, or leave fields and items out, or repeat them."""
    spoiled = copy.deepcopy(value)
    for _time in range(random.randint(1, 4)):
        place: Any = spoiled.get("records") if random.random() < 0.9 else spoiled
        while isinstance(place, dict | list) and place:
            key: Any = random.choice(sorted(place) if isinstance(place, dict) else range(len(place)))
            if isinstance(place[key], dict | list) and random.random() < 0.85:
                place = place[key]
                continue
            way = random.randrange(4)
            if way == 0:
                del place[key]
            elif way == 1 and isinstance(place, list):
                place.append(place[key])
            else:
                place[key] = random.choice(NASTY)
            break
    return spoiled


def spoiler(random: Random) -> Any:
    def spoil(body: bytes) -> bytes:
        if random.random() < 0.3:
            return spoil_bytes(body, random)
        return json.dumps(spoil_values(json.loads(body), random)).encode()

    return spoil


def test_a_spoiled_answer_is_one_line_or_rows_that_say_why(registry: FakeRegistry) -> None:
    lines: list[str] = []
    staged = 0
    for seed in range(ANSWERS):
        registry.spoil = spoiler(Random(seed))  # noqa: S311  # no secret
        with transaction.atomic():
            try:
                rows = records_of(stage_source(source=HttpSource(registry.address), actor=None))
                staged += 1
            except UnreadableSource as error:
                rows = []
                lines.append(str(error))
            for row in rows_as_json(rows):
                assert row["outcome"] == "accepted" or row["reason"]
            assert Award.objects.count() == 0
            transaction.set_rollback(True)
    assert all(line.strip() and "\n" not in line for line in lines)
    assert min(staged, len(lines)) > ANSWERS // 20
