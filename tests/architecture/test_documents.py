"""What the documents name exists: files, commands, options, rooms, sizes."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture.sources import ROOT, STOREYS
from tests.skips import MAY_SKIP

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "requirements" / "README.md"])
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]+)(#[^)]*)?\)")
MANAGE = re.compile(r"manage\.py ([a-z_]+)")
SCRIPT = re.compile(r"(?<![\w/.])(?:\./(?:start|test)\b|\.ci/run\b|scripts/[a-z_]+(?:\.py)?)")
PATHS = re.compile(r"`((?:catalog|cms|search|marketplace|tests|docs|templates|static|locale|scripts|requirements|bench)/[\w./-]*)`")


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "docs/architecture.md", "docs/glossary.md"])
def test_the_documents_are_there(name: str):
    assert (ROOT / name).stat().st_size > 500


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_links_lead_somewhere(page: Path):
    assert [target for target, _anchor in LINK.findall(page.read_text()) if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_commands_exist(page: Path):
    text = page.read_text()
    assert [name for name in MANAGE.findall(text) if name not in get_commands()] == []
    assert [name for name in SCRIPT.findall(text) if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_paths_exist(page: Path):
    named = {path for path in PATHS.findall(page.read_text()) if path not in MAY_SKIP}
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_readme_names_both_commands_and_they_can_be_run():
    text = (ROOT / "README.md").read_text()
    for name in ("./start", "./test"):
        assert f"```sh\n{name}\n```" in text
        assert (ROOT / name).stat().st_mode & 0o111


def test_options_of_start_exist():
    text = (ROOT / "README.md").read_text()
    command = [sys.executable, str(ROOT / "scripts" / "start.py"), "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"\./start (--[\w-]+)", text))
    assert options == {"--port", "--data", "--products", "--demo-cards"}
    assert [option for option in options if option not in shown] == []


def _rooms(storey: str) -> set[str]:
    return {path.name for path in (ROOT / storey).iterdir() if (path / "__init__.py").exists()}


@pytest.mark.parametrize("storey", [name for name in STOREYS if name != "search"])
def test_the_architecture_names_every_room(storey: str):
    text = (ROOT / "docs" / "architecture.md").read_text()
    section = re.search(rf"^### {storey}\n(.*?)(?=^##|\Z)", text, re.M | re.S)
    assert section is not None
    assert set(re.findall(r"^\| `(\w+)` \|", section[1], re.M)) == _rooms(storey)


@pytest.mark.parametrize("storey", [name for name in STOREYS if name != "search"])
def test_the_rooms_stand_in_the_order_of_the_contract(storey: str):
    """The page promises: a room stands below those listed before it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract.get("containers") == [storey]]
    text = (ROOT / "docs" / "architecture.md").read_text()
    listed = re.findall(r"^\| `(\w+)` \|", text.split(f"### {storey}\n")[1].split("\n#")[0], re.M)
    contract = [layer.strip("()") for layer in layers]
    assert listed == [name for name in contract if name in listed]


def _sizes() -> set[tuple[str, str, str, str]]:
    """Sizes in the tests: NAME = full if IS_FULL else reduced."""
    pattern = re.compile(r"^([A-Z_]+) = ([\d_]+) if IS_FULL else ([\d_]+)", re.M)
    return {
        (_id(path), name, reduced, full)
        for path in (ROOT / "tests").rglob("*.py")
        for name, full, reduced in pattern.findall(path.read_text())
    }


def test_the_table_of_heavy_tests_equals_the_tests():
    rows = re.findall(
        r"^\| `(tests/[\w./]+)` \| `([A-Z_]+)`[^|]*\| ([\d_]+) \| ([\d_]+) \|$", (ROOT / "docs" / "testing.md").read_text(), re.M
    )
    assert set(rows) == _sizes()
    assert rows


def test_the_list_of_what_may_be_skipped_equals_the_rule():
    text = (ROOT / "docs" / "testing.md").read_text()
    rows = dict(re.findall(r"^\| `(tests/[\w./]+\.py)` \| ([^|`]+) \|$", text, re.M))
    assert rows == MAY_SKIP


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "adr"
    listed = set(LINK.findall((folder / "README.md").read_text()))
    assert {target for target, _anchor in listed} == {path.name for path in folder.glob("0*.md")}


def test_the_documents_name_nothing_outside_the_project():
    """A stranger's machine has none of the folders that this one happens to have."""
    assert [_id(page) for page in PAGES if re.search(r"(?<!\w)/(work|home|root|tmp)/", page.read_text())] == []
