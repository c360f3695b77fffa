"""Dates are Vietnam's, months are clamped."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from catalog.lib import clock


def test_today_is_vietnams_date_whatever_the_servers_zone() -> None:
    with time_machine.travel(datetime(2026, 3, 1, 17, 0, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 3, 2)
    with time_machine.travel(datetime(2026, 3, 1, 16, 59, 59, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2022, 1, 5), 36, date(2025, 1, 5)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
    ],
)
def test_months_are_added_and_clamped_to_the_months_end(start: date, months: int, end: date) -> None:
    assert clock.add_months(start, months) == end


def test_seconds_to_midnight_end_with_the_vietnamese_day() -> None:
    assert clock.seconds_to_midnight(datetime(2026, 3, 1, 16, 59, 50, tzinfo=UTC)) == 10
