"""Where a test lets the process die on the way of an order: every such point is named here, and none is alive in a shop.

The points stand in the code of payments and orders as `failpoint("name")`. They do nothing unless `arm` was called, which only the
test suite's settings allow (`FAILPOINTS_ALLOWED`); production states that it is off.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from django.conf import settings

POINTS = {
    "token": "the checkout page's token is written",
    "basket": "the basket is closed",
    "order": "order and lines are written",
    "parcels": "parcels, prices and moves are written",
    "people": "recipient and consent are written",
    "reserved": "the reservation is written",
    "payment": "the payment is written",
    "taken": "the stock is taken; not committed",
    "placed": "the order is committed; nobody has been told",
    "intent-made": "the provider has an intent; its number is not written",
    "intent-written": "its number is written; no form was shown",
    "arrival": "the arrival is written",
    "posted": "it stands in the books",
    "paid": "the payment has moved",
    "kept": "the parcels have gone to their producers",
    "settled": "all of that is committed",
    "stopped": "the provider lets no money through any more; the goods are still held",
    "ended": "the goods are back; not committed",
    "refund-asked": "a refund is written down",
    "refund-made": "the provider has paid it back; not written",
    "refund-sent": "its number is written; not that it is done",
    "mail": "a mail has left; not that it has",
}
EXIT_CODE = 70
_armed = ""


def _exit() -> None:
    os._exit(EXIT_CODE)


_die: Callable[[], None] = _exit


def arm(name: str, die: Callable[[], None] = _exit) -> None:
    """Let this process die when it comes to that point, once; `die` may do less than end it.

    Raises:
        RuntimeError: these settings do not allow it, or there is no such point.
    """
    global _armed, _die
    if not getattr(settings, "FAILPOINTS_ALLOWED", False) or name not in POINTS:
        raise RuntimeError(f"No failpoint {name!r} can be armed here")
    _armed, _die = name, die


def disarm() -> None:
    """Let it live."""
    global _armed
    _armed = ""


def failpoint(name: str) -> None:
    """Die at once if a test has armed this point: no handler runs, nothing is flushed, as when the power goes."""
    if _armed and _armed == name:
        disarm()
        _die()
