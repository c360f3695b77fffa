"""Questions are counted by day, without anybody's data, and never at the cost of the page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from catalog.lib import clock
from marketplace.accounts.models import Appointment, User
from search import counting
from search.counting import KEEP_DAYS, KEEP_RARE_DAYS, LEAST_SHOWN, QueryTotal, countable, prune_query_counts, top_queries, zero_queries
from search.models import QueryCount

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]
DAY = date(2026, 6, 1)


def counts() -> dict[str, tuple[int, int]]:
    return {row.folded: (row.count, row.zero) for row in QueryCount.objects.all()}


def test_a_question_is_counted_folded_and_what_found_nothing_apart(client: Client, shop: dict[str, int]) -> None:
    for text in ("Chè  lam", "che lam", "CHÈ LAM!", "zzqqxx"):
        client.get("/tim-kiem/", {"q": text})
    assert counts() == {"che lam": (3, 0), "zzqqxx": (1, 1)}
    assert QueryCount.objects.values_list("day", "language").distinct().get() == (clock.today(), "vi")


@pytest.mark.parametrize("more", [{"page": "2"}, {"stars": "4"}, {"sort": "price"}])
def test_turning_pages_ticking_and_sorting_count_nothing(client: Client, shop: dict[str, int], more: dict[str, str]) -> None:
    client.get("/tim-kiem/", {"q": "che lam", **more})
    assert counts() == {}


@pytest.mark.parametrize(
    "text",
    [
        "lan@nguoi.example", "lan ＠ nguoi.example", "lan nguoi gmail.com", "0912345678", "0912 345 678", "09-12.34(56)78 gọi tôi",
        "1 2 3 4 5 6 7 8", "０９１２３４５６７８", "٠٩١٢٣٤٥٦٧٨", "q" * 81, "\x00", "...", "chè lam " * 1_250,
    ],
)  # fmt: skip
def test_what_may_be_personal_or_is_no_question_is_dropped(client: Client, shop: dict[str, int], text: str) -> None:
    assert client.get("/tim-kiem/", {"q": text}).status_code == 200
    assert counts() == {}


def test_a_price_is_no_number_of_a_person() -> None:
    assert countable("Gốm dưới 500.000") == "gom duoi 500 000"


def test_a_table_that_fails_does_not_break_the_page(client: Client, shop: dict[str, int], caplog: pytest.LogCaptureFixture) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE marketsearch_querycount RENAME TO elsewhere")
    answer = client.get("/tim-kiem/", {"q": "che lam"})
    assert answer.status_code == 200
    assert "A question was not counted" in caplog.text


def put(folded: str, count: int, zero: int = 0, day: date = DAY, language: str = "vi") -> None:
    QueryCount.objects.create(day=day, folded=folded, language=language, count=count, zero=zero)


def test_the_department_sees_what_is_asked_most_and_what_finds_nothing() -> None:
    put("che lam", 4)
    put("che lam", 4, day=DAY + timedelta(days=1))
    put("sam ngoc linh", 6, 6)
    put("rare", LEAST_SHOWN - 1, LEAST_SHOWN - 1)
    put("tea", 9, language="en")
    put("before", 99, day=DAY - timedelta(days=1))
    days = {"since": DAY, "until": DAY + timedelta(days=1)}
    assert [one.folded for one in top_queries(**days)] == ["tea", "che lam", "sam ngoc linh"]
    assert top_queries(**days, language="vi", limit=1) == [QueryTotal(folded="che lam", language="vi", count=8, zero=0)]
    assert [one.folded for one in zero_queries(**days)] == ["sam ngoc linh"]


def test_old_days_are_forgotten_and_rare_questions_sooner() -> None:
    today = clock.today()
    put("kept", LEAST_SHOWN, day=today - timedelta(days=KEEP_DAYS))
    put("old", LEAST_SHOWN, day=today - timedelta(days=KEEP_DAYS + 1))
    put("rare kept", 1, day=today - timedelta(days=KEEP_RARE_DAYS))
    put("rare old", 1, day=today - timedelta(days=KEEP_RARE_DAYS + 1))
    assert prune_query_counts() == 2
    assert set(counts()) == {"kept", "rare kept"}


def test_two_at_once_are_two() -> None:
    counting._add(DAY, "che lam", "vi", zero=0)
    counting._add(DAY, "che lam", "vi", zero=1)
    assert counts() == {"che lam": (2, 1)}


def test_the_report_shows_it_to_those_who_publish_and_to_nobody_else(client: Client, mai: User, binh: User, dung: User) -> None:
    put("sam ngoc linh", 6, 6, day=clock.today())
    put("rare", 4, day=clock.today())
    for person in (binh, dung):
        client.force_login(person)
        assert client.get("/cms/reports/questions/").status_code in (302, 403)
    client.force_login(mai)
    page = client.get("/cms/reports/questions/").content.decode()
    assert "sam ngoc linh" in page
    assert "rare" not in page
    Appointment.objects.filter(user=mai).exclude(duty=Appointment.Duty.PREPARE).delete()
    assert "sam ngoc linh" not in client.get("/cms/reports/questions/", follow=True).content.decode()
