"""The table of variables in docs/configuration.md is the code's, word for word."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from marketplace.settings.env import Environment, variable_name
from tests.architecture.sources import ROOT, relative, storey_files

ROW = re.compile(r"^\| `(?P<name>CHO_SAO_\w+)` \| (?P<default>.*?) \| (?P<explain>.*?) \|$", re.M)
TABLE = (ROOT / "docs" / "configuration.md").read_text()


def _shown(default: str) -> str:
    return f"`{default}`" if default else "–"


def test_the_table_equals_the_code():
    """Mend it with: .venv/bin/python scripts/configuration_table"""
    written = [(row["name"], row["default"], row["explain"]) for row in ROW.finditer(TABLE)]
    code = [(variable_name(item.name), _shown(item.metadata["default"]), item.metadata["explain"]) for item in fields(Environment)]
    assert written == code


def test_nothing_else_reads_the_environment():
    """Each variable is read once, in env.py; the test settings may ask where the suite keeps its files. Passing all on is no reading."""
    allowed = {"marketplace/settings/env.py", "marketplace/settings/test.py", "marketplace/wsgi.py", "marketplace/asgi.py"}
    readers = [relative(path) for path in storey_files() if re.search(r"\bos\.(environ(\[|\.get)|getenv)", path.read_text())]
    assert set(readers) - allowed == set()


@pytest.mark.parametrize("name", ["secret_key", "database_url", "base_url"])
def test_the_table_is_read_at_all(name: str):
    assert f"| `{variable_name(name)}` |" in TABLE
