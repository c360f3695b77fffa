"""Who gets in: every address of the desk × every kind of person. Whoever is refused has changed nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from catalog.audit.models import AuditEntry
from catalog.certification.models import Award, AwardLink
from catalog.claims.models import Claim
from catalog.registry.models import Record, SyncRun
from marketplace.accounts.models import Appointment, User
from marketplace.department_desk.models import Target
from marketplace.department_desk.urls import urlpatterns
from marketplace.renewals.models import RenewalCase
from tests.marketplace.department_desk.conftest import Desk, MakeOfficer, signed_in

pytestmark = pytest.mark.django_db

NAMES = sorted(str(pattern.name) for pattern in urlpatterns if isinstance(pattern, URLPattern))
# Who serves in another place opens these and finds them without a row of this place (see `test_lists`, `test_runs`).
WITHOUT_OBJECT = {"overview", "targets", "runs", "run-new", "review", "lists", "list", "list-export", "complaints", "renewals"}
# What the duty to release allows even where there is no such run or refund: it is told so in words, and nothing changes.
OF_RELEASE = {
    "rule-keep", "refunds-file", "refunds-answer", "payout-answer", "payout-cancel", "payout-release", "payout-file",
}  # fmt: skip
# The whole department's: there the duty bounds, not the place.
OF_MONEY = ("payout", "refund", "bank", "settlement", "dispute", "rule", "tax-return", "cash-kept", "carrier")
TABLES = (SyncRun, Record, Award, AwardLink, Claim, Target, RenewalCase, AuditEntry)


def address(name: str, desk: Desk) -> str:
    whole = {"list": ["expiring"], "list-export": ["expiring", "csv"], "run-new": [], "payout-prepare": [], "payout-file": [1, "csv"]}
    whole |= {"bank": [], "bank-bring": [], "settlement-stage": [], "settlement-sample": []}
    whole |= {"refunds-file-again": [1]}
    whole |= {"rule-keep": ["commission"], "tax-return": ["csv"]}
    parts: dict[str, list[Any]] = {
        "run": [desk.run.pk],
        "row": [desk.doubtful.pk],
        "award": [desk.award.code],
        "claim": [desk.claim.pk],
        "bank": [1],
        "payout": [1],
        "refund": [1],
        "settlement": [1],
        "dispute": [1],
        "complaint": [1],
        "renewal": [desk.case.pk],
    }
    return reverse(f"desk:{name}", args=whole.get(name, parts.get(name.split("-")[0], [])))


def everything() -> list[Any]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def statuses(client: Client, path: str) -> set[int]:
    form = {
        "act": "accept",
        "decision": "1",
        "why": "Tôi muốn thế",
        "reason": "Tôi muốn thế",
        "measure": "new_products",
        "year": 2026,
        "at_least": 1,
    }
    return {client.get(path, follow=True).status_code, client.post(path, {**form, "source": "x", "pasted": "Tên sản phẩm"}).status_code}


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_is_led_to_the_sign_in(client: Client, desk: Desk, name: str) -> None:
    before = everything()
    path = address(name, desk)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 405 or (answer.status_code == 302 and "/login/" in answer["Location"])
    assert everything() == before


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("person", ["lan", "binh", "dung"])
def test_whoever_is_no_officer_finds_no_page(request: pytest.FixtureRequest, desk: Desk, person: str, name: str) -> None:
    client, before = signed_in(request.getfixturevalue(person)), everything()
    assert statuses(client, address(name, desk)) <= {404, 405}
    assert everything() == before


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_OBJECT and not name.startswith(OF_MONEY)])
def test_an_officer_of_another_place_finds_no_page(desk: Desk, officer: MakeOfficer, name: str) -> None:
    client, before = signed_in(officer("thu", Appointment.Duty.VERIFY, desk.elsewhere)), everything()
    # Opened, the form of a complaint leads to the list, where there is none of this place.
    assert statuses(client, address(name, desk)) <= ({200, 404} if name == "complaint-decide" else {404, 405})
    assert everything() == before


def test_an_officer_without_the_duty_sees_and_changes_nothing(desk: Desk, officer: MakeOfficer) -> None:
    client, before = signed_in(officer("thu", Appointment.Duty.RELEASE)), everything()
    for name in sorted(set(NAMES) - OF_RELEASE):
        answer = client.post(address(name, desk), {"why": "x", "act": "accept", "decision": "1"})
        assert answer.status_code in (404, 405), name
    assert [client.get(address(name, desk)).status_code for name in ("overview", "run", "row", "award")] == [200] * 4
    assert client.get(address("run-new", desk)).status_code == 404
    assert everything() == before


def test_the_buttons_are_there_only_for_whom_they_work(desk: Desk, officer: MakeOfficer, mai: User) -> None:
    buttons = [reverse("desk:run-apply", args=[desk.run.pk]), reverse("desk:row-decide", args=[desk.doubtful.pk])]
    pages = [address("run", desk), address("row", desk)]
    reader, chief = signed_in(officer("thu", Appointment.Duty.RELEASE)), signed_in(mai)
    for button, page in zip(buttons, pages, strict=True):
        assert button not in reader.get(page).content.decode()
        assert button in chief.get(page).content.decode()


# What payouts, statements and settlements there are is told by tests of their own.
@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(("payout-", "bank-", "settlement"))])
def test_no_page_is_kept_indexed_or_told_to_others(mai: User, desk: Desk, name: str) -> None:
    # What takes a form only leads to the page that has it.
    answer = signed_in(mai).get(address(name, desk), follow=True)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")


def test_crawlers_are_asked_to_stay_away(client: Client, settings: Any) -> None:
    settings.DEMO = False
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /so/\n" in text
    assert "Disallow: /en/desk/\n" in text


def test_only_officers_find_the_way_in_the_accounts_menu(mai: User, lan: User) -> None:
    way = f'href="{reverse("desk:overview")}"'
    menus = [signed_in(person).get(reverse("checkout:order-list")).content.decode() for person in (mai, lan)]
    assert [way in menu for menu in menus] == [True, False]
