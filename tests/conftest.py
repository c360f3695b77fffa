"""What every test stands on: a migrated database copied from a template, and the cast."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from search.favors import forget_favors
from search.lexicon import forget_lexicons
from tests.databases import ROOT, database_copy


def pytest_configure(config: pytest.Config) -> None:
    """Compile translations that are newer than what was compiled; once, not in each of two processes."""
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, str(ROOT / "scripts" / "compile_translations")], check=True)
        # Django may have read the older ones while it was set up.
        translation_file_changed(sender=None, file_path=Path("django.mo"))


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every later search for garbage: a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _point_at(name: str) -> None:
    """Use the database `name` from now on; a pool that is left open would go on with the one before."""
    connection = connections["default"]
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


@contextmanager
def _on_copy(worker: str) -> Iterator[None]:
    """Point this process at a fresh copy of the migrated database."""
    options = settings.DATABASES["default"]
    before = options["NAME"]
    with database_copy(options, worker) as name:
        _point_at(name)
        try:
            yield
        finally:
            _point_at(before)


def _worker(request: pytest.FixtureRequest) -> str:
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest) -> Iterator[None]:
    """Give this process its own copy of a migrated database: 350 migrations run once, not once a process."""
    with django_db_blocker.unblock(), _on_copy(_worker(request)):
        yield


@pytest.fixture
def real_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest) -> Iterator[None]:
    """Give a test a database of its own whose transactions really commit, for threads, processes and jobs.

    Flushing would not do: append-only tables refuse it, and it would take Wagtail's first pages away.
    """
    with django_db_blocker.unblock(), _on_copy(f"{_worker(request)}_own"):
        yield


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: object, settings: object) -> None:
    """Keep media, index and kept answers of a test to itself."""
    caches["local"].clear()
    forget_lexicons()
    forget_favors()
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined,operator]
    settings.PRIVATE_ROOT = tmp_path / "private"  # type: ignore[attr-defined,operator]
    settings.SEARCH_INDEX_DIR = tmp_path / "index"  # type: ignore[attr-defined,operator]


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """Begin in the shop's language: a page asked for in English leaves its language behind in this thread."""
    translation.activate("vi")


# A busy machine is no fault of the code: how long an example takes is not what these tests are about.
hypothesis_settings.register_profile("shop", deadline=None)
hypothesis_settings.load_profile("shop")

pytest_plugins = ["tests.cast", "tests.skips"]
