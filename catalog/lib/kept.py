"""What laws and releases change is asked for at every order: kept in this process for a minute."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches

# A rate begins tomorrow at the earliest, and its key names the day: a minute only bounds what somebody mends by hand.
KEEP_SECONDS = 60
Value = TypeVar("Value")


def kept(key: str, read: Callable[[], Value]) -> Value:
    """Give what `read` gave for `key` within the last minute; each caller gets a copy of its own.

    Only for what no visitor and no officer can change for the day that the key names: nothing tells other processes of a change.
    """
    return cast(Value, caches["local"].get_or_set(key, read, KEEP_SECONDS))


def forget_kept() -> None:
    """Let this process read everything anew."""
    caches["local"].clear()
