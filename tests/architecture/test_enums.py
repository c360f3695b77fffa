"""What is looked up by a member of an enum has an answer for every member: a state added later is no server error."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

from catalog.certification.badges import AwardState
from marketplace.department_desk.lists import STATE_NAMES

STOREYS = ("catalog", "cms", "search", "marketplace")
# Started by a server or a person, not imported by a room.
NOT_ROOMS = {"migrations", "management", "settings", "asgi", "wsgi"}
# Meant for some members only, each asked with `.get`, with `in`, or after the others were dealt with.
PARTIAL = {
    "catalog.registry.reading.columns._PARTS",
    "catalog.registry.sources._PLACES",
    "search.engines.elastic._ORDER",
    "search.engines.embedded._ORDER",
    "search.engines.plain._ORDER",
    "search.engines.tantivy_facets._SEASONS",
    "search.engines.weights.TERM_FIELDS",
}


def _modules() -> Iterator[ModuleType]:
    for storey in STOREYS:
        for found in walk_packages(import_module(storey).__path__, f"{storey}."):
            if not NOT_ROOMS & set(found.name.split(".")):
                yield import_module(found.name)


def _tables(module: ModuleType) -> Iterator[tuple[str, dict[Enum, object]]]:
    """Give the tables of a module whose keys are members of one enum, and their names."""
    for name, table in vars(module).items():
        kinds = {type(key) for key in table} if isinstance(table, dict) else set()
        if len(kinds) == 1 and issubclass(kinds.pop(), Enum):
            yield f"{module.__name__}.{name}", table


def test_every_state_of_an_award_has_a_name():
    assert set(STATE_NAMES) == set(AwardState)


def test_no_table_lacks_a_member_of_its_enum():
    tables = [found for module in _modules() for found in _tables(module)]
    assert len(tables) > 20
    # An imported table is the same object under another name.
    partial = {id(table) for name, table in tables if name in PARTIAL}
    lacking = {name: set(type(next(iter(table)))) - set(table) for name, table in tables if id(table) not in partial}
    assert {name: gap for name, gap in lacking.items() if gap} == {}
