"""Count the changes that make kept pages old."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from marketplace.caching.models import PageGeneration

_KEPT_ROWS = 50


def present_generation() -> int:
    """Give the number that pages are kept under now; one query by the primary key."""
    return PageGeneration.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def forget_pages(**kwargs: Any) -> None:
    """Make all kept pages old as soon as the change that is under way is committed; a receiver of any signal.

    A row of its own after the commit, not a counter inside: thousands of awards in one transaction must not lock what orders wait for.
    """
    transaction.on_commit(_next_generation, robust=True)


def _next_generation() -> None:
    number = PageGeneration.objects.create().pk
    if number % _KEPT_ROWS == 0:
        PageGeneration.objects.filter(pk__lt=number).delete()
