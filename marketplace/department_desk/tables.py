"""A list of the desk: columns, rows, filters; one shape for the page and for the sheet that it is exported to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from marketplace.accounts.permissions import Reach

Value = str | int | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value with the page it leads to; `language` is set where the words are always Vietnamese."""

    value: Value
    url: str = ""
    language: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return isinstance(self.value, int)

    @property
    def is_date(self) -> bool:
        """Whether it is written as a date."""
        return isinstance(self.value, date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the reader asks of a list; each list heeds the filters that it names."""

    today: date
    text: str = ""
    stars: str = ""
    months: int = 6
    place_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskList:
    """One list. `find` gives what lies within reach and fits the wishes; `cells` makes a page's worth of it into rows."""

    name: str
    title: Promise
    about: Promise
    columns: Sequence[Promise]
    find: Callable[[Reach, Wishes], QuerySet[Any] | list[Any]]
    cells: Callable[[Sequence[Any], date], list[list[Cell]]]
    filters: frozenset[str] = frozenset()
