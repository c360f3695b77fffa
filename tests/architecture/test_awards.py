"""Stars are never typed in: awards come into being in one place, from what a paper says."""

from __future__ import annotations

import ast

from tests.architecture.sources import relative, storey_files, tree

MAKERS = {"catalog/certification/recording.py", "catalog/certification/succession.py"}
WAYS = {"create", "acreate", "bulk_create", "abulk_create", "get_or_create", "update_or_create"}


def makes_award(node: ast.AST) -> bool:
    """Whether this is `Award(…)` or `Award.objects.create(…)` and its like, or a change of `stars` past the services."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id == "Award"
    if not isinstance(node.func, ast.Attribute):
        return False
    speaks_of_awards = "Award.objects" in ast.unparse(node.func)
    sets_stars = node.func.attr in ("update", "aupdate") and any(keyword.arg == "stars" for keyword in node.keywords)
    return speaks_of_awards and (node.func.attr in WAYS or sets_stars)


def test_awards_are_made_in_one_place_only() -> None:
    found = {relative(path) for path in storey_files() for node in ast.walk(tree(path)) if makes_award(node)}
    assert found == MAKERS
