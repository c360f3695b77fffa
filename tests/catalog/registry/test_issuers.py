"""Which body signed: read off the paper, and where the paper does not say it asked once for the run."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from catalog.audit.models import AuditEntry
from catalog.certification.models import Award, IssuingBody
from catalog.certification.rules import load_certification_rules
from catalog.registry.errors import UnableToReview
from catalog.registry.issuers import name_issuer
from catalog.registry.models import Record, SyncRun
from catalog.registry.services import apply_run, stage_annex
from marketplace.accounts.models import User
from tests.catalog.registry.annexes import FACTS, HEAD, Table, as_csv, as_xlsx, clean_rows

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]
HANOI, HUE = "Ủy ban nhân dân thành phố Hà Nội", "Ủy ban nhân dân thành phố Huế"


@pytest.fixture(autouse=True)
def bodies() -> None:
    """Put two bodies of one level on file: the letters QĐ-UBND alone do not tell them apart."""
    load_certification_rules()
    IssuingBody.objects.create(name_vi=HUE, name_en="Hue", level="province", valid_from=date(2018, 5, 7))


def rows_without_paper() -> Table:
    return [[*row[:7], "", "", ""] for row in clean_rows()]


def staged(*above: str, rows: Table | None = None) -> SyncRun:
    table: Table = [*([text] for text in above), HEAD, *(rows or rows_without_paper())]
    return stage_annex(content=as_xlsx(table), source="phu-luc.xlsx", actor=None)


def outcomes(run: SyncRun) -> set[tuple[str, str | None]]:
    return set(run.records.values_list("outcome", "issuing_body__name_vi"))


PAPER = "(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15/01/2025"


@pytest.mark.parametrize(
    ("above", "body"),
    [
        (["PHỤ LỤC", f"{PAPER} của UBND thành phố Huế)"], HUE),
        (["PHỤ LỤC", f"{PAPER} của Chủ tịch UBND TP. Hà Nội)"], HANOI),
        (["PHỤ LỤC", f"{PAPER} của UBND Huế)"], HUE),
        (["ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ", "PHỤ LỤC", f"{PAPER})"], HUE),
        (["UBND THÀNH PHỐ HÀ NỘI SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", f"{PAPER})"], HANOI),
        (["Uỷ ban nhân dân TP Huế", f"{PAPER} của UBND)"], HUE),
    ],
)
def test_the_body_is_read_off_the_head_of_the_paper(above: list[str], body: str) -> None:
    assert outcomes(staged(*above)) == {("accepted", body)}


@pytest.mark.parametrize(
    "above",
    [
        [f"{PAPER})"],
        ["UBND THÀNH PHỐ HUẾ", "UBND THÀNH PHỐ HÀ NỘI", f"{PAPER})"],
        ["UBND TỈNH NGHỆ AN", f"{PAPER})"],
        [f"{PAPER} của UBND)"],
    ],
)
def test_what_names_no_single_body_on_file_is_left_in_doubt(above: list[str]) -> None:
    assert outcomes(staged(*above)) == {("doubtful", None)}


def test_the_desk_asks_once_for_the_run(client: Client, mai: User, lan: User) -> None:
    run = staged(f"{PAPER})")
    button, body = reverse("desk:run-issuer", args=[run.pk]), IssuingBody.objects.get(name_vi=HUE)
    client.force_login(lan)
    assert client.post(button, {"body": body.pk}).status_code == 404
    assert outcomes(run) == {("doubtful", None)}
    client.force_login(mai)
    page = reverse("desk:run", args=[run.pk])
    assert button in client.get(page).content.decode()
    client.post(button, {"body": "0"})
    assert outcomes(run) == {("doubtful", None)}
    client.post(button, {"body": body.pk})
    assert outcomes(run) == {("accepted", HUE)}
    assert button not in client.get(page).content.decode()
    run.refresh_from_db()
    assert (run.counts["accepted"], run.counts["doubtful"]) == (len(FACTS), 0)
    assert AuditEntry.objects.filter(action="registry.name_issuer", actor=mai).count() == 1
    apply_run(run=run, officer=mai)
    assert set(Award.objects.values_list("decision__issuing_body__name_vi", flat=True)) == {HUE}


def test_other_doubts_stay(mai: User) -> None:
    rows = clean_rows()
    rows[0][8] = "15/01/25"
    run = staged(rows=rows)
    assert name_issuer(run=run, body=IssuingBody.objects.get(name_vi=HANOI), officer=mai) == len(FACTS)
    assert run.records.filter(outcome="doubtful").count() == 1


def test_who_has_no_duty_names_nobody(lan: User) -> None:
    run = staged(f"{PAPER})")
    for officer in (lan, None):
        with pytest.raises(UnableToReview):
            name_issuer(run=run, body=IssuingBody.objects.get(name_vi=HUE), officer=officer)
    assert outcomes(run) == {("doubtful", None)}


def call(path: Any, *options: str) -> str:
    out = io.StringIO()
    call_command("sync_registry", str(path), *options, stdout=out)
    return out.getvalue()


def test_the_command_takes_the_body_for_the_whole_run(tmp_path: Any) -> None:
    path = tmp_path / "phu-luc.csv"
    path.write_bytes(as_csv([HEAD, *clean_rows()]))
    with pytest.raises(CommandError, match="Nghệ An"):
        call(path, "--issuer", "UBND tỉnh Nghệ An")
    assert not Record.objects.exists()
    call(path, "--issuer", "UBND thành phố Huế", "--dry-run")
    assert not Record.objects.exists()
    call(path, "--issuer", "UBND thành phố Huế")
    assert outcomes(SyncRun.objects.get()) == {("accepted", HUE)}


def test_a_body_whose_first_day_was_put_right_stays_one() -> None:
    IssuingBody.objects.filter(name_vi=HANOI).update(valid_from=date(2019, 8, 21))
    load_certification_rules()
    assert [body.valid_from for body in IssuingBody.objects.filter(name_vi=HANOI)] == [date(2018, 5, 7)]
