"""What the shop stands on: each direct dependency is explained, and nothing imported at run time is GPL or AGPL."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, files, metadata

import pytest

from tests.architecture.sources import ROOT, package_name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DIRECT = [package_name(line) for line in (*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["by-name"])]
LOCKED = re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "run.txt").read_text(), re.M)
# LGPL may be used unmodified (psycopg); GPL and AGPL may not be imported at run time.
FORBIDDEN = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|GNU (Affero )?General Public", re.I)


def _licence(name: str) -> str:
    about = metadata(name)
    classifiers = " ".join(line for line in about.get_all("Classifier", []) if line.startswith("License"))
    return about.get("License-Expression") or classifiers or (about.get("License") or "").strip()[:80] or _licence_file(name)


def _licence_file(name: str) -> str:
    """Give the licence's text as it came with the package, for those whose metadata say nothing."""
    return "\n".join(file.read_text() for file in files(name) or [] if file.name.upper().startswith("LICEN"))


def _installed() -> list[str]:
    """Packages of the lock that this system needs: a few are for Windows only."""
    names = []
    for name in LOCKED:
        try:
            metadata(name)
        except PackageNotFoundError:
            continue
        names.append(name)
    return names


def test_most_of_the_lock_is_installed():
    assert len(_installed()) > 0.9 * len(LOCKED)


@pytest.mark.parametrize(
    "text", ["GPL-3.0-only", "AGPL-3.0", "GNU General Public License v3", "License :: GNU Affero General Public License"]
)
def test_the_rule_knows_a_forbidden_licence(text: str):
    assert FORBIDDEN.search(text)


@pytest.mark.parametrize("text", ["LGPL-3.0-only", "GNU Lesser General Public License v3 (LGPLv3)", "MIT", "MPL-2.0"])
def test_the_rule_lets_the_others_pass(text: str):
    assert not FORBIDDEN.search(text)


def test_nothing_at_run_time_is_gpl():
    assert {name: licence for name in _installed() if FORBIDDEN.search(licence := _licence(name))} == {}


def test_every_package_states_a_licence():
    assert [name for name in _installed() if not _licence(name)] == []


def test_every_direct_dependency_is_explained():
    table = (ROOT / "docs" / "dependencies.md").read_text()
    explained = set(re.findall(r"^\| `([\w.-]+)` \|", table, re.M))
    wanted = {*DIRECT, *(package_name(line) for line in PROJECT["dependency-groups"]["dev"])}
    assert explained == wanted
