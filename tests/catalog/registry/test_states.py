"""Whatever officers do in whatever order, on whatever day: a star shows only where an official record and a person say so."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from catalog.certification.badges import IN_FORCE, award_state
from catalog.certification.models import Award, AwardLink
from catalog.certification.rules import load_certification_rules
from catalog.certification.selectors import badges_for_products, facts_of
from catalog.certification.services import revoke_award, withdraw_award
from catalog.lib import clock
from catalog.products.models import Listing
from catalog.registry.errors import UnableToReview
from catalog.registry.known import AwardBook
from catalog.registry.models import Record, SyncRun
from catalog.registry.reviewing import decide_link, decide_record
from catalog.registry.selectors import waiting_records
from catalog.registry.services import apply_run, stage_annex
from catalog.registry.undoing import undo_run
from marketplace.accounts.models import Appointment
from tests.cast import make_person
from tests.catalog.registry.annexes import FACTS, HEAD, as_csv, clean_rows
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory
from tests.races import IS_FULL

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
MACHINES = 60 if IS_FULL else 6
STEPS = 30 if IS_FULL else 12
SPELLINGS = [FACTS[0].name, FACTS[0].name.upper(), "Mien Duong Kien", FACTS[1].name, "Miến Dương Kiênn"]
STARS = ["3 sao", "4 sao", "Tiềm năng 5 sao", ""]
SCORES = {"3 sao": "60", "4 sao": "80", "Tiềm năng 5 sao": "92", "": "80"}
START = date(2025, 6, 1)


class Registry(RuleBasedStateMachine):
    """The registry as officers use it."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.day = START
        self.traveller = time_machine.travel(START, tick=False)
        self.traveller.start()

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.traveller.stop()
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @initialize()
    def shop(self) -> None:
        load_certification_rules()
        self.officer = make_person("mai")
        Appointment.objects.create(user=self.officer, duty=Appointment.Duty.VERIFY)
        for fact in FACTS[:2]:
            ListingFactory.create(title=fact.name, seller=ProducerFactory.create(name=fact.maker))

    @rule(
        rows=st.lists(st.tuples(st.sampled_from(SPELLINGS), st.sampled_from(STARS), st.integers(2021, 2025)), min_size=1, max_size=4),
        note=st.integers(0, 3),
    )
    def stage(self, rows: list[tuple[str, str, int]], note: int) -> None:
        [row, *_] = clean_rows()
        table: list[list[Any]] = [
            [
                n,
                name,
                FACTS[1].maker if name == FACTS[1].name else row[2],
                *row[3:5],
                SCORES[stars],
                stars,
                f"{year}/QĐ-UBND",
                f"15/01/{year}",
                note,
            ]
            for n, (name, stars, year) in enumerate(rows)
        ]
        stage_annex(content=as_csv([HEAD, *table]), source="x.csv", actor=self.officer)

    def _a_run(self, data: st.DataObject, *states: str) -> SyncRun | None:
        runs = list(SyncRun.objects.filter(state__in=states).exclude(kind="undo"))
        return data.draw(st.sampled_from(runs)) if runs else None

    @rule(data=st.data(), part=st.booleans())
    def apply(self, data: st.DataObject, part: bool) -> None:
        run = self._a_run(data, "staged", "partly", "applied")
        if run:
            ids = list(run.records.values_list("pk", flat=True))[:1] if part else None
            apply_run(run=run, officer=self.officer, record_ids=ids)

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        run = self._a_run(data, "partly", "applied")
        if run:
            undo_run(run=run, officer=self.officer)

    @precondition(lambda self: waiting_records().exists())
    @rule(data=st.data(), accept=st.booleans())
    def decide(self, data: st.DataObject, accept: bool) -> None:
        record = data.draw(st.sampled_from(list(waiting_records())))
        if record.outcome == "doubtful":
            known = AwardBook().find(record).award
            is_refused = accept and known is not None and not known.is_withdrawn  # it stands on record with other facts
            with pytest.raises(UnableToReview) if is_refused else nullcontext():
                decide_record(record=record, accept=accept, why="Đã xem", officer=self.officer)
        elif record.outcome == "accepted":
            decide_link(record=record, product_id=record.product_id if accept else None, officer=self.officer)

    @precondition(lambda self: Award.objects.filter(revoked_on=None, withdrawn_on=None).exists())
    @rule(data=st.data(), withdraw=st.booleans())
    def take_away(self, data: st.DataObject, withdraw: bool) -> None:
        award = data.draw(st.sampled_from(list(Award.objects.filter(revoked_on=None, withdrawn_on=None).order_by("pk"))))
        if withdraw:
            withdraw_award(award=award, reason="Nhập nhầm", officer=self.officer)
        else:
            on = max(clock.today(), award.starts_on)
            revoke_award(award=award, on=on, decision="9/QĐ-UBND", reason="Sai hồ sơ", officer=self.officer)

    @rule(days=st.sampled_from([1, 40, 400]))
    def wait(self, days: int) -> None:
        self.traveller.stop()
        self.day += timedelta(days=days)
        self.traveller = time_machine.travel(self.day, tick=False)
        self.traveller.start()

    @invariant()
    def every_star_has_its_record_and_its_person(self) -> None:
        badges = badges_for_products(list(Listing.objects.values_list("product_id", flat=True)), clock.today())
        for product_id, badge in badges.items():
            award = Award.objects.get(code=badge.code)
            assert award_state(facts_of(award), clock.today()) in IN_FORCE
            assert AwardLink.objects.filter(award=award, product_id=product_id, ended_at=None, approved_by__isnull=False).exists()
            rows = Record.objects.filter(award=award, effect__award=award.pk, stars=badge.stars).exclude(applied_at=None)
            assert rows.exclude(run__state="undone").exists(), "no record that stands"

    @invariant()
    def a_history_is_one_line(self) -> None:
        standing = Award.objects.filter(superseded_by=None, revoked_on=None, withdrawn_on=None, stars__isnull=False)
        keys = list(standing.values_list("key", flat=True))
        assert len(keys) == len(set(keys))
        for award in Award.objects.exclude(superseded_by=None).select_related("superseded_by"):
            assert award.superseded_by.starts_on > award.starts_on
            assert award.superseded_by.withdrawn_on is None
            assert (award.superseded_by.stars is None) == (award.stars is None)


def test_no_unrecorded_star_can_be_reached(db: None) -> None:
    run_state_machine_as_test(
        Registry,
        settings=settings(
            max_examples=MACHINES, stateful_step_count=STEPS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
        ),
    )
