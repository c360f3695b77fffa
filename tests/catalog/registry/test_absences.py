"""What a full list does not hold: asked once, answered by an officer, and a list that is held is let through by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from catalog.audit.models import AuditEntry
from catalog.certification.models import Award
from catalog.certification.rules import load_certification_rules
from catalog.lib import clock
from catalog.registry.errors import UnableToApply, UnableToReview
from catalog.registry.fake import FakeRegistry
from catalog.registry.models import Record, SyncRun
from catalog.registry.reviewing import resolve_absence
from catalog.registry.services import apply_run, release_run, stage_source
from catalog.registry.sources import HttpSource
from catalog.registry.undoing import undo_run
from marketplace.accounts.models import User
from tests.catalog.registry.registry_server import records, serving

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]


@pytest.fixture
def registry(db: None, settings: Any) -> Iterator[FakeRegistry]:
    load_certification_rules()
    with serving(FakeRegistry(records(20))) as server:
        settings.REGISTRY_TRUSTED_HOST = f"127.0.0.1:{server.server_port}"
        yield server


def stage(server: FakeRegistry) -> SyncRun:
    return stage_source(source=HttpSource(server.address), actor=None)


def questions() -> list[Record]:
    return list(Record.objects.filter(line=0, outcome="doubtful").order_by("pk"))


def test_each_award_is_asked_about_once_however_many_lists_lack_it(registry: FakeRegistry, mai: User) -> None:
    apply_run(run=stage(registry), officer=mai)
    for change in range(3):
        registry.change([*records(19, first=1), *records(change, first=30)])
        run = stage(registry)
        assert (run.counts["absent"], len(questions())) == (1, 1)


def test_a_question_is_closed_when_its_award_stands_in_the_list_again(registry: FakeRegistry, mai: User) -> None:
    apply_run(run=stage(registry), officer=mai)
    registry.change(records(19, first=1))
    stage(registry)
    registry.change(records(21))
    assert stage(registry).counts["absent"] == 0
    assert questions() == []


def test_a_renewed_or_unreadable_row_is_no_absence(registry: FakeRegistry, mai: User) -> None:
    apply_run(run=stage(registry), officer=mai)
    changed = records(20)
    changed[0] = changed[0] | {"decision": changed[0]["decision"] | {"number": "99/QĐ-UBND", "signed_on": clock.today().isoformat()}}
    changed[1] = changed[1] | {"score": "?"}
    registry.change(changed)
    run = stage(registry)
    assert (run.counts["absent"], run.counts["rejected"]) == (0, 1)


def test_a_list_is_held_against_the_last_one_of_its_own_source(registry: FakeRegistry, db: None) -> None:
    stage(registry)
    with serving(FakeRegistry(records(5, first=40))) as other, override_settings(REGISTRY_TRUSTED_HOST=f"127.0.0.1:{other.server_port}"):
        assert stage(other).state == "staged"


def test_a_held_list_is_released_with_a_reason_and_asks_then(registry: FakeRegistry, mai: User, dung: User) -> None:
    apply_run(run=stage(registry), officer=mai)
    registry.change(records(10))
    run = stage(registry)
    assert (run.state, questions()) == ("held", [])
    for officer, why in ((dung, "Đã hỏi Văn phòng điều phối"), (mai, " "), (None, "Được")):
        with pytest.raises(UnableToApply):
            release_run(run=run, why=why, officer=officer)
    run.refresh_from_db()
    assert (run.state, questions()) == ("held", [])
    run = release_run(run=run, why="Đã hỏi Văn phòng điều phối", officer=mai)
    assert (run.state, run.counts["absent"], len(questions()), run.released_by) == ("staged", 10, 10, mai)
    assert apply_run(run=run, officer=mai).state == "applied"
    assert Award.objects.filter(revoked_on=None, withdrawn_on=None).count() == 20
    with pytest.raises(UnableToApply):
        release_run(run=run, why="Lần nữa", officer=mai)


@pytest.fixture
def question(registry: FakeRegistry, mai: User) -> Record:
    apply_run(run=stage(registry), officer=mai)
    registry.change(records(19, first=1))
    stage(registry)
    return questions()[0]


def test_an_officer_keeps_revokes_or_withdraws(question: Record, mai: User) -> None:
    award = question.award
    kept = resolve_absence(record=question, answer="keep", why="Danh sách sót", officer=mai)
    award.refresh_from_db()
    assert (kept.decided_by, kept.decision_note, award.revoked_on, award.withdrawn_on) == (mai, "Danh sách sót", None, None)
    assert questions() == []
    with pytest.raises(UnableToReview):
        resolve_absence(record=question, answer="revoke", why="Đổi ý", officer=mai, decision="9/QĐ")


def test_a_revocation_needs_its_decision_and_leaves_a_trace(question: Record, mai: User, dung: User) -> None:
    wrong: list[dict[str, Any]] = [{"decision": ""}, {"why": " "}, {"officer": dung}]
    for facts in wrong:
        with pytest.raises(UnableToReview):
            resolve_absence(**{"record": question, "answer": "revoke", "why": "Thu hồi", "officer": mai, "decision": "9/QĐ-UBND", **facts})
        assert Award.objects.filter(revoked_on__isnull=False).count() == 0
    resolve_absence(record=question, answer="revoke", why="Thu hồi", officer=mai, decision="9/QĐ-UBND")
    award = Award.objects.get(pk=question.award_id)
    assert (award.revoked_on, award.revocation_decision) == (clock.today(), "9/QĐ-UBND")
    assert set(AuditEntry.objects.filter(actor=mai).values_list("action", flat=True)) >= {
        "certification.revoke",
        "registry.resolve_absence",
    }


def test_a_record_made_by_mistake_is_withdrawn(question: Record, mai: User) -> None:
    resolve_absence(record=question, answer="withdraw", why="Ghi nhầm", officer=mai)
    assert Award.objects.get(pk=question.award_id).withdrawal_reason == "Ghi nhầm"


def test_taking_the_run_back_closes_its_questions(question: Record, mai: User) -> None:
    undo_run(run=apply_run(run=question.run, officer=mai), officer=mai)
    assert questions() == []
