"""Spoiled annexes: whatever comes, an answer and no exception; a row that is not accepted says why."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.certification.models import Award
from catalog.certification.rules import load_certification_rules
from catalog.registry.errors import UnreadableSource
from catalog.registry.models import Record
from catalog.registry.reading.facts import read_day, read_paper, read_score, read_stars
from catalog.registry.selectors import records_of, rows_as_json
from catalog.registry.services import stage_annex
from tests.catalog.registry.mutations import NASTY, spoiled
from tests.races import IS_FULL

pytestmark = pytest.mark.django_db
INPUTS = 1_000 if IS_FULL else 300


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    load_certification_rules()


@pytest.mark.heavy
@settings(max_examples=INPUTS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_a_spoiled_annex_is_answered_and_every_row_not_accepted_says_why(seed: int) -> None:
    with transaction.atomic():
        try:
            records = records_of(stage_annex(content=spoiled(Random(seed)), source="x", actor=None))  # noqa: S311  # no secret
        except UnreadableSource:
            records = []
        for row in rows_as_json(records):
            assert json.dumps(row, ensure_ascii=False).encode()
            assert row["outcome"] == "accepted" or row["reason"]
        for record in records:
            _check(record)
        assert Award.objects.count() == 0
        transaction.set_rollback(True)


def _check(record: Record) -> None:
    """An accepted row is an award that the database would take."""
    if record.outcome != Record.Outcome.ACCEPTED:
        return
    assert record.name
    assert record.maker
    assert record.stars in (3, 4, 5) or record.is_potential_five
    assert record.decision_number.count("/QĐ-") == 1
    assert record.starts_on
    assert record.lapses_on
    assert record.starts_on < record.lapses_on
    assert record.issuing_body is not None


@settings(max_examples=INPUTS, deadline=None)
@given(st.one_of(st.text(), st.sampled_from(NASTY), st.floats(), st.integers(), st.dates(), st.datetimes(), st.booleans()))
def test_no_cell_breaks_a_reader(cell: object) -> None:
    read_stars(cell)
    for read in (read_score, read_day, read_paper):
        try:
            read(cell)
        except ValueError:
            continue


@given(st.dates(min_value=date(2018, 5, 7), max_value=date(2099, 12, 31)))
def test_a_date_is_the_same_day_in_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [
        day,
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%d.%m.%Y}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        serial,
        str(serial),
    ]
    assert {read_day(form).day for form in forms} == {day}
