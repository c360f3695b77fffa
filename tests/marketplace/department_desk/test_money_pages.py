"""Refunds and complaints at the desk: seen and decided by those whose duty it is, and by nobody else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.lib import clock
from catalog.places.models import Place
from catalog.producers.models import ProducerText
from marketplace.accounts.models import Appointment, User
from marketplace.bank_refunds.models import RefundAccount
from marketplace.carriers.models import Carrier
from marketplace.complaints.models import Complaint
from marketplace.complaints.services import move_complaint
from marketplace.orders.models import ParcelMove
from marketplace.orders.selectors import spaced
from marketplace.payments.models import Refund
from tests.factories.orders import rates
from tests.factories.producers import PlaceFactory
from tests.factories.products import vat_rates
from tests.marketplace.bank_refunds.test_bank_refunds import answer, given, hoa, minh, officer, refund, sent  # noqa: F401  # fixtures
from tests.marketplace.complaints.test_complaints import delivered, report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestRefunds:
    """Prepared by Hoa, released by Minh."""

    def test_from_the_list_to_the_bank_and_back(self, refund: Refund, hoa: User, minh: User) -> None:  # noqa: F811
        account = given(refund)
        assert "•••• 1234" in signed_in(hoa).get("/so/hoan-tien/").content.decode()
        signed_in(hoa).post(f"/so/hoan-tien/{account.pk}/lap/")
        signed_in(minh).post(f"/so/hoan-tien/{account.pk}/duyet/")
        file = b"".join(signed_in(minh).post("/so/hoan-tien/tep/").streaming_content)  # type: ignore[arg-type]
        assert account.reference.encode() in file
        page = signed_in(hoa).post("/so/hoan-tien/tra-loi/", {"file": SimpleUploadedFile("tl.csv", answer(account))})
        assert account.reference in page.content.decode()
        refund.refresh_from_db()
        assert refund.state == "done"

    def test_a_file_is_taken_once_and_again_by_its_number(self, refund: Refund, hoa: User, minh: User) -> None:  # noqa: F811
        account, desk = sent(refund, hoa, minh), signed_in(minh)
        assert "sẽ nằm trong tệp tiếp theo" in desk.get("/so/hoan-tien/").content.decode()
        first = desk.post("/so/hoan-tien/tep/")
        number = RefundAccount.objects.get().file_id
        assert f'filename="hoan-tien-{number}.csv"' in first["Content-Disposition"]
        page = desk.post("/so/hoan-tien/tep/", follow=True)  # pressed once more, or on the next day
        assert "chưa có khoản nào được duyệt" in page.content.decode()
        assert f"Tệp số {number}" in page.content.decode()
        assert f"File {number}" in desk.get("/en/desk/refunds/").content.decode()
        again = desk.post(f"/so/hoan-tien/tep/{number}/")
        assert f'filename="hoan-tien-{number}-tai-lai.csv"' in again["Content-Disposition"]
        assert b"".join(again.streaming_content) == b"".join(first.streaming_content)  # type: ignore[arg-type]
        desk.post("/so/hoan-tien/tra-loi/", {"file": SimpleUploadedFile("tl.csv", answer(account))})
        assert "trả lời hết tệp này" in desk.post(f"/so/hoan-tien/tep/{number}/", follow=True).content.decode()
        assert desk.post("/so/hoan-tien/tep/999/").status_code == 404
        assert signed_in(hoa).post(f"/so/hoan-tien/tep/{number}/").status_code == 404

    def test_the_wrong_people_get_nowhere(self, refund: Refund, hoa: User, minh: User, lan: User, binh: User) -> None:  # noqa: F811
        account = given(refund)
        wrong = [(lan, "lap"), (binh, "lap"), (minh, "lap"), (hoa, "duyet"), (lan, "duyet")]
        for who, step in wrong:
            assert signed_in(who).post(f"/so/hoan-tien/{account.pk}/{step}/").status_code == 404
        for who in (lan, binh):
            assert signed_in(who).get("/so/hoan-tien/").status_code == 404
        assert signed_in(hoa).post("/so/hoan-tien/tep/").status_code == 404
        assert Client().get("/so/hoan-tien/").status_code == 302
        kept = RefundAccount.objects.get()
        assert (kept.prepared_at, kept.released_at) == (None, None)

    def test_odd_files_are_told_in_words(self, hoa: User) -> None:  # noqa: F811
        for files in ({}, {"file": SimpleUploadedFile("x.csv", b"\xff\xfe")}, {"file": SimpleUploadedFile("x.csv", b"a;b\n1;2")}):
            page = signed_in(hoa).post("/so/hoan-tien/tra-loi/", files, follow=True)
            assert (page.status_code, len(page.context["messages"])) == (200, 1)


class TestComplaints:
    """Decided for the department by those who verify, within their place."""

    @pytest.fixture
    def escalated(self) -> Complaint:
        complaint = report(delivered())
        move_complaint(complaint_id=complaint.pk, after="declined", by=ParcelMove.By.PRODUCER, answer="Không thấy vỡ.")
        return move_complaint(complaint_id=complaint.pk, after="escalated", by=ParcelMove.By.BUYER)

    def test_is_decided_with_a_reason(self, escalated: Complaint, mai: User) -> None:
        desk = signed_in(mai)
        assert "Hai hũ bị vỡ nắp." in desk.get("/so/khieu-nai/").content.decode()
        address = f"/so/khieu-nai/{escalated.pk}/"
        desk.post(address, {"after": "rejected", "answer": " "})
        escalated.refresh_from_db()
        assert escalated.state == "escalated"
        desk.post(address, {"after": "accepted", "answer": "Ảnh thấy rõ."})
        escalated.refresh_from_db()
        assert (escalated.state, escalated.decision, Refund.objects.count()) == ("accepted", "Ảnh thấy rõ.", 1)

    def test_says_about_whom_which_order_since_when_and_what_goes_back(self, escalated: Complaint, mai: User) -> None:
        parcel = escalated.parcel
        ProducerText.objects.create(producer=parcel.producer, language="en", title="Reed Lake Co-op", slug="reed-lake")
        page = signed_in(mai).get("/en/desk/complaints/").content.decode()
        for shown in ('<span lang="en">Reed Lake Co-op</span>', spaced(parcel.order.number), "45.000"):
            assert shown in page
        assert f"{escalated.filed_at.astimezone(clock.VIETNAM):%d/%m/%Y}" in page
        assert f"{escalated.answer_by:%d/%m/%Y}" in page
        # The whole parcel: its shipping goes back too.
        escalated.lines.update(pieces=3)
        [row] = signed_in(mai).get("/so/khieu-nai/").context["rows"]
        assert row.at_stake == parcel.goods_price + parcel.shipping_price

    def test_others_decide_nothing(self, escalated: Complaint, lan: User, binh: User, hoa: User) -> None:  # noqa: F811
        elsewhere: Place = PlaceFactory.create()
        far = officer("thu", Appointment.Duty.PREPARE)
        Appointment.objects.create(user=far, duty=Appointment.Duty.VERIFY, place=elsewhere)
        for who in (lan, binh, hoa, far):
            assert signed_in(who).post(f"/so/khieu-nai/{escalated.pk}/", {"after": "accepted", "answer": "x"}).status_code == 404
        assert "Hai hũ" not in signed_in(far).get("/so/khieu-nai/").content.decode()
        escalated.refresh_from_db()
        assert (escalated.state, Refund.objects.count()) == ("escalated", 0)


def test_without_a_carrier_the_way_to_add_one_is_shown_instead_of_the_form(hoa: User) -> None:  # noqa: F811
    desk = signed_in(hoa)
    page = desk.get("/so/doi-soat/").content.decode()
    assert "hãy thêm đơn vị trước" in page
    assert 'name="file"' not in page
    Carrier.objects.create(name="Giao Nhanh (mẫu)")
    page = desk.get("/so/doi-soat/").content.decode()
    assert "hãy thêm đơn vị trước" not in page
    assert 'name="file"' in page
