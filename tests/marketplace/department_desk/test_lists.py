"""The desk's lists: filters, reach, pages, and sheets that hold neither formulas nor where a household lives."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from catalog.audit.models import AuditEntry
from catalog.certification.reevaluations import file_reevaluation
from catalog.lib import clock
from catalog.lib.clock import add_months
from catalog.places.models import Place
from marketplace.accounts.models import Appointment, User
from marketplace.department_desk.lists import LISTS
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory
from tests.marketplace.department_desk.conftest import Desk, MakeOfficer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(mai: User) -> Client:
    return signed_in(mai)


def shown(client: Client, name: str, query: str = "") -> str:
    return client.get(reverse("desk:list", args=[name]) + query).content.decode()


def sheet(client: Client, name: str, query: str = "") -> list[list[str]]:
    answer = client.get(reverse("desk:list-export", args=[name, "csv"]) + query)
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_list_has_a_page_and_sheets(chief: Client, desk: Desk, name: str) -> None:
    assert chief.get(reverse("desk:list", args=[name])).status_code == 200
    assert sheet(chief, name)[0] == [str(column) for column in LISTS[name].columns]
    book = load_workbook(io.BytesIO(chief.get(reverse("desk:list-export", args=[name, "xlsx"])).content))
    assert [cell.value for cell in book.worksheets[0][1]] == [str(column) for column in LISTS[name].columns]


def test_an_award_whose_new_evaluation_was_asked_for_is_shown_everywhere(chief: Client, desk: Desk) -> None:
    award = file_reevaluation(award=desk.award, on=clock.today(), actor=None)
    for address in (reverse("desk:award", args=[award.code]), reverse("desk:renewal", args=[desk.case.pk])):
        assert "đã nộp hồ sơ đánh giá lại" in chief.get(address).content.decode()
    for name in ("all", "in-force"):
        assert "đã nộp hồ sơ đánh giá lại" in shown(chief, name)
        assert any("đã nộp hồ sơ đánh giá lại" in cell for row in sheet(chief, name) for cell in row)


@pytest.mark.parametrize("path", ["/so/danh-sach/khong-co/", "/so/danh-sach/expiring/tai/pdf/", "/so/danh-sach/khong-co/tai/csv/"])
def test_an_unknown_list_or_form_is_no_page(chief: Client, path: str) -> None:
    assert chief.get(path).status_code == 404


def test_the_months_the_stars_the_words_and_the_place_filter(chief: Client, desk: Desk) -> None:
    today = clock.today()
    soon = AwardFactory.create(product_name="Miến sắp hết", stars=3, lapses_on=add_months(today, 1), place=desk.hanoi)
    later = AwardFactory.create(product_name="Chả xa hơn", stars=5, lapses_on=add_months(today, 5), place=desk.elsewhere)
    queries = {
        "?months=6": "ab",
        "?months=1": "a",
        "?months=6&stars=5": "b",
        "?q=miến": "a",
        f"?place={desk.elsewhere.pk}": "b",
        "?months=9": "ab",
    }
    for query, expected in queries.items():
        page = shown(chief, "expiring", query)
        found = "".join(letter for letter, award in (("a", soon), ("b", later)) if award.product_name in page)
        assert found == expected, query


def test_odd_filters_are_as_none(chief: Client, desk: Desk) -> None:
    assert desk.award.product_name in shown(chief, "all", "?stars=9&place=abc&months=x&page=zz&q=")


def test_a_long_list_has_pages_and_its_sheet_all_rows(chief: Client, desk: Desk) -> None:
    decision = DecisionFactory.create()
    for _ in range(55):
        AwardFactory.create(decision=decision)
    assert "Trang 2 trên 2" in " ".join(shown(chief, "all", "?page=2").split())
    assert len(sheet(chief, "all")) == 1 + 56


def test_a_sheet_tells_no_address_and_starts_no_formula(chief: Client, desk: Desk) -> None:
    AwardFactory.create(product_name="=HYPERLINK(1)", maker_name="+84912345678", address="Thôn Bí Mật", place=desk.hanoi)
    cells = [cell for row in sheet(chief, "all") for cell in row]
    assert not any("Bí Mật" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert "'=HYPERLINK(1)" in cells


def test_taking_a_list_along_is_noted(chief: Client, desk: Desk, mai: User) -> None:
    sheet(chief, "expiring")
    assert AuditEntry.objects.filter(actor=mai, action="desk.export").values_list("after", flat=True)[0] == {
        "list": "expiring",
        "form": "csv",
    }


@pytest.mark.parametrize("name", ["in-force", "all", "places", "decisions"])
def test_an_officer_of_another_place_sees_and_takes_nothing_of_this_one(desk: Desk, officer: MakeOfficer, name: str) -> None:
    client = signed_in(officer("thu", Appointment.Duty.VERIFY, desk.elsewhere))
    assert len(sheet(client, name)) == 1
    assert desk.award.product_name not in shown(client, name)
    own = signed_in(officer("tam", Appointment.Duty.VERIFY, desk.hanoi))
    assert len(sheet(own, name)) == 2


def test_a_province_reaches_its_communes(desk: Desk, officer: MakeOfficer) -> None:
    commune = PlaceFactory.create(name="Thạch Thất", kind=Place.Kind.COMMUNE, parent=desk.hanoi)
    AwardFactory.create(product_name="Chè lam của xã", place=commune)
    page = shown(signed_in(officer("tam", Appointment.Duty.VERIFY, desk.hanoi)), "in-force")
    assert "Chè lam của xã" in page
    assert "Thạch Thất, Hà Nội" in page


def test_what_lapsed_is_listed_with_the_listing_that_still_sells(chief: Client, desk: Desk) -> None:
    old = AwardFactory.create(starts_on=date(2020, 1, 1), product_name="Tương đã hết hạn")
    link(old, ListingFactory.create(title="Tương còn bán"))
    page = shown(chief, "lapsed")
    assert "Tương đã hết hạn" in page
    assert "Tương còn bán" in page


def test_places_and_decisions_are_counted(chief: Client, desk: Desk) -> None:
    AwardFactory.create(place=desk.hanoi, decision=desk.award.decision)
    places, decisions = sheet(chief, "places"), sheet(chief, "decisions")
    assert next(row for row in places if "Hà Nội" in row)[1:] == ["2", "0", "2"]
    assert next(row for row in decisions if desk.award.decision.number in row)[3] == "2"


def test_lists_ask_the_database_a_few_times_however_long_they_are(chief: Client, desk: Desk, django_assert_max_num_queries) -> None:
    for _ in range(20):
        AwardFactory.create(place=PlaceFactory.create())
    with django_assert_max_num_queries(20):
        shown(chief, "all")
