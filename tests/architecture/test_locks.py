"""Lock files pin and hash everything and name no address: where packages come from is the installer's choice."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, package_name

NAMES = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "Cargo.lock", "go.sum"}
FOREIGN = {".git", ".venv", ".cache", "node_modules", "data"}


def _is_lock(name: str) -> bool:
    return name in NAMES or (name.startswith("requirements") and name.endswith(".txt"))


def _lock_files() -> list[Path]:
    """Our two locks, that of the benchmark's baseline, and any that another package manager may have left."""
    others = [path for path in ROOT.rglob("*") if _is_lock(path.name) and not FOREIGN & set(path.relative_to(ROOT).parts)]
    return [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "bench" / "requirements.txt", *others]


def _pinned(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text()
    return {found["name"].lower(): found["version"] for found in re.finditer(r"^(?P<name>[\w.-]+)==(?P<version>[^ ;\\]+)", text, re.M)}


def test_both_locks_are_there():
    assert {path.name for path in _lock_files()} >= {"run.txt", "dev.txt"}


@pytest.mark.parametrize("lock", _lock_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_lock_names_no_address(lock: Path):
    addresses = [line for line in lock.read_text().splitlines() if "://" in line or "index-url" in line.replace("--no-emit-index-url", "")]
    assert addresses == []


@pytest.mark.parametrize("name", ["requirements/run.txt", "requirements/dev.txt", "bench/requirements.txt"])
def test_every_pin_has_a_hash(name: str):
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text())
    pins = [entry for entry in entries if "==" in entry.splitlines()[0]]
    assert pins
    assert [entry.splitlines()[0] for entry in pins if "--hash=sha256:" not in entry] == []


def test_the_development_lock_holds_the_same_versions():
    run, dev = _pinned("run.txt"), _pinned("dev.txt")
    assert {name: dev.get(name) for name in run} == run


def test_the_lock_holds_every_direct_dependency():
    """A dependency added without scripts/lock would be missing on the next machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["by-name"]]
    names = {package_name(line) for line in wanted}
    assert names - set(_pinned("run.txt")) == set()
    dev = {package_name(line) for line in project["dependency-groups"]["dev"]}
    assert dev - set(_pinned("dev.txt")) == set()
