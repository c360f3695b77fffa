"""Migrating: Django's own command, with memory cleaned up rarely meanwhile and as before afterwards."""

from __future__ import annotations

import gc
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_migrate

from marketplace.upkeep.management.commands.migrate import THRESHOLDS

pytestmark = pytest.mark.django_db


def test_memory_is_cleaned_up_rarely_while_the_database_is_migrated() -> None:
    before, meanwhile = gc.get_threshold(), []

    def look(**_facts: Any) -> None:
        meanwhile.append(gc.get_threshold())

    pre_migrate.connect(look)
    try:
        call_command("migrate", verbosity=0)
    finally:
        pre_migrate.disconnect(look)
    assert set(meanwhile) == {THRESHOLDS}
    assert gc.get_threshold() == before != THRESHOLDS


def test_options_are_those_of_django() -> None:
    told = io.StringIO()
    call_command("migrate", "--plan", stdout=told)
    assert "No planned migration operations." in told.getvalue()


def test_an_app_that_is_not_there_is_an_error_and_memory_is_as_before() -> None:
    before = gc.get_threshold()
    with pytest.raises(CommandError, match="no_such_app"):
        call_command("migrate", "no_such_app")
    assert gc.get_threshold() == before
