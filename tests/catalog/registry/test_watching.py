"""A folder into which annexes are put."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from catalog.certification.models import Award
from catalog.certification.rules import load_certification_rules
from catalog.registry.models import SyncRun
from catalog.registry.watching import watch_folder
from marketplace.upkeep.management.commands.run_periodic import WORK
from tests.catalog.registry.annexes import HEAD, as_csv, clean_rows

pytestmark = pytest.mark.django_db
ANNEX = as_csv([HEAD, *clean_rows()])


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    load_certification_rules()
    path = tmp_path / "registry"
    path.mkdir()
    settings.REGISTRY_FOLDER = path
    return path


def put(folder: Path, name: str, content: bytes = ANNEX, age: float = 60) -> Path:
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_an_annex_is_staged_once_and_set_aside(folder: Path) -> None:
    put(folder, "phu-luc.csv")
    assert (watch_folder(), watch_folder(), names(folder)) == (1, 0, ["done/phu-luc.csv"])
    run = SyncRun.objects.get()
    assert (run.source, run.state, run.actor, run.file.size, Award.objects.count()) == ("phu-luc.csv", "staged", None, len(ANNEX), 0)


def test_the_same_content_again_is_the_same_run_and_overwrites_nothing(folder: Path) -> None:
    for _time in range(2):
        put(folder, "phu-luc.csv")
        watch_folder()
    assert (SyncRun.objects.count(), names(folder)) == (1, ["done/phu-luc-2.csv", "done/phu-luc.csv"])


def test_what_cannot_be_read_is_refused_with_the_reason_beside_it(folder: Path) -> None:
    put(folder, "hinh.csv", b"\x89PNG...")
    put(folder, "tot.csv")
    assert (watch_folder(), SyncRun.objects.count()) == (2, 1)
    assert names(folder) == ["done/tot.csv", "refused/hinh.csv", "refused/hinh.csv.txt"]
    assert (folder / "refused/hinh.csv.txt").read_text().strip()


def test_a_file_that_is_still_arriving_waits(folder: Path, tmp_path: Path) -> None:
    put(folder, "moi.csv", age=0)
    put(folder, "phan.csv.part")
    put(folder, ".an.csv")
    (folder / "lien-ket.csv").symlink_to(put(tmp_path, "ngoai.csv"))
    assert (watch_folder(), SyncRun.objects.count()) == (0, 0)


def test_no_folder_is_no_work_and_the_periodic_work_watches(settings: Any) -> None:
    settings.REGISTRY_FOLDER = None
    assert watch_folder() == 0
    settings.REGISTRY_FOLDER = Path("/nowhere")
    assert watch_folder() == 0
    assert watch_folder in WORK
