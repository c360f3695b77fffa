"""The shop's own tables of places: provinces, Hanoi's units and craft villages, as committed files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


def read_table(name: str) -> dict[str, Any]:
    """Read `provinces`, `hanoi` or `villages`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
