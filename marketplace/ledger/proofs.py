"""Prove that the books hold all that happened: the rooms above tell what must stand there, the books are asked for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from django.db.models import Sum

from catalog.lib.money import DONG
from marketplace.ledger.models import Entry, Journal


@dataclass(frozen=True, slots=True)
class Expected:
    """A journal that must stand in the books, with what it must add to some accounts together, in minor units of a currency."""

    key: str
    amount: int
    accounts: tuple[str, ...]
    currency: str = DONG


class History(Protocol):
    """What happened in a room above that moved money."""

    def __call__(self) -> Iterable[Expected]:
        """Give every journal that must have been posted."""
        ...


_HISTORIES: list[History] = []


def join_history(history: History) -> None:
    """Let a room above tell what happened in it; joined in `marketplace/apps.py`."""
    if history not in _HISTORIES:
        _HISTORIES.append(history)


@dataclass(frozen=True, slots=True)
class Gap:
    """A journal that is missing, or holds another amount than what happened."""

    expected: Expected
    found: int | None

    def __str__(self) -> str:
        if self.found is None:
            return f"{self.expected.key}: not posted ({self.expected.amount})"
        return f"{self.expected.key}: {self.found} on {' + '.join(self.expected.accounts)}, should be {self.expected.amount}"


def gaps() -> Iterator[Gap]:
    """Compare the books with all that happened, and name each journal that is missing or differs."""
    for history in _HISTORIES:
        rest = iter(history())
        while part := list(islice(rest, 400)):
            yield from _gaps_in(part)


def _gaps_in(part: list[Expected]) -> Iterator[Gap]:
    keys = [expected.key for expected in part]
    posted = set(Journal.objects.filter(key__in=keys).values_list("key", flat=True))
    rows = Entry.objects.filter(journal__key__in=keys).values_list("journal__key", "account", "currency").annotate(Sum("amount"))
    sums = {(key, account, currency): int(total) for key, account, currency, total in rows.order_by()}
    for expected in part:
        total = sum(sums.get((expected.key, account, expected.currency), 0) for account in expected.accounts)
        found = total if expected.key in posted else None
        if found != expected.amount:
            yield Gap(expected, found)
