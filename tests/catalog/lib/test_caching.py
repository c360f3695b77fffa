"""No answer may be kept past the Vietnamese midnight."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from catalog.lib.caching import keep_within_day, limited_to_day, with_etag
from catalog.lib.clock import VIETNAM

EVENING = datetime(2026, 11, 24, 23, 59, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("header", "limited"),
    [
        ("public, max-age=300", "public, max-age=60"),
        ("public, max-age=30", "public, max-age=30"),
        ("max-age=10, s-maxage=3600, stale-while-revalidate=600", "max-age=10, s-maxage=60, stale-while-revalidate=0"),
        (
            "public, max-age=20, stale-while-revalidate=600, stale-if-error=9",
            "public, max-age=20, stale-while-revalidate=40, stale-if-error=9",
        ),
        ("public, max-age=31536000, immutable", "public, max-age=31536000, immutable"),
        ("no-store, max-age=0", "no-store, max-age=0"),
        ("max-age=soon", "max-age=0"),
    ],
)
def test_no_time_in_the_header_ends_after_midnight(header: str, limited: str) -> None:
    assert limited_to_day(header, 60) == limited


_number = st.integers(0, 10**9)


@given(fresh=_number, shared=_number, stale=_number, remaining=st.integers(0, 86_400))
def test_freshness_and_staleness_together_end_by_midnight(fresh: int, shared: int, stale: int, remaining: int) -> None:
    header = limited_to_day(f"public, max-age={fresh}, s-maxage={shared}, stale-while-revalidate={stale}", remaining)
    seconds = {name: int(value) for name, value in re.findall(r"([a-z-]+)=(\d+)", header)}
    assert max(seconds["max-age"], seconds["s-maxage"]) + seconds["stale-while-revalidate"] <= remaining


def test_an_answer_that_says_nothing_is_asked_for_anew() -> None:
    with time_machine.travel(EVENING, tick=False):
        assert keep_within_day(HttpResponse("x"), EVENING)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(("seconds", "age"), [(0, 60), (59, 1), (60, 0), (75, 0)])
def test_a_page_that_took_until_midnight_is_kept_for_no_second(seconds: int, age: int) -> None:
    """Its day was read before midnight, its answer leaves after: the day of the request counts, not that of the answer."""
    response = HttpResponse("x", headers={"Cache-Control": "public, max-age=300", "Expires": "Wed, 01 Jan 2031 00:00:00 GMT"})
    with time_machine.travel(EVENING + timedelta(seconds=seconds), tick=False):
        keep_within_day(response, EVENING)
    assert response["Cache-Control"] == f"public, max-age={age}"
    assert "Expires" not in response


def test_whoever_has_the_content_gets_304_until_it_changes() -> None:
    first = with_etag(RequestFactory().get("/"), HttpResponse("5 sao"))
    again = RequestFactory().get("/", headers={"If-None-Match": first["ETag"]})
    assert with_etag(again, HttpResponse("5 sao")).status_code == 304
    assert with_etag(again, HttpResponse("0 sao")).status_code == 200
