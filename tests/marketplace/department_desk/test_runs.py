"""Registry runs at the desk: brought in, looked through, applied whole or in part, released, taken back, the file given back."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from catalog.certification.models import Award
from catalog.registry.errors import ReadElsewhere
from catalog.registry.models import Record, SyncRun
from catalog.registry.services import read_run, receive_annex, stage_annex
from catalog.registry.sources import AnnexSource
from catalog.registry.staging import fill_run
from catalog.registry.tasks import apply_registry_run, read_registry_run
from marketplace.accounts.models import Appointment, User
from marketplace.department_desk import run_pages
from tests.catalog.registry.annexes import FACTS, HEAD, as_csv, as_xlsx, clean_rows
from tests.marketplace.department_desk.conftest import Desk, MakeOfficer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(mai: User) -> Client:
    return signed_in(mai)


def page(client: Client, run: SyncRun, query: str = "") -> str:
    return client.get(reverse("desk:run", args=[run.pk]) + query).content.decode()


def post(client: Client, name: str, run: SyncRun, **form: Any) -> str:
    answer = client.post(reverse(f"desk:{name}", args=[run.pk]), form, follow=True)
    return str(answer.content.decode())


def upload(client: Client, content: bytes, name: str = "a.csv") -> str:
    """Bring a file in; gives the page that follows."""
    answer = client.post(reverse("desk:run-new"), {"file": SimpleUploadedFile(name, content)}, follow=True)
    return str(answer.content.decode())


def let_job_work(job: Task[..., None]) -> None:
    """Do what the worker does with the jobs of this kind that wait."""
    for waiting in DBTaskResult.objects.filter(task_path=job.module_path, status="READY"):
        job.call(*waiting.args_kwargs["args"])
        DBTaskResult.objects.filter(pk=waiting.pk).update(status="SUCCESSFUL")


@pytest.mark.parametrize(("name", "content"), [("a.csv", as_csv([HEAD, *clean_rows()])), ("a.xlsx", as_xlsx([HEAD, *clean_rows()]))])
def test_an_uploaded_annex_becomes_a_run(chief: Client, mai: User, name: str, content: bytes) -> None:
    upload(chief, content, name)
    let_job_work(read_registry_run)
    run = SyncRun.objects.get()
    assert (run.source, run.actor, run.state) == (name, mai, SyncRun.State.STAGED)
    assert FACTS[0].name in page(chief, run)
    assert Award.objects.count() == 0


def test_a_run_shows_a_bar_until_its_file_is_read(chief: Client) -> None:
    shown = upload(chief, as_csv([HEAD, *clean_rows()]))
    run = SyncRun.objects.get()
    bar = reverse("desk:run-progress", args=[run.pk])
    assert f'hx-get="{bar}"' in shown
    assert "Đang đọc bảng" in shown
    assert reverse("desk:run-apply", args=[run.pk]) not in shown
    SyncRun.objects.update(done_rows=3, counts={"rows": 6})
    assert "3 trên 6 dòng" in chief.get(bar, headers={"HX-Request": "true"}).content.decode()
    assert 'value="50"' in page(chief, run), "the same without JavaScript"
    SyncRun.objects.update(done_rows=4_200, counts={"rows": 20_000})
    assert "4.200 trên 20.000 dòng" in page(chief, run)
    let_job_work(read_registry_run)
    assert chief.get(bar, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "<progress" not in page(chief, run)


@pytest.mark.parametrize("content", ["không có bảng nào".encode(), b"PK\x03\x04 no zip", b"\x00\x01\x02"])
def test_what_is_wrong_with_a_file_stands_on_its_run(chief: Client, content: bytes) -> None:
    upload(chief, content)
    let_job_work(read_registry_run)
    run = SyncRun.objects.get()
    assert (run.state, Record.objects.count()) == (SyncRun.State.FAILED, 0)
    assert run.failure in html.unescape(page(chief, run))
    assert "không đọc được" in page(chief, run)
    assert "Chỉ" not in post(chief, "run-apply", run)
    assert Award.objects.count() == 0


def test_a_file_whose_job_died_is_read_anew(chief: Client) -> None:
    upload(chief, as_csv([HEAD, *clean_rows()]))
    DBTaskResult.objects.update(status="FAILED")
    run = SyncRun.objects.get()
    button = reverse("desk:run-read", args=[run.pk])
    assert button in page(chief, run)
    post(chief, "run-read", run)
    post(chief, "run-read", run)
    assert DBTaskResult.objects.filter(status="READY", task_path=read_registry_run.module_path).count() == 1
    let_job_work(read_registry_run)
    assert SyncRun.objects.get().records.count() == len(FACTS)
    post(chief, "run-read", run)
    assert not DBTaskResult.objects.filter(status="READY", task_path=read_registry_run.module_path).exists()


def test_a_reader_that_was_too_slow_writes_no_more(chief: Client, mai: User) -> None:
    run = receive_annex(content=as_csv([HEAD, *clean_rows()]), source="a.csv", actor=mai)
    slow = SyncRun.objects.get(pk=run.pk)
    slow.reader = "the-slow-one"
    read_run(run_id=run.pk)
    with pytest.raises(ReadElsewhere):
        fill_run(slow, AnnexSource("a.csv", as_csv([HEAD, *clean_rows()])).read())
    assert run.records.count() == len(FACTS)


def test_a_pasted_table_becomes_a_run(chief: Client) -> None:
    pasted = "\n".join("\t".join(map(str, row)) for row in [HEAD, *clean_rows()])
    chief.post(reverse("desk:run-new"), {"pasted": pasted, "title": "QĐ 1234"})
    let_job_work(read_registry_run)
    assert SyncRun.objects.get().source == "QĐ 1234"
    assert Record.objects.count() == len(FACTS)


def test_the_same_file_again_leads_to_the_run_that_stands(chief: Client) -> None:
    content = as_csv([HEAD, *clean_rows()])
    first, second = (chief.post(reverse("desk:run-new"), {"file": SimpleUploadedFile("a.csv", content)}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert SyncRun.objects.count() == 1


@pytest.mark.parametrize("form", [{}, {"pasted": "  "}])
def test_nothing_chosen_is_told_and_makes_no_run(chief: Client, form: dict[str, str]) -> None:
    answer = chief.post(reverse("desk:run-new"), form)
    assert answer.status_code == 200
    assert 'class="form-errors"' in answer.content.decode()
    assert SyncRun.objects.count() == 0


def test_each_count_opens_its_rows(chief: Client, desk: Desk) -> None:
    assert desk.accepted.name in page(chief, desk.run, "?rows=accepted")
    assert desk.doubtful.name not in page(chief, desk.run, "?rows=accepted")
    assert desk.doubtful.name in page(chief, desk.run, "?rows=doubtful")
    assert "Không có dòng nào" in page(chief, desk.run, "?rows=rejected")
    assert desk.doubtful.name in page(chief, desk.run, "?rows=gì-đó")


def test_a_run_is_applied_whole_and_taken_back(chief: Client, desk: Desk) -> None:
    post(chief, "run-apply", desk.run)
    assert Award.objects.filter(product_name=desk.accepted.name, withdrawn_on=None).count() == 1
    assert "Đã rút lại lượt đồng bộ" in post(chief, "run-undo", desk.run)
    assert Award.objects.filter(product_name=desk.accepted.name, withdrawn_on=None).count() == 0


def test_only_ticked_rows_are_applied(chief: Client, mai: User) -> None:
    run = stage_annex(content=as_csv([HEAD, *clean_rows()]), source="x.csv", actor=mai)
    wanted = run.records.filter(outcome="accepted")[1]
    post(chief, "run-apply", run, which="ticked", row=[wanted.pk])
    assert [award.product_name for award in Award.objects.all()] == [wanted.name]
    run.refresh_from_db()
    assert run.state == SyncRun.State.PARTLY
    assert "Chưa đánh dấu dòng nào" in post(chief, "run-apply", run, which="ticked")
    assert Award.objects.count() == 1


def test_a_row_of_another_run_cannot_be_ticked_along(chief: Client, desk: Desk, mai: User) -> None:
    other = stage_annex(content=as_csv([HEAD, *clean_rows()[3:]]), source="x.csv", actor=mai)
    post(chief, "run-apply", other, which="ticked", row=[desk.accepted.pk])
    assert not Award.objects.filter(product_name=desk.accepted.name).exists()


def test_a_long_run_is_left_to_a_job_and_its_bar_moves(chief: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_pages, "MOST_AT_ONCE", 0)
    shown = post(chief, "run-apply", desk.run)
    assert '<progress class="progress__bar" max="100" value="0"' in shown
    assert reverse("desk:run-apply", args=[desk.run.pk]) not in shown
    address = reverse("desk:run-progress", args=[desk.run.pk])
    assert "0 trên 1 dòng" in chief.get(address, headers={"HX-Request": "true"}).content.decode()
    let_job_work(apply_registry_run)
    assert Award.objects.filter(product_name=desk.accepted.name).exists()
    assert chief.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert chief.get(address)["Location"] == reverse("desk:run", args=[desk.run.pk])


def test_nothing_to_apply_offers_no_button_and_what_was_done_can_still_be_taken_back(chief: Client, desk: Desk) -> None:
    apply, undo = (reverse(f"desk:{name}", args=[desk.run.pk]) for name in ("run-apply", "run-undo"))
    before = page(chief, desk.run)
    assert (apply in before, undo in before) == (True, False)
    after = post(chief, "run-apply", desk.run)
    assert (apply in after, undo in after) == (False, True)


def test_a_held_list_is_released_with_a_reason_only(chief: Client, desk: Desk) -> None:
    SyncRun.objects.filter(pk=desk.run.pk).update(state=SyncRun.State.HELD, kind=SyncRun.Kind.FULL_LIST)
    assert "Cho qua danh sách" in page(chief, desk.run)
    post(chief, "run-release", desk.run, why=" ")
    assert SyncRun.objects.get(pk=desk.run.pk).state == SyncRun.State.HELD
    shown = post(chief, "run-release", desk.run, why="Danh sách chỉ gồm sản phẩm năm nay")
    assert SyncRun.objects.get(pk=desk.run.pk).state == SyncRun.State.STAGED
    assert "Danh sách chỉ gồm sản phẩm năm nay" in shown
    assert Award.objects.filter(pk=desk.award.pk, revoked_on=None, withdrawn_on=None).exists()


def test_the_file_is_given_back_as_it_came_and_never_shown(chief: Client) -> None:
    content = as_csv([HEAD, *clean_rows()])
    chief.post(reverse("desk:run-new"), {"file": SimpleUploadedFile('<b>"phụ lục".csv', content)})
    answer = chief.get(reverse("desk:run-file", args=[SyncRun.objects.get().pk]))
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


def test_a_run_belongs_to_the_place_of_who_staged_it(desk: Desk, officer: MakeOfficer) -> None:
    here, there = officer("thu", Appointment.Duty.PREPARE, desk.hanoi), officer("tam", Appointment.Duty.VERIFY, desk.elsewhere)
    run = stage_annex(content=as_csv([HEAD, *clean_rows()[2:]]), source="cua-ha-noi.csv", actor=here)
    shown = {user: signed_in(user).get(reverse("desk:runs")).content.decode() for user in (here, there)}
    assert "cua-ha-noi.csv" in shown[here]
    assert "phu-luc.csv" not in shown[here]
    assert ".csv" not in shown[there]
    assert signed_in(there).post(reverse("desk:run-apply", args=[run.pk])).status_code == 404


def test_pages_of_a_long_run_ask_a_few_times(chief: Client, mai: User, django_assert_max_num_queries: Any) -> None:
    run = stage_annex(content=as_csv([HEAD, *clean_rows()]), source="x.csv", actor=mai)
    with django_assert_max_num_queries(16):
        page(chief, run)
