"""`manage.py prepare` makes an empty shop usable, and a second run changes nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from pytest_django.fixtures import Settings

from catalog.places.models import Place
from catalog.producers.models import Producer


def test_an_empty_shop_gets_places_and_an_index_but_no_sample(db: None, settings: Settings):
    call_command("prepare", stdout=io.StringIO())
    count = Place.objects.count()
    assert count >= 34
    assert Path(settings.SEARCH_INDEX_DIR).is_dir()
    assert not Producer.objects.exists()
    call_command("prepare", stdout=io.StringIO())
    assert Place.objects.count() == count


@pytest.mark.parametrize("name", ["load_places", "load_rules", "load_rates"])
def test_its_steps_exist(name: str):
    assert name in get_commands()
