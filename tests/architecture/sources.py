"""The project's own Python files and the functions in them, read once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("marketplace", "search", "cms", "catalog")


@cache
def storey_files() -> tuple[Path, ...]:
    """Give every Python file of the four storeys, without migrations."""
    return tuple(path for storey in STOREYS for path in sorted((ROOT / storey).rglob("*.py")) if "migrations" not in path.parts)


def script_files() -> list[Path]:
    """Give the Python files of `scripts/`, those without an ending included."""
    return [path for path in sorted((ROOT / "scripts").iterdir()) if path.is_file() and (path.suffix == ".py" or _is_python(path))]


def _is_python(path: Path) -> bool:
    with path.open("rb") as handle:
        first = handle.readline()
    return first.startswith(b"#!") and b"python" in first


@cache
def tree(path: Path) -> ast.Module:
    """Parse one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function and method of a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines, decorators left out, docstring included."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def relative(path: Path) -> str:
    """Name a file from the project's root."""
    return path.relative_to(ROOT).as_posix()


def package_name(requirement: str) -> str:
    """Give the name in a requirement: `psycopg[binary]>=3` is psycopg."""
    return re.split(r"[\[<>=~!; ]", requirement, maxsplit=1)[0].lower()
