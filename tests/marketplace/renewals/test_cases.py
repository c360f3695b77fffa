"""A case of renewal gathers papers, and a new award closes it."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from catalog.audit.models import AuditEntry
from catalog.certification.models import Award
from catalog.certification.services import Recognized, record_award, withdraw_award
from catalog.lib import clock
from catalog.producers.models import Producer
from marketplace.accounts.models import Appointment, Membership, User
from marketplace.renewals.errors import UnableToCloseCase
from marketplace.renewals.links import renewal_link
from marketplace.renewals.models import RenewalCase, RenewalPaper
from marketplace.renewals.selectors import cases_for_officer, get_case_for
from marketplace.renewals.services import close_case, settle_cases
from tests.cast import make_person
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.producers import PlaceFactory, ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
A_DAY = datetime(2026, 11, 2, 9, tzinfo=clock.VIETNAM)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(name: str = "don.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def picture(form: str = "PNG", color: str = "#d8971a") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(stream, form)
    return SimpleUploadedFile(f"anh.{form.lower()}", stream.getvalue())


@pytest.fixture
def producer(binh: User) -> Producer:
    """Bình's cooperative."""
    return Membership.objects.get(user=binh).producer


@pytest.fixture
def award(producer: Producer) -> Award:
    """Stars of a product of Bình's, which end in two months."""
    decision = DecisionFactory.create(signed_on=clock.add_months(clock.today(), -34))
    made: Award = AwardFactory.create(decision=decision, product_name="Chè lam")
    link(made, ListingFactory.create(seller=producer))
    return made


def page_of(award: Award) -> str:
    return f"/sao-cua-toi/{award.code}/"


def file(client: Client, path: str, *uploads: SimpleUploadedFile) -> Any:
    return client.post(path, {"papers": list(uploads)}, follow=True)


def renew(award: Award, stars: int = 5) -> Award:
    recognized = Recognized(product_name=award.product_name, maker_name=award.maker_name, stars=stars)
    return record_award(decision=DecisionFactory.create(signed_on=clock.today()), recognized=recognized, officer=None)


def test_a_member_files_papers_and_the_award_says_so(client: Client, binh: User, award: Award) -> None:
    client.force_login(binh)
    answer = file(client, page_of(award), pdf(), picture(), picture("JPEG", "#2c6a3f"))
    assert "Hồ sơ của bạn đã đến nơi" in answer.content.decode()
    case, award = RenewalCase.objects.get(), Award.objects.get()
    assert (case.award, case.opened_by, case.papers.count()) == (award, binh, 3)
    assert award.reevaluation_filed_on == clock.today()
    assert {"renewals.open", "renewals.add-papers", "certification.file-reevaluation"} <= set(
        AuditEntry.objects.filter(actor=binh).values_list("action", flat=True)
    )
    assert "don.pdf" in client.get(page_of(award)).content.decode()


def test_the_link_of_the_mail_needs_no_account_and_shows_no_paper(client: Client, producer: Producer, award: Award) -> None:
    path = renewal_link(award, producer, "vi")
    answer = file(client, path, pdf())
    assert answer.status_code == 200
    case = RenewalCase.objects.get()
    assert (case.producer, case.opened_by) == (producer, None)
    page = client.get(path)
    assert page["Referrer-Policy"] == "same-origin"
    assert "/giay-to/" not in page.content.decode()
    assert client.get(f"/sao-cua-toi/giay-to/{case.papers.get().pk}/").status_code == 302


@pytest.mark.parametrize("change", ["signature", "producer", "award"])
def test_a_forged_link_opens_nothing(client: Client, producer: Producer, award: Award, dung: User, change: str) -> None:
    good = renewal_link(award, producer, "vi").strip("/").split("/")
    if change == "signature":
        good[-1] = "x" * len(good[-1])
    elif change == "producer":
        good[-2] = str(Membership.objects.get(user=dung).producer_id)
    else:
        good[1] = AwardFactory.create().code
    assert file(client, f"/{'/'.join(good)}/", pdf()).status_code == 404
    assert (RenewalCase.objects.count(), RenewalPaper.objects.count()) == (0, 0)


def test_a_stranger_and_a_packer_change_nothing(client: Client, dung: User, award: Award, producer: Producer) -> None:
    client.force_login(dung)
    assert client.get(page_of(award)).status_code == 404
    assert file(client, page_of(award), pdf()).status_code == 404
    Membership.objects.create(user=dung, producer=producer, role=Membership.Role.PACKER)
    assert file(client, page_of(award), pdf()).status_code == 404
    award.refresh_from_db()
    assert (RenewalCase.objects.count(), award.reevaluation_filed_on) == (0, None)


def test_more_papers_go_into_the_open_case_and_the_same_one_only_once(client: Client, binh: User, award: Award) -> None:
    client.force_login(binh)
    file(client, page_of(award), pdf())
    file(client, page_of(award), pdf("lai.pdf"), pdf("khac.pdf", PDF + b"2"))
    assert [paper.name for paper in RenewalCase.objects.get().papers.all()] == ["don.pdf", "khac.pdf"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("don.pdf", b"MZ\x90\x00"),
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("trang.html", b"<html><script>1</script></html>"),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50),
        ("to.pdf", PDF + b"0" * (8 * 1024 * 1024)),
    ],
)
def test_what_is_no_paper_is_refused_and_opens_no_case(client: Client, binh: User, award: Award, name: str, data: bytes) -> None:
    client.force_login(binh)
    assert file(client, page_of(award), SimpleUploadedFile(name, data)).status_code == 400
    award.refresh_from_db()
    assert (RenewalCase.objects.count(), award.reevaluation_filed_on) == (0, None)


def test_nothing_chosen_and_too_many_are_refused(client: Client, binh: User, award: Award) -> None:
    client.force_login(binh)
    assert client.post(page_of(award), {}).status_code == 400
    assert file(client, page_of(award), *(pdf(f"{n}.pdf", PDF + bytes([n])) for n in range(21))).status_code == 400
    assert RenewalCase.objects.count() == 0


def test_papers_go_to_members_and_officers_in_reach_alone(client: Client, binh: User, dung: User, mai: User, award: Award) -> None:
    client.force_login(binh)
    file(client, page_of(award), pdf())
    path = f"/sao-cua-toi/giay-to/{RenewalPaper.objects.get().pk}/"
    answer = client.get(path)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[arg-type]  # no asynchronous one
    assert (answer["Content-Disposition"].split(";")[0], answer["X-Content-Type-Options"]) == ("attachment", "nosniff")
    assert "no-store" in answer["Cache-Control"]
    client.force_login(mai)
    assert b"".join(client.get(path).streaming_content) == PDF  # type: ignore[arg-type]
    far = make_person("xa")
    Appointment.objects.create(user=far, duty=Appointment.Duty.VERIFY, place=PlaceFactory.create())
    for stranger in (dung, far):
        client.force_login(stranger)
        assert client.get(path).status_code == 404


def test_a_new_award_closes_the_case_with_its_outcome(client: Client, binh: User, mai: User, award: Award) -> None:
    client.force_login(binh)
    file(client, page_of(award), pdf())
    new = renew(award)
    case = RenewalCase.objects.get()
    assert (case.state, case.outcome_award) == (RenewalCase.State.RENEWED, new)
    assert AuditEntry.objects.filter(action="renewals.renew").count() == 1
    withdraw_award(award=new, reason="Nhập nhầm", officer=mai)
    settle_cases()
    case.refresh_from_db()
    assert (case.state, case.outcome_award, case.closed_at) == (RenewalCase.State.OPEN, None, None)


def test_an_award_without_a_listing_is_settled_by_the_clock(award: Award, producer: Producer) -> None:
    RenewalCase.objects.create(award=award, producer=producer, opened_at=clock.now())
    award.links.all().delete()
    renew(award)
    assert RenewalCase.objects.get().state == RenewalCase.State.OPEN
    assert (settle_cases(), settle_cases()) == (1, 0)


def test_an_officer_closes_a_case_with_a_reason_and_the_note_on_the_award_goes(mai: User, client: Client, binh: User, award: Award) -> None:
    client.force_login(binh)
    file(client, page_of(award), pdf())
    case = RenewalCase.objects.get()
    for note, officer in ((" ", mai), ("Thiếu giấy", binh)):
        with pytest.raises(UnableToCloseCase):
            close_case(case=case, note=note, officer=officer)
    case.refresh_from_db()
    assert case.state == RenewalCase.State.OPEN
    close_case(case=case, note="Thiếu phiếu kiểm nghiệm", officer=mai)
    award.refresh_from_db()
    assert award.reevaluation_filed_on is None
    assert AuditEntry.objects.filter(actor=mai, action="renewals.close").count() == 1
    with pytest.raises(UnableToCloseCase):
        close_case(case=case, note="Lần nữa", officer=mai)
    assert "Thiếu phiếu kiểm nghiệm" in client.get(page_of(award)).content.decode()


def test_officers_see_the_cases_of_their_reach(mai: User, client: Client, binh: User, award: Award, producer: Producer) -> None:
    client.force_login(binh)
    file(client, page_of(award), pdf())
    rows = cases_for_officer(mai)
    assert [(row.code, row.papers, row.producer_id) for row in rows] == [(award.code, 1, producer.pk)]
    far = make_person("xa")
    Appointment.objects.create(user=far, duty=Appointment.Duty.VERIFY, place=PlaceFactory.create())
    assert cases_for_officer(far) == []
    assert get_case_for(mai, rows[0].id).award == award
    with pytest.raises(RenewalCase.DoesNotExist):
        get_case_for(far, rows[0].id)


def test_a_revoked_award_takes_no_papers(client: Client, binh: User, award: Award) -> None:
    client.force_login(binh)
    Award.objects.update(revoked_on=clock.today(), revocation_decision="7/QĐ", revocation_reason="Sai")
    assert file(client, page_of(award), pdf()).status_code == 400
    assert RenewalCase.objects.count() == 0


def test_members_see_their_own_awards_and_how_long_they_last(client: Client, binh: User, award: Award) -> None:
    other = AwardFactory.create(product_name="Của người khác")
    link(other, ListingFactory.create(seller=ProducerFactory.create()))
    client.force_login(binh)
    page = client.get("/sao-cua-toi/").content.decode()
    days = (award.lapses_on - timedelta(days=1) - clock.today()).days
    assert f"Còn {days} ngày" in page
    assert "Của người khác" not in page
    assert client.get("/en/my-stars/").status_code == 200


def test_a_guest_is_asked_to_sign_in(client: Client, award: Award) -> None:
    for path in ("/sao-cua-toi/", page_of(award)):
        assert client.get(path).status_code == 302


WRONG: list[dict[str, Any]] = [
    {"state": "renewed", "closed_at": A_DAY},
    {"state": "closed", "closed_at": A_DAY},
    {"state": "closed", "closing_note": "x"},
    {"state": "open", "closed_at": A_DAY},
    {"state": "lost", "closed_at": A_DAY},
]


@pytest.mark.parametrize("fields", WRONG, ids=str)
def test_an_impossible_case_is_refused(award: Award, producer: Producer, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RenewalCase.objects.create(award=award, producer=producer, opened_at=clock.now(), **fields)


def test_an_award_has_one_open_case(award: Award, producer: Producer) -> None:
    RenewalCase.objects.create(award=award, producer=producer, opened_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        RenewalCase.objects.create(award=award, producer=producer, opened_at=clock.now())
