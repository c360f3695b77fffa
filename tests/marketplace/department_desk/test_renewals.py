"""Cases of renewal at the desk: listed within reach, their papers at hand, closed with a reason that the maker reads."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from marketplace.accounts.models import Appointment, User
from marketplace.renewals.models import RenewalCase, RenewalPaper
from tests.factories.awards import AwardFactory
from tests.marketplace.department_desk.conftest import Desk, MakeOfficer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(desk: Desk) -> RenewalPaper:
    file = ContentFile(b"%PDF-1.7\n%%EOF\n", name="0123.pdf")
    return RenewalPaper.objects.create(
        case=desk.case, name="Đơn.pdf", file=file, media_type="application/pdf", size=15, sha256="0" * 64, received_at=clock.now()
    )


def test_cases_are_listed_by_state_within_reach_only(desk: Desk, mai: User, officer: MakeOfficer) -> None:
    address, product = reverse("desk:renewals"), desk.award.product_name
    here, there = (officer(name, Appointment.Duty.VERIFY, place) for name, place in (("thu", desk.hanoi), ("tam", desk.elsewhere)))
    assert [product in signed_in(user).get(address).content.decode() for user in (mai, here, there)] == [True, True, False]
    assert product not in signed_in(mai).get(address + "?state=closed").content.decode()
    assert product in signed_in(mai).get(address + "?state=gì-đó").content.decode()


def test_a_case_shows_its_papers_and_they_open(desk: Desk, mai: User, paper: RenewalPaper) -> None:
    client, link = signed_in(mai), reverse("renewals:paper", args=[paper.pk])
    page = client.get(reverse("desk:renewal", args=[desk.case.pk])).content.decode()
    assert "Đơn.pdf" in page
    assert f'href="{link}"' in page
    assert b"".join(client.get(link).streaming_content).startswith(b"%PDF")  # type: ignore[arg-type]  # no asynchronous one


def test_papers_of_another_place_stay_shut(desk: Desk, officer: MakeOfficer, paper: RenewalPaper) -> None:
    client = signed_in(officer("thu", Appointment.Duty.VERIFY, desk.elsewhere))
    assert client.get(reverse("renewals:paper", args=[paper.pk])).status_code == 404


def test_a_case_is_closed_once_and_with_a_reason(desk: Desk, mai: User) -> None:
    client, address = signed_in(mai), reverse("desk:renewal-close", args=[desk.case.pk])
    client.post(address, {"why": " "})
    assert RenewalCase.objects.get().state == "open"
    client.post(address, {"why": "Thiếu phiếu kiểm nghiệm"})
    client.post(address, {"why": "Lần nữa"})
    case = RenewalCase.objects.get()
    assert (case.state, case.closing_note, case.closed_by) == ("closed", "Thiếu phiếu kiểm nghiệm", mai)
    assert AuditEntry.objects.filter(action="renewals.close", actor=mai).count() == 1
    page = client.get(reverse("desk:renewal", args=[case.pk])).content.decode()
    assert "Thiếu phiếu kiểm nghiệm" in page
    assert address not in page


def test_the_overview_counts_open_cases_for_those_who_decide_them(desk: Desk, mai: User, officer: MakeOfficer) -> None:
    link = f'href="{reverse("desk:renewals")}"'
    pages = [signed_in(user).get(reverse("desk:overview")).content.decode() for user in (mai, officer("thu", Appointment.Duty.PREPARE))]
    assert [page.count(link) for page in pages] == [2, 0]


def test_a_longer_list_costs_no_more_queries(desk: Desk, mai: User) -> None:
    client, address = signed_in(mai), reverse("desk:renewals")
    client.get(address)
    with CaptureQueriesContext(connection) as short:
        client.get(address)
    for award in AwardFactory.create_batch(3):
        RenewalCase.objects.create(award=award, producer=desk.case.producer, opened_at=clock.now())
    with CaptureQueriesContext(connection) as long:
        client.get(address)
    assert len(long) == len(short)
