"""A process that dies in the middle of a run: what it left is gone on with, to the same end as if nothing had happened."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from catalog.audit.models import AuditEntry
from catalog.certification.models import Award, AwardLink
from catalog.certification.rules import load_certification_rules
from catalog.registry.models import Record, SourceFile, SyncRun
from catalog.registry.services import apply_run, read_run, receive_annex
from marketplace.accounts.models import Appointment, User
from tests.cast import make_person
from tests.catalog.registry.annexes import FACTS, HEAD, as_csv, clean_rows
from tests.conftest import _on_copy, _worker
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

ROWS = 210  # more than a batch, both of staging and of applying
# Where it dies: before which statement, the how-manieth of its kind.
POINTS: dict[str, tuple[str, int]] = {
    "before the file is kept": ('INSERT INTO "registry_sourcefile"', 1),
    "before the run is kept": ('INSERT INTO "registry_syncrun"', 1),
    "among the first rows": ('INSERT INTO "registry_record"', 2),
    "when the first rows are kept": ('UPDATE "registry_syncrun"', 3),
    "before staging ends": ('UPDATE "registry_syncrun"', 4),
    "before the decision": ('INSERT INTO "certification_decision"', 1),
    "among the first awards": ('INSERT INTO "certification_award"', 3),
    "before the first links": ('INSERT INTO "certification_awardlink"', 1),
    "before the first batch is marked": ('UPDATE "registry_record"', 1),
    "in the second batch": ('INSERT INTO "certification_award"', 7),
    "before the run is finished": ('UPDATE "registry_syncrun"', 7),
}


def annex() -> bytes:
    facts = clean_rows()
    rows = [[n + 1, f"{FACTS[n % 7].name} {n}", f"{FACTS[n % 7].maker} {n}", *facts[n % 7][3:]] for n in range(ROWS)]
    return as_csv([HEAD, *rows])


def work() -> None:
    """Do what an upload, its job and the officer's word do; each step finds what an earlier try has done."""
    officer = User.objects.get(email="mai@nguoi.example")
    run = receive_annex(content=annex(), source="phu-luc.csv", actor=officer)
    read_run(run_id=run.pk)
    apply_run(run=run, officer=officer)


def die_at(fragment: str, number: int) -> None:
    """Work in this forked process until the statement comes, and die there as if the power went."""
    for one in connections.all(initialized_only=True):
        one.connection = None  # the parent's; a forked child opens its own
    left = number

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal left
        left -= sql.startswith(fragment)
        if left == 0 and sql.startswith(fragment):
            os._exit(9)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        work()
    os._exit(0)


def state() -> dict[str, Any]:
    """Give all that the run should leave, without what is made by chance or by the clock."""
    run = SyncRun.objects.get()
    return {
        "run": (run.state, run.done_rows, run.counts, run.file.sha256),
        "files": SourceFile.objects.count(),
        "awards": sorted(Award.objects.values_list("key", "stars", "starts_on", "lapses_on", "superseded_by")),
        "links": sorted(AwardLink.objects.values_list("award__key", "product_id", "ended_at")),
        "records": sorted(Record.objects.values_list("position", "outcome", "award__key", "link_state")),
        "applied": Record.objects.exclude(applied_at=None).count(),
        "audit": Counter(AuditEntry.objects.values_list("action", flat=True)),
    }


def make_shop() -> None:
    load_certification_rules()
    user = make_person("mai")
    Appointment.objects.create(user=user, duty=Appointment.Duty.VERIFY)
    for number in range(3):
        maker = ProducerFactory.create(name=f"{FACTS[number].maker} {number}")
        ListingFactory.create(title=f"{FACTS[number].name} {number}", seller=maker)


@pytest.fixture(scope="module")
def wanted(django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Give the end of the same work done without a break, on a database of its own."""
    with django_db_blocker.unblock(), _on_copy(f"{_worker(request)}_wanted"):
        make_shop()
        work()
        end = state()
    assert end["run"][:2] == ("applied", ROWS)
    return end


@pytest.fixture
def shop(real_database: None) -> None:
    make_shop()


@pytest.mark.parametrize("point", POINTS)
def test_a_run_that_was_killed_ends_as_if_it_had_not(wanted: dict[str, Any], shop: None, point: str) -> None:
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=die_at, args=POINTS[point])
    process.start()
    process.join(240)
    assert process.exitcode == 9, "it did not die there"
    work()
    assert state() == wanted
    work()
    assert state() == wanted, "once more changes nothing"
