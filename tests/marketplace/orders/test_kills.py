"""R7: whoever works is killed at once, web process, job worker or database server, under load: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult
from servers import find_program, free_port, user_for_postgres

from catalog.forks.partner.models import StockRecord
from catalog.lib import clock
from marketplace.forks.shop import Order
from marketplace.orders.models import SentNotice
from marketplace.orders.reconciling import findings
from marketplace.orders.services import OrderRequest, place_order
from marketplace.upkeep.jobs import reap_stuck_jobs, retry_failed_jobs
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates
from tests.marketplace.orders.invariants import check_all
from tests.races import IS_FULL, start_process

pytestmark = [pytest.mark.every_database, pytest.mark.heavy, pytest.mark.usefixtures("real_database")]
KILLS = 200 if IS_FULL else 5
EACH = 5  # orders that a process would place if it lived
RANDOM = Random(7)  # noqa: S311  # when to kill, not what to keep secret


def buyers(count: int, **facts: Any) -> list[OrderRequest]:
    """Let guests stand before the button, with two products of two producers."""
    rates()
    vat_rates()
    one, other, province = ListingFactory.create(offer=(45_000, 5000)), ListingFactory.create(offer=(90_000, 5000)), PlaceFactory.create()
    return [
        request_for(
            fill_basket((one, 1), (other, 1)), province=province, phone=f"+849{number:08d}", network=f"10.1.{number // 250}.{number % 250}",
            **{name: value.format(number) for name, value in facts.items()},
        )
        for number in range(count)
    ]  # fmt: skip


def press_all(requests: list[OrderRequest], tell: int = -1) -> None:
    """Press one after the other; tell after each."""
    for request in requests:
        try:
            place_order(request)
        except OperationalError:
            return  # the database is away: as a page of status 503, and the buyer presses again
        if tell >= 0:
            os.write(tell, b".")


def kill_in_the_middle(requests: list[OrderRequest]) -> int:
    """Start a process that presses, and kill it after an order or some and a moment; give how many it told of."""
    reader, writer = os.pipe()
    process = start_process(press_all, requests, writer)
    os.close(writer)
    told = sum(len(os.read(reader, 1)) for _number in range(RANDOM.randrange(1, EACH)))
    time.sleep(RANDOM.random() * 0.02)
    process.kill()
    process.join()
    os.close(reader)
    return told


def check_everything(requests: list[OrderRequest]) -> None:
    assert Order.objects.count() == len(requests)
    assert set(StockRecord.objects.values_list("num_allocated", flat=True)) == {len(requests)}
    assert list(findings()) == []
    check_all()


def test_r7_web_processes_are_killed_while_they_place_orders() -> None:
    requests = buyers(KILLS * EACH)
    for start in range(0, len(requests), EACH):
        told = kill_in_the_middle(requests[start : start + EACH])
        assert Order.objects.filter(checkout_token__token__in=[one.token for one in requests[start : start + EACH]]).count() >= told
    assert Order.objects.count() < len(requests)  # else nobody died in the middle
    press_all(requests)
    check_everything(requests)


def work() -> None:
    """Do the jobs that wait, as the job worker does."""
    call_command("db_worker", "--batch", "--no-reload", "--no-startup-delay", verbosity=0)


def mails(folder: Path) -> list[str]:
    return [path.read_text() for path in folder.glob("*.log")]


def test_r7_job_workers_are_killed_while_they_send_mails(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(tmp_path / "mails")
    requests = buyers(KILLS, email="lan{}@nguoi.example")
    press_all(requests)
    for _kill in range(KILLS):
        process = start_process(work)
        time.sleep(0.02 + RANDOM.random() * 0.2)
        process.kill()
        process.join()
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=True):
        reap_stuck_jobs()
        retry_failed_jobs()
        work()
    assert set(DBTaskResult.objects.filter(task_path__endswith="send_order_notices").values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert SentNotice.objects.filter(key__startswith="buyer:").count() == len(requests)
    sent = [text.count(f"To: lan{number}@nguoi.example") for number in range(KILLS) for text in ["\n".join(mails(tmp_path / "mails"))]]
    # A mail that has left can be left again only by a worker that died before it could note so: never more often than one was killed.
    assert all(count >= 1 for count in sent)
    assert sum(sent) <= len(requests) + KILLS
    check_everything(requests)


@contextmanager
def own_server(tmp_path: Path) -> Iterator[Any]:
    """Run a PostgreSQL that keeps what it has committed, with a copy of the test database; give what stops it at once and starts it."""
    options, before = connection.settings_dict, dict(connection.settings_dict)
    folder, port = Path("/tmp") / f"cho-sao-r7-{os.getpid()}", free_port()  # noqa: S108  # a path short enough for the socket
    folder.mkdir()
    user = user_for_postgres(folder)
    control = [str(find_program("pg_ctl")), "-D", str(folder / "data"), "-w", "-s"]
    start = [
        *control,
        "-l",
        str(folder / "log"),
        "-o",
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}",
        "start",
    ]

    def run(command: list[str]) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd="/", **user)

    def crash_and_start() -> None:
        run([*control, "-m", "immediate", "stop"])
        run(start)

    address = f"--host={options['HOST']} --port={options['PORT']} --username={options['USER']}".split()
    try:
        run([str(find_program("initdb")), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"])
        run(start)
        dump = subprocess.run([str(find_program("pg_dump")), *address, str(options["NAME"])], check=True, capture_output=True).stdout
        target = f"postgres://postgres@127.0.0.1:{port}/postgres"
        subprocess.run([str(find_program("psql")), "-q", "-v", "ON_ERROR_STOP=1", target], input=dump, check=True, capture_output=True)
        point_at(HOST="127.0.0.1", PORT=str(urlsplit(target).port), USER="postgres", PASSWORD="", NAME="postgres")
        yield crash_and_start
    finally:
        point_at(**{name: before[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")})
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/", **user)
        shutil.rmtree(folder, ignore_errors=True)


def point_at(**place: Any) -> None:
    """Use another database from now on."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    connection.settings_dict.update(place)
    django_settings.DATABASES["default"].update(place)


@contextmanager
def whatever_dies(tmp_path: Path) -> Iterator[Any]:
    """Give what kills the database: PostgreSQL's own server; SQLite lives in the processes, and dies with them."""
    if connection.vendor == "sqlite":
        yield lambda: None
        return
    with own_server(tmp_path) as crash_and_start:
        yield crash_and_start


def test_r7_the_database_stops_at_once_under_load(tmp_path: Path) -> None:
    with whatever_dies(tmp_path) as crash_and_start:
        requests = buyers(4 * EACH * (10 if IS_FULL else 2))
        share = len(requests) // 4
        reader, writer = os.pipe()
        processes = [start_process(press_all, requests[start : start + share], writer) for start in range(0, len(requests), share)]
        os.close(writer)
        told = sum(len(os.read(reader, 1)) for _number in range(share))
        crash_and_start()
        for process in processes:
            process.kill()
            process.join()
        while more := os.read(reader, 100):
            told += len(more)
        os.close(reader)
        connection.close()
        placed = Order.objects.count()
        assert told <= placed  # what a buyer was told of is there
        assert placed < len(requests)  # else it did not stop in the middle
        press_all(requests)
        check_everything(requests)
