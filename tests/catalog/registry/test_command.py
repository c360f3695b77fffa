"""`manage.py sync_registry` as people and programs call it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.certification.models import Award
from catalog.certification.rules import load_certification_rules
from catalog.registry.models import Record, SyncRun
from marketplace.accounts.models import User
from tests.catalog.registry.annexes import FACTS, HEAD, as_csv, clean_rows

pytestmark = pytest.mark.django_db
KEYS = ["line", "outcome", "name", "maker", "stars", "decision", "valid_from", "valid_until", "reason", "matched"]


@pytest.fixture
def annex(db: None, tmp_path: Path) -> str:
    load_certification_rules()
    rows = clean_rows()
    rows[1][1], rows[2][6] = "", "5 sao"
    path = tmp_path / "phu-luc.csv"
    path.write_bytes(as_csv([HEAD, *rows]))
    return str(path)


def sync(*arguments: str) -> str:
    out = io.StringIO()
    call_command("sync_registry", *arguments, stdout=out)
    return out.getvalue()


def test_json_has_every_row_with_exactly_the_agreed_fields(annex: str) -> None:
    rows = json.loads(sync(annex, "--json"))
    assert [list(row) for row in rows] == [KEYS] * len(FACTS)
    assert [row["line"] for row in rows] == list(range(2, 9))
    assert [row["outcome"] for row in rows[:4]] == ["accepted", "rejected", "doubtful", "accepted"]
    assert rows[0] | {"reason": "", "matched": None} == rows[0]
    assert (rows[0]["valid_from"], rows[0]["valid_until"], rows[0]["decision"]) == ("2025-01-15", "2028-01-14", "1234/QĐ-UBND")
    assert rows[1]["name"] == ""
    assert all(row["reason"] for row in rows[1:3])


def test_a_dry_run_keeps_nothing_and_says_the_same(annex: str) -> None:
    dry = sync(annex, "--dry-run", "--json")
    assert (SyncRun.objects.count(), Record.objects.count()) == (0, 0)
    assert dry == sync(annex, "--json")
    assert (SyncRun.objects.count(), Record.objects.count()) == (1, 7)


def test_applying_twice_says_the_same_and_changes_nothing(annex: str, mai: User) -> None:
    first = sync(annex, "--apply", "--officer", mai.email.upper())
    awards = list(Award.objects.order_by("pk").values())
    assert sync(annex, "--apply", "--officer", mai.email) == first
    assert list(Award.objects.order_by("pk").values()) == awards
    assert len(awards) == 5


def test_without_json_people_read_a_table_and_counts(annex: str) -> None:
    text = sync(annex)
    assert FACTS[0].name in text
    assert text.strip().splitlines()[-1].endswith(".")
    assert len(text.splitlines()) == 7 + 3 + 1


def test_a_run_is_taken_back_by_its_number(annex: str, mai: User) -> None:
    sync(annex, "--apply", "--officer", mai.email)
    sync("--undo", str(SyncRun.objects.get().pk), "--officer", mai.email)
    assert not Award.objects.filter(withdrawn_on=None).exists()


def test_whatever_is_wrong_is_told_in_one_line(annex: str, tmp_path: Path, mai: User, dung: User) -> None:
    bad = tmp_path / "x.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken")
    wrong = [
        (str(bad),),
        (str(tmp_path / "missing.csv"),),
        (str(tmp_path),),
        (),
        (annex, "--apply"),
        (annex, "--apply", "--officer", "nobody@nguoi.example"),
        (annex, "--apply", "--officer", dung.email),
        (annex, "--apply", "--dry-run", "--officer", mai.email),
        ("--undo", "999", "--officer", mai.email),
    ]
    for arguments in wrong:
        with pytest.raises(CommandError) as told:
            sync(*arguments)
        assert "\n" not in str(told.value).strip()
    assert Award.objects.count() == 0
