"""The demo shop, loaded once for a module of tests."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from pytest_django import DjangoDbBlocker

from marketplace.demo.management.commands.load_demo import STEPS
from search.receivers import changes_gathered
from tests.conftest import _on_copy, _worker


def load_steps() -> None:
    """Run every step of the demo but the drawing of pictures, which takes long and is tested by itself."""
    with changes_gathered():
        for name in STEPS:
            if name != "pictures":
                import_module(f"marketplace.demo.{name}").load()


@pytest.fixture(scope="module")
def demo_shop(django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest) -> Iterator[None]:
    """Give a module of tests a database of its own that holds the demo shop."""
    with django_db_blocker.unblock(), _on_copy(f"{_worker(request)}_demo"):
        load_steps()
        yield
