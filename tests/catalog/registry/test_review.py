"""An officer decides about doubtful rows."""

from __future__ import annotations

import pytest

from catalog.audit.models import AuditEntry
from catalog.certification.models import Award, AwardLink
from catalog.certification.rules import load_certification_rules
from catalog.registry.errors import UnableToReview
from catalog.registry.models import Record, SyncRun
from catalog.registry.reviewing import decide_link, decide_record
from catalog.registry.services import apply_run, stage_annex
from catalog.registry.undoing import undo_run
from marketplace.accounts.models import User
from tests.catalog.registry.annexes import FACTS, HEAD, as_csv, clean_rows
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(db: None) -> SyncRun:
    load_certification_rules()
    ListingFactory.create(title=FACTS[0].name)
    rows = clean_rows()[:2]
    rows[0][8], rows[1][7] = "15/01/25", "1234"
    return stage_annex(content=as_csv([HEAD, *rows]), source="x.csv", actor=None)


def doubtful(run: SyncRun) -> Record:
    return run.records.get(position=0)


@pytest.mark.parametrize("first_applied", [True, False])
def test_an_accepted_row_is_applied_with_its_run_or_after(run: SyncRun, mai: User, first_applied: bool) -> None:
    if first_applied:
        run = apply_run(run=run, officer=mai)
    assert Award.objects.count() == 0
    decide_record(record=doubtful(run), accept=True, why="Đã xem bản giấy", officer=mai)
    run = apply_run(run=run, officer=mai)
    assert (Award.objects.get().product_name, run.counts["recorded"], AwardLink.objects.count()) == (FACTS[0].name, 1, 0)
    assert AuditEntry.objects.filter(actor=mai, action="registry.decide").count() == 1
    undo_run(run=run, officer=mai)
    assert Award.objects.filter(withdrawn_on=None).count() == 0


def test_a_link_in_doubt_is_made_only_on_an_officers_word(run: SyncRun, mai: User) -> None:
    record = doubtful(run)
    record.product = ListingFactory.create().product
    record.save()
    decide_record(record=record, accept=True, why="Đúng sản phẩm", officer=mai)
    decide_link(record=record, product_id=record.product_id, officer=mai)
    apply_run(run=run, officer=mai)
    assert AwardLink.objects.get().product == record.product


def test_a_rejected_row_stays_with_its_reasons(run: SyncRun, mai: User) -> None:
    decided = decide_record(record=doubtful(run), accept=False, why="Sai năm", officer=mai)
    assert [reason["code"] for reason in decided.reasons] == ["date_guessed", "rejected_by_officer"]
    apply_run(run=run, officer=mai)
    assert Award.objects.count() == 0
    with pytest.raises(UnableToReview):
        decide_record(record=decided, accept=True, why="Nghĩ lại", officer=mai)


def test_what_lacks_a_fact_or_a_duty_or_a_reason_is_not_accepted(run: SyncRun, mai: User, dung: User) -> None:
    run.records.filter(position=1).update(issuing_body=None)
    wrong = [(run.records.get(position=1), "Được", mai), (doubtful(run), "Được", dung), (doubtful(run), " ", mai)]
    for record, why, person in wrong:
        with pytest.raises(UnableToReview):
            decide_record(record=record, accept=True, why=why, officer=person)
    assert set(run.records.values_list("outcome", flat=True)) == {"doubtful"}
