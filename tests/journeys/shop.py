"""The demo shop, loaded once and kept, and a copy of it that answers on a free port for as long as the tests need it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import start
from servers import free_port

from catalog.lib import clock
from fakes import stripe_server
from fakes.stripe_objects import State
from tests.databases import ROOT, migrations_hash, sqlite_template

KEPT = ROOT / ".cache" / "shops"
DATABASE = "cho-sao.sqlite3"
# All steps of load_demo; of its pictures only the first few, because drawing all of them takes longer than the journeys.
LOAD = """
from importlib import import_module
from marketplace.demo import pictures
from marketplace.demo.management.commands.load_demo import STEPS
from search.receivers import changes_gathered
with changes_gathered():
    for name in STEPS:
        if name != "pictures":
            import_module(f"marketplace.demo.{name}").load()
    pictures.hang_products(limit=pictures.FEW)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A running shop: its address and its data folder, and the stand-in for the card provider."""

    url: str
    data: Path
    cards_url: str
    cards: State

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Read from the shop's own database."""
        with closing(sqlite3.connect(f"file:{self.data / DATABASE}?mode=ro", uri=True)) as database:
            return database.execute(sql, values).fetchall()

    def work(self) -> str:
        """Do all waiting jobs and give what the worker printed: with development settings that holds every mail."""
        return self.manage("db_worker", "--batch", "--no-reload")

    def manage(self, *words: str) -> str:
        """Run a command of the shop's and give what it printed."""
        return manage(self.data, *words, url=self.url, cards_url=self.cards_url)


def _environment(data: Path, url: str, cards_url: str = "") -> dict[str, str]:
    """Give the variables of the demo shop, without those of the test run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CHO_SAO_", "DJANGO_", "PYTEST_", "COV_"))}
    port = int(url.rpartition(":")[2])
    cards = start.with_demo_cards({}, port) | {"CHO_SAO_STRIPE_FAKE_URL": cards_url} if cards_url else {}
    return {
        **kept,
        **cards,
        **{name: start.environment(data, port)[name] for name in ("DJANGO_SETTINGS_MODULE", "CHO_SAO_DATA_DIR", "CHO_SAO_BASE_URL")},
    }


def manage(data: Path, *words: str, url: str = "http://127.0.0.1:8000", cards_url: str = "", **variables: str) -> str:
    """Run a command in the shop of a data folder and give what it prints."""
    command = [sys.executable, "manage.py", *words]
    env = _environment(data, url, cards_url) | variables
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if result.returncode:
        raise AssertionError(f"{words[0]} failed: {result.stderr[-2000:]}")
    return result.stdout


def _state() -> str:
    """Name the state of all that decides what a loaded shop holds; its decisions are dated relative to the day."""
    facts = (migrations_hash(), start.state_hash(0), clock.today().isoformat(), LOAD)
    return hashlib.sha256("".join(facts).encode()).hexdigest()[:16]


def kept_shop() -> Path:
    """Give the data folder of the loaded demo shop, made if there is none for this state."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / _state()
    with (KEPT / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not kept.exists():
            for other in KEPT.iterdir():
                if other.is_dir():
                    shutil.rmtree(other)
            making = KEPT / "making"
            making.mkdir()
            shutil.copyfile(sqlite_template(), making / DATABASE)
            manage(making, "shell", "-v0", "-c", LOAD)
            manage(making, "search_index", "rebuild")
            with closing(sqlite3.connect(making / DATABASE)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            making.rename(kept)
    return kept


@contextmanager
def running_shop(data: Path) -> Iterator[Shop]:
    """Serve a copy of the kept shop out of this folder."""
    shutil.copytree(kept_shop(), data)
    url = f"http://127.0.0.1:{free_port()}"
    server, cards = stripe_server.serve(port=0, webhook_url=f"{url}/webhooks/stripe")
    cards_url = f"http://127.0.0.1:{server.server_address[1]}"
    words = ["--bind", url.removeprefix("http://"), "--workers", "1", "--threads", "4", "--log-level", "warning", "--no-control-socket"]
    log = data / "web.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "gunicorn", "marketplace.wsgi", *words]
        process = subprocess.Popen(command, cwd=ROOT, env=_environment(data, url, cards_url), stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(url, process, log)
        yield Shop(url=url, data=data, cards_url=cards_url, cards=cards)
    finally:
        process.terminate()
        process.wait(timeout=30)
        server.shutdown()
        server.server_close()


def _read_once(url: str) -> None:
    """Open a page in each language: the first of all is slow, because it imports and compiles everything."""
    connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
    with closing(connection):
        for path in ("/", "/en/"):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, path


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and process.poll() is None:
        try:
            _read_once(url)
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The shop did not start: {log.read_text()[-2000:]}")
