"""The review queue: every button does what it says, with a reason, by an officer of the place; the next row opens."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.audit.models import AuditEntry
from catalog.certification.models import Award, AwardLink
from catalog.registry.models import MakerAlias, Record, SyncRun
from catalog.registry.services import apply_run, stage_annex
from marketplace.accounts.models import User
from tests.catalog.registry.annexes import FACTS, HEAD, as_csv, clean_rows
from tests.factories.products import ListingFactory
from tests.marketplace.department_desk.conftest import Desk, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(mai: User) -> Client:
    return signed_in(mai)


def row(client: Client, record: Record, query: str = "") -> str:
    return client.get(reverse("desk:row", args=[record.pk]) + query).content.decode()


def press(client: Client, record: Record, act: str, **form: Any) -> Any:
    return client.post(reverse("desk:row-decide", args=[record.pk]), {"act": act, **form})


def test_the_row_stands_beside_the_listing_with_its_source_and_reasons(chief: Client, desk: Desk) -> None:
    shown = row(chief, desk.doubtful)
    assert "Tin bán" in shown
    assert desk.listing.texts.get().slug in shown
    assert "có thể hiểu" in shown or "15/01/25" in shown
    assert "I2" in shown, "the cell that the day was read from"


def test_a_difference_is_marked_by_a_word_not_by_color_alone(chief: Client, desk: Desk) -> None:
    record = desk.doubtful
    record.product = ListingFactory.create(title="Miến dong khác hẳn").product
    record.save()
    assert '<strong class="beside__mark">khác</strong> <mark lang="vi">Miến dong khác hẳn</mark>' in row(chief, record)


def test_an_accepted_row_waits_for_its_run_and_the_next_one_opens(chief: Client, mai: User, desk: Desk) -> None:
    rows = clean_rows()[2:4]
    for one in rows:
        one[8] = "15/01/25"
    run = stage_annex(content=as_csv([HEAD, *rows]), source="y.csv", actor=mai)
    first, second = run.records.filter(outcome="doubtful")
    answer = press(chief, first, "accept", why="Đã xem bản giấy")
    assert answer["Location"] == reverse("desk:row", args=[second.pk])
    first.refresh_from_db()
    assert (first.outcome, first.decided_by, first.decision_note) == ("accepted", mai, "Đã xem bản giấy")
    assert press(chief, second, "reject", why="Sai năm")["Location"] == reverse("desk:row", args=[desk.doubtful.pk])
    assert press(chief, desk.doubtful, "reject", why="Sai năm")["Location"] == reverse("desk:review")
    assert "Mọi dòng nghi vấn đều đã có quyết định" in chief.get(reverse("desk:review")).content.decode()


def test_who_decided_and_when_is_shown(chief: Client, mai: User, desk: Desk) -> None:
    press(chief, desk.doubtful, "reject", why="Sai năm ký")
    shown = row(chief, desk.run.records.get(position=0))
    assert f"{mai} quyết định lúc" in shown
    assert "Sai năm ký" in shown


@pytest.mark.parametrize(
    ("act", "why"), [("accept", " "), ("reject", ""), ("gì-đó", "Vì thế"), ("", "Vì thế"), ("keep", "Vì thế"), ("follow", "Vì thế")]
)
def test_without_a_reason_or_a_button_nothing_is_decided(chief: Client, desk: Desk, act: str, why: str) -> None:
    record = desk.doubtful
    answer = press(chief, record, act, why=why)
    assert answer.status_code == 400
    assert desk.doubtful == record
    assert AuditEntry.objects.filter(action__startswith="registry.decide").count() == 0


def test_accepting_with_the_listing_makes_the_badge_once_applied(chief: Client, mai: User, desk: Desk) -> None:
    record = desk.doubtful
    press(chief, record, "accept-link", why="Đúng sản phẩm, đúng người làm")
    assert not AwardLink.objects.filter(product=desk.listing.product).exists()
    apply_run(run=desk.run, officer=mai)
    assert AwardLink.objects.get(product=desk.listing.product).award.product_name == FACTS[0].name


def test_values_are_put_right_but_never_stars(chief: Client, desk: Desk) -> None:
    record = desk.doubtful
    form = {"fact-signed_on": "16/01/2025", "fact-name": record.name, "fact-stars": "5", "why": "Giấy ghi ngày 16"}
    press(chief, record, "accept", **form)
    record.refresh_from_db()
    assert (f"{record.signed_on:%d/%m/%Y}", record.stars) == ("16/01/2025", FACTS[0].stars)
    assert list(record.corrections) == ["signed_on", "starts_on"] or set(record.corrections) >= {"signed_on"}


def test_what_cannot_be_read_is_told(chief: Client, desk: Desk) -> None:
    record = desk.doubtful
    answer = chief.post(
        reverse("desk:row-decide", args=[record.pk]), {"act": "accept", "why": "x", "fact-signed_on": "hôm qua"}, follow=True
    )
    assert "hôm qua" in answer.content.decode()
    assert desk.doubtful == record


def test_what_was_typed_stands_again_with_the_error_at_its_field(chief: Client, desk: Desk) -> None:
    record = desk.doubtful
    form = {"why": "Giấy ghi khác", "fact-name": "Chè lam gừng", "fact-score": "abc"}
    answer = press(chief, record, "accept", **form)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert all(f'name="{name}" value="{value}"' in page for name, value in form.items())
    assert 'aria-describedby="fact-score_error"' in page
    assert page.count('aria-invalid="true"') == 1
    assert "Điểm: Không đọc được: “abc”" in page
    assert desk.doubtful == record


def test_another_listing_is_found_and_linked(chief: Client, mai: User, desk: Desk) -> None:
    other = ListingFactory.create(title="Chè lam hộp quà")
    record = desk.accepted
    assert "Chè lam hộp quà" in row(chief, record, "?q=hộp+quà")
    press(chief, record, "link", product=other.product_id)
    apply_run(run=desk.run, officer=mai)
    assert AwardLink.objects.filter(product=other.product, approved_by=mai).exists()


def test_a_proposed_listing_can_be_said_to_be_another_product(chief: Client, desk: Desk) -> None:
    press(chief, desk.doubtful, "accept", why="Đúng giấy")
    record = desk.run.records.get(position=0)
    press(chief, record, "no-link", why="Không phải")
    record.refresh_from_db()
    assert record.link_state == Record.LinkState.REJECTED


def test_two_names_become_one_maker_and_two_again(chief: Client, desk: Desk) -> None:
    address = reverse("desk:row-merge", args=[desk.accepted.pk])
    chief.post(address, {"same_as": "Cơ sở Nguyễn Hòa", "why": "Cùng một giấy đăng ký"})
    assert MakerAlias.objects.get(ended_at=None).same_as == "Cơ sở Nguyễn Hòa"
    assert "Cơ sở Nguyễn Hòa" in row(chief, desk.accepted)
    chief.post(address, {"why": "Nhầm"})
    assert not MakerAlias.objects.filter(ended_at=None).exists()


@pytest.fixture
def question(desk: Desk) -> Record:
    """A full list does not hold the award."""
    run = SyncRun.objects.create(kind="full_list", source="https://so.example", started_at=desk.run.started_at, actor=desk.run.actor)
    facts = {"name": desk.award.product_name, "maker": desk.award.maker_name, "stars": 4, "award": desk.award}
    reasons = [{"code": "absent_from_list", "value": desk.award.code}]
    return Record.objects.create(run=run, position=0, line=0, outcome="doubtful", reasons=reasons, **facts)


@pytest.mark.parametrize(
    ("act", "form", "state"),
    [
        ("keep", {}, (False, False)),
        ("withdraw", {}, (False, True)),
        ("revoke", {"revoked_by": "99/QĐ-UBND", "on": "01/02/2026"}, (True, False)),
    ],
)
def test_a_question_is_answered(
    chief: Client, desk: Desk, question: Record, act: str, form: dict[str, str], state: tuple[bool, bool]
) -> None:
    assert desk.award.product_name in chief.get(reverse("desk:list", args=["absent"])).content.decode()
    press(chief, question, act, why="Đã hỏi địa phương", **form)
    award = Award.objects.get(pk=desk.award.pk)
    assert (award.revoked_on is not None, award.withdrawn_on is not None) == state
    assert chief.get(reverse("desk:list", args=["absent"])).context["page"].paginator.count == 0


def test_a_revocation_without_its_decision_is_refused(chief: Client, desk: Desk, question: Record) -> None:
    press(chief, question, "revoke", why="Nghe nói thế")
    assert Award.objects.get(pk=desk.award.pk).revoked_on is None
    assert Record.objects.get(pk=question.pk).outcome == "doubtful"


def test_the_enter_key_in_a_field_decides_nothing(chief: Client, desk: Desk) -> None:
    """A browser presses the first button of a form; a disabled one takes the key (HTML, implicit submission)."""
    form = row(chief, desk.doubtful).split("data-keys>")[1]
    assert form.index('<button type="submit" disabled hidden>') < form.index('name="act"')
