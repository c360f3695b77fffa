"""Every command of the image runs, by hand, on an unwritable copy of what a build would see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import sqlite_template

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.heavy
def test_the_commands_of_the_image_run():
    command = [sys.executable, "scripts/run_image_commands", "--database", str(sqlite_template())]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    for line in ("health check", "the home page answers 200", "/readyz answers 200", "all stopped when asked"):
        assert f"ok         {line}" in result.stdout
