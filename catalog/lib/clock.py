"""Time as the shop sees it: Vietnam's, whatever the zone of server or reader."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Give the present moment, aware, in Vietnam's zone."""
    return datetime.now(tz=VIETNAM)


def today() -> date:
    """Give the present date in Vietnam."""
    return now().date()


def start_of(day: date) -> datetime:
    """Give the midnight in Vietnam at which a day begins."""
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def next_midnight(moment: datetime | None = None) -> datetime:
    """Give the start of the next Vietnamese day after `moment` (now unless given)."""
    here = (moment or now()).astimezone(VIETNAM)
    return start_of(here.date() + timedelta(days=1))


def seconds_to_midnight(moment: datetime | None = None) -> int:
    """Give the whole seconds until the next Vietnamese midnight: no badge may be cached for longer."""
    return max(0, int((next_midnight(moment) - (moment or now())).total_seconds()))


def add_months(day: date, months: int) -> date:
    """Give the same day `months` later, clamped to the month's end (31/01 + 1 month = 28/02)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
