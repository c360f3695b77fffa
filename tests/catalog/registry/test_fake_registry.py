"""`manage.py fake_registry`: our awards as the registry would serve them, without where people live."""

from __future__ import annotations

import io
import os
import signal
import socket
import time
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.registry.errors import UnreadableSource
from catalog.registry.fake import PATH, Fault, records_from_awards
from catalog.registry.sources import HttpSource
from tests.factories.awards import AwardFactory
from tests.races import start_process


@pytest.mark.django_db
def test_no_household_is_served_with_its_address() -> None:
    AwardFactory.create(maker_name="Hộ kinh doanh Nguyễn Thị Hòa", address="Số 5, thôn Trong")
    AwardFactory.create(maker_name="Nguyễn Thị Hòa", maker_kind="Hộ gia đình", address="Số 6, thôn Trong")
    AwardFactory.create(maker_name="Công ty TNHH Dương Kiên", address="Làng So")
    assert [record["address"] for record in records_from_awards()] == ["", "", "Làng So"]


@pytest.mark.django_db
def test_a_taken_port_is_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match=str(taken.getsockname()[1])):
            call_command("fake_registry", "--port", str(taken.getsockname()[1]), stdout=io.StringIO())


# A slow answer is waited for as long as the reader's patience lasts: see `test_http`.
FAULTS = {
    Fault.NONE: "3 records",
    Fault.SHORT: "2 records",
    Fault.ERROR: "500",
    Fault.GARBAGE: "",
    Fault.TRUNCATED: "",
    Fault.MOVED: "",
}


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_the_command_serves_the_awards_on_record_with_its_faults(real_database: None, settings: Any, fault: Fault) -> None:
    AwardFactory.create_batch(3)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.REGISTRY_TRUSTED_HOST, settings.REGISTRY_KEY = f"127.0.0.1:{port}", "chìa-khóa".encode().hex()
    serving = start_process(_serve, f"--port={port}", f"--fault={fault}", "--page-size=2", f"--key={settings.REGISTRY_KEY}")
    try:
        told = _read_from(port)
    finally:
        os.kill(serving.pid, signal.SIGINT)
        serving.join(20)
    assert serving.exitcode == 0, "Ctrl-C ends it in peace"
    assert told.startswith("refused:") == (fault not in (Fault.NONE, Fault.SHORT))
    assert FAULTS[fault] in told


def _serve(*arguments: str) -> None:
    """Run the command as a terminal would: Ctrl-C reaches it, also where the tests' own process ignores that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    out = io.StringIO()
    call_command("fake_registry", *arguments, stdout=out)
    assert "3 awards at" in out.getvalue()


def _read_from(port: int) -> str:
    """Wait for the server and read its list as the registry's source does."""
    _wait_for(port)
    try:
        reading = HttpSource(f"http://127.0.0.1:{port}{PATH}").read()
    except UnreadableSource as error:
        return f"refused: {error}"
    return f"{len(reading.records)} records" if reading else "unchanged"


def _wait_for(port: int) -> None:
    for _try in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise UnreadableSource("nobody serves")
