"""What the department shows a little earlier for a while, read for a day."""

from __future__ import annotations

import time
from datetime import date
from threading import Lock

from search.models import Favor
from search.queries import Favored

KEEP_SECONDS = 60


def favored_on(day: date) -> tuple[Favored, ...]:
    """Give what is favored on a day; one query."""
    rows = Favor.objects.filter(valid_from__lte=day, valid_to__gte=day).values_list("percent", "product_id", "group__code")
    return tuple(Favored(part=percent / 100, product_id=product, group=group or "") for percent, product, group in rows.order_by("pk"))


_kept: dict[date, tuple[float, tuple[Favored, ...]]] = {}
_lock = Lock()


def favored_today(day: date) -> tuple[Favored, ...]:
    """Give what `favored_on` gives, at most `KEEP_SECONDS` old in this process."""
    with _lock:
        kept = _kept.get(day)
    if kept and time.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    found = favored_on(day)
    with _lock:
        _kept.clear()  # one day is asked for at a time
        _kept[day] = (time.monotonic(), found)
    return found


def forget_favors() -> None:
    """Let the next question of this process read the table anew."""
    with _lock:
        _kept.clear()
