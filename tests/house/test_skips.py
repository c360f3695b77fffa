"""The rule about skipped tests, tried on a small suite of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.skips import MAY_SKIP

ROOT = Path(__file__).resolve().parents[2]
SKIPS = "import pytest\n\ndef test_passes(): pass\n\n@pytest.mark.skip(reason='no server')\ndef test_skipped(): pass\n"
SKIPS_WHOLE = "import pytest\npytest.skip('no engine', allow_module_level=True)\n"


def _run(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text("[pytest]\n")
    plugins = ("tests.skips", "no:django", "no:randomly", "no:cacheprovider")
    options = [part for name in plugins for part in ("-p", name)]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    command = [sys.executable, "-m", "pytest", *options, "--rootdir", str(folder)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("text", [SKIPS, SKIPS_WHOLE], ids=["one test", "a whole file"])
def test_a_skip_fails_where_nothing_may_be_skipped(tmp_path: Path, text: str):
    (tmp_path / "test_one.py").write_text(text)
    result = _run(tmp_path, "true")
    assert result.returncode != 0
    assert "nothing may be skipped" in result.stdout


def test_a_skip_passes_on_a_desk(tmp_path: Path):
    (tmp_path / "test_one.py").write_text(SKIPS)
    assert _run(tmp_path, "").returncode == 0


def test_a_named_file_may_skip_and_is_printed(tmp_path: Path):
    path = tmp_path / next(iter(MAY_SKIP))
    path.parent.mkdir(parents=True)
    path.write_text(SKIPS)
    result = _run(tmp_path, "true")
    assert result.returncode == 0
    assert f"{next(iter(MAY_SKIP))}: {MAY_SKIP[next(iter(MAY_SKIP))]} (skipped in this run)" in result.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path):
    (tmp_path / "test_one.py").write_text("import pytest\n\n@pytest.mark.xfail\ndef test_known(): assert False\n")
    assert _run(tmp_path, "true").returncode == 0
