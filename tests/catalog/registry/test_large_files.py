"""Files that are far too large, or only pretend to be small: refused or read with little memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.catalog.registry.annexes import HEAD, as_csv, as_xlsx, clean_rows
from tests.databases import ROOT
from tests.races import IS_FULL

CSV_MEGABYTES = 200 if IS_FULL else 40
BLANK_ROWS = 1_000_000 if IS_FULL else 100_000
# Beyond what the bare program takes.
MOST_MEGABYTES = 120
READ = """
import django, resource, sys
django.setup()
from collections.abc import Callable
from pathlib import Path
from catalog.registry.errors import UnreadableSource
from catalog.registry.management.commands.sync_registry import _read
from catalog.registry.reading.annexes import read_annex
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print(len(read_annex(_read(sys.argv[1]))))
except UnreadableSource as error:
    print("refused:", error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def read(path: Path) -> tuple[str, int]:
    """Read a file in a process of its own; gives what came of it and the memory it took, in MB."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "marketplace.settings.test"}
    command = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280)
    told, megabytes = done.stdout.strip().splitlines()[-2:]
    return told, int(megabytes)


@pytest.mark.heavy
def test_a_huge_text_file_is_refused_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "lon.csv"
    block = as_csv(clean_rows()) * 1_000
    with path.open("wb") as stream:
        stream.write(as_csv([HEAD]))
        while stream.tell() < CSV_MEGABYTES * 1024**2:
            stream.write(block)
    told, megabytes = read(path)
    assert told.startswith("refused:")
    assert megabytes < MOST_MEGABYTES


def with_sheet(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Give a workbook with its first sheet changed by text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.endswith("sheet1.xml") else part)
    return stream.getvalue()


@pytest.mark.heavy
def test_a_million_blank_rows_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "trong.xlsx"
    blank = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(9, 9 + BLANK_ROWS))
    path.write_bytes(with_sheet(as_xlsx([HEAD, *clean_rows()]), lambda sheet: sheet.replace(b"</sheetData>", blank + b"</sheetData>")))
    told, megabytes = read(path)
    assert told == "7"
    assert megabytes < MOST_MEGABYTES


BOMBS = {
    "one part of zeros": {"xl/worksheets/sheet1.xml": 300},
    "shared texts": {"xl/sharedStrings.xml": 80},
    "many parts": {f"xl/media/{n}.bin": 1 for n in range(1_100)},
    "several parts": {f"xl/media/{n}.bin": 30 for n in range(8)},
}


@pytest.mark.parametrize("parts", BOMBS.values(), ids=BOMBS)
def test_an_archive_that_unpacks_to_far_more_is_refused(tmp_path: Path, parts: dict[str, int]) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, megabytes in parts.items():
            with archive.open(name, "w") as part:
                for _time in range(megabytes if len(parts) < 100 else 0):
                    part.write(bytes(1024**2))
    told, megabytes = read(path)
    assert told.startswith("refused:")
    assert megabytes < MOST_MEGABYTES


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "doi.xlsx"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(50 * 1024**2))
    content = bytearray(stream.getvalue())
    size = (50 * 1024**2).to_bytes(4, "little")
    path.write_bytes(bytes(content.replace(size, (1_000).to_bytes(4, "little"))))
    told, megabytes = read(path)
    assert told.startswith("refused:")
    assert megabytes < MOST_MEGABYTES
