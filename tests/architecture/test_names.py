"""Rules that no linter of ours knows: what a file may be called and which of Oscar's ways are closed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import functions, relative, storey_files, tree

CLOSED = {"get_class", "get_classes", "get_model", "get_api_class", "get_api_classes"}
VAGUE = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}


def _called_names(path: Path) -> set[str]:
    """Names called or imported; `apps.get_model` counts as well."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Call):
            names.add(node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""))
    return names


def _is_fork(path: Path) -> bool:
    return "forks" in path.parts


def test_nothing_is_loaded_by_name_at_run_time():
    assert [relative(path) for path in storey_files() if _called_names(path) & CLOSED] == []


def test_no_module_is_named_for_nothing():
    """A fork bears Oscar's module name, whatever it is: that is how Oscar finds it."""
    assert [relative(path) for path in storey_files() if path.name in VAGUE and not _is_fork(path)] == []


def test_only_forks_and_the_settings_import_oscar():
    """import-linter proves it too; this one also sees imports inside functions and strings of importlib."""
    allowed = {"marketplace/settings/base.py"}
    guilty = [
        relative(path)
        for path in storey_files()
        if not _is_fork(path) and relative(path) not in allowed and any(_imports_oscar(node) for node in ast.walk(tree(path)))
    ]
    assert guilty == []


def _imports_oscar(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")[0] == "oscar"
    if isinstance(node, ast.Import):
        return any(alias.name.split(".")[0] == "oscar" for alias in node.names)
    return isinstance(node, ast.Call) and any(isinstance(a, ast.Constant) and str(a.value).startswith("oscar.") for a in node.args)


def test_a_fork_adds_no_field():
    """A fork changes rules: a field in it would need a migration inside Oscar's own app."""
    guilty = [
        f"{relative(path)}:{node.lineno}"
        for path in storey_files()
        if _is_fork(path)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr.endswith(("Field", "ForeignKey"))
    ]
    assert guilty == []


@pytest.mark.parametrize("kind", ["function", "class"])
def test_every_public_name_explains_itself(kind: str):
    """Public functions of a module and public classes carry a docstring; methods that Django calls need none."""
    missing = []
    for path in storey_files():
        nodes = tree(path).body
        wanted = (ast.FunctionDef, ast.AsyncFunctionDef) if kind == "function" else (ast.ClassDef,)
        missing += [
            f"{relative(path)}:{node.lineno} {node.name}"
            for node in nodes
            if isinstance(node, wanted) and not node.name.startswith("_") and ast.get_docstring(node) is None
        ]
    assert missing == []


def test_every_module_explains_itself():
    """A module with code says in its first line what it is for."""
    assert [relative(path) for path in storey_files() if tree(path).body and ast.get_docstring(tree(path)) is None] == []


def test_the_reader_of_functions_sees_them():
    """The control of this room: a reader that sees nothing would pass everything."""
    assert any(node.name == "readyz" for path in storey_files() for node in functions(path))
