"""The terms of a complaint: until when it may be filed, until when it must be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.lib import clock
from marketplace.complaints.models import ComplaintTerm
from marketplace.orders.models import Parcel

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`from_day` to `last_day`, both included: the days on which a complaint about a parcel may be filed."""

    from_day: date
    last_day: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.from_day <= day <= self.last_day


def _term_on(day: date) -> ComplaintTerm:
    return ComplaintTerm.objects.filter(valid_from__lte=day).order_by("-valid_from")[0]


def filing_term(parcel: Parcel) -> Term | None:
    """Give the days on which the buyer may complain: from delivery on, or once the promised day has passed; else none."""
    start = _start(parcel)
    if start is None:
        return None
    return Term(from_day=start, last_day=start + timedelta(days=_term_on(start).days_to_file))


def _start(parcel: Parcel) -> date | None:
    if parcel.state == Parcel.State.SENT:
        return parcel.latest_on + timedelta(days=1)
    if parcel.state != Parcel.State.DELIVERED:
        return None
    moved = parcel.moves.filter(after=Parcel.State.DELIVERED).first()
    return moved.at.astimezone(clock.VIETNAM).date() if moved else parcel.latest_on


def answer_day(filed_at: datetime) -> date:
    """Give the last day to answer: seven working days from the day it was received (Law 19/2023/QH15, art. 57.2).

    Saturdays and Sundays do not count. Public holidays do: an answer that comes sooner harms nobody.
    """
    day = filed_at.astimezone(clock.VIETNAM).date()
    left = _term_on(day).working_days_to_answer
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day
