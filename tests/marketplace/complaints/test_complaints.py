"""A buyer reports a problem: in time, about their own pieces, answered by the producer or the department, paid back exactly."""

from __future__ import annotations

import io
import itertools
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.complaints.errors import UnableToAnswer, UnableToComplain
from marketplace.complaints.models import Complaint, ComplaintMove, ComplaintPhoto
from marketplace.complaints.notices import send_notices
from marketplace.complaints.selectors import parcels_with_running_complaint
from marketplace.complaints.services import MOVES, close_declined, escalate_unanswered, file_complaint, move_complaint
from marketplace.complaints.terms import answer_day
from marketplace.ledger.models import Account, Entry
from marketplace.ledger.selectors import imbalance, payable_to
from marketplace.orders.links import order_link, parcel_link
from marketplace.orders.models import LineFacts, Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment, Refund
from marketplace.privacy.services import erase_person
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
By, State, Reason = ParcelMove.By, Complaint.State, Complaint.Reason


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()


def delivered(pieces: int = 3, price: int = 45_000, **facts: Any) -> Parcel:
    """Give a parcel that was paid by transfer and has arrived."""
    order = place_order(request_for(fill_basket((ListingFactory.create(offer=(price, 10)), pieces)), method="vietqr", **facts))
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id=f"bank-{order.pk}", amount=payment.amount)
    parcel = Parcel.objects.get(order=order)
    for after in ("confirmed", "sent", "delivered"):
        move_parcel(parcel_id=parcel.pk, after=after, by=By.PRODUCER)
    return Parcel.objects.get(pk=parcel.pk)


def report(parcel: Parcel, pieces: int = 1, reason: str = Reason.DAMAGED) -> Complaint:
    line = LineFacts.objects.get(parcel=parcel)
    return file_complaint(parcel_id=parcel.pk, reason=reason, text="Hai hũ bị vỡ nắp.", pieces={line.pk: pieces})


@pytest.fixture
def photo() -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (30, 30), "red").save(target, "PNG")
    return SimpleUploadedFile("vo.png", target.getvalue(), "image/png")


def at(day: timedelta) -> Any:
    return time_machine.travel(clock.now() + day, tick=False)


class TestFiling:
    """Who may report what, and when."""

    def test_a_report_waits_for_the_producer_and_says_until_when(self) -> None:
        complaint = report(delivered())
        assert (complaint.state, complaint.answer_by) == ("open", answer_day(complaint.filed_at))
        assert [move.by for move in complaint.moves.all()] == ["buyer"]

    @pytest.mark.parametrize(
        ("filed", "last_day"),
        [
            ("2026-11-23T10:00+07:00", date(2026, 12, 2)),
            ("2026-11-28T23:30+07:00", date(2026, 12, 8)),
            ("2026-11-29T18:00+00:00", date(2026, 12, 9)),
        ],
    )
    def test_seven_working_days_in_vietnam(self, filed: str, last_day: date) -> None:
        assert answer_day(datetime.fromisoformat(filed)) == last_day

    def test_thirty_days_and_not_one_more(self) -> None:
        first, second = delivered(), delivered()
        with at(timedelta(days=30)):
            report(first)
        with at(timedelta(days=31)), pytest.raises(UnableToComplain):
            report(second)

    def test_not_before_it_has_arrived_unless_it_is_late(self) -> None:
        order = place_order(request_for(fill_basket((ListingFactory.create(), 1))))
        parcel = Parcel.objects.get(order=order)
        with pytest.raises(UnableToComplain):
            report(parcel)
        move_parcel(parcel_id=parcel.pk, after="confirmed", by=By.PRODUCER)
        move_parcel(parcel_id=parcel.pk, after="sent", by=By.PRODUCER)
        with pytest.raises(UnableToComplain):
            report(parcel, reason=Reason.NOT_ARRIVED)
        with time_machine.travel(parcel.latest_on + timedelta(days=2)):
            with pytest.raises(UnableToComplain):
                report(parcel)
            assert report(parcel, reason=Reason.NOT_ARRIVED).state == "open"

    @pytest.mark.parametrize("pieces", [0, -1, 4, 1_000_000])
    def test_no_more_pieces_than_were_bought(self, pieces: int) -> None:
        with pytest.raises(UnableToComplain):
            report(delivered(), pieces)
        assert Complaint.objects.count() == 0

    def test_no_piece_goes_back_twice(self) -> None:
        parcel = delivered(3)
        move_complaint(complaint_id=report(parcel, 2).pk, after="accepted", by=By.PRODUCER)
        with pytest.raises(UnableToComplain):
            report(parcel, 2)
        assert report(parcel, 1).state == "open"

    def test_one_at_a_time(self) -> None:
        parcel = delivered()
        report(parcel)
        with pytest.raises(UnableToComplain):
            report(parcel)

    def test_another_parcels_lines_are_refused(self) -> None:
        mine, other = delivered(), delivered()
        line = LineFacts.objects.get(parcel=other)
        with pytest.raises(UnableToComplain):
            file_complaint(parcel_id=mine.pk, reason=Reason.WRONG, text="x", pieces={line.pk: 1})


class TestMoney:
    """What goes back is what was paid for those pieces, and the books undo exactly that."""

    def test_a_piece_goes_back_with_its_share(self) -> None:
        parcel = delivered(3)
        owed = payable_to(parcel.producer_id)
        complaint = move_complaint(complaint_id=report(parcel).pk, after="accepted", by=By.PRODUCER)
        refund = Refund.objects.get()
        assert (refund.key, refund.amount, complaint.refund_amount) == (f"complaint:{complaint.pk}", 45_000, 45_000)
        assert imbalance() == 0
        assert owed > payable_to(parcel.producer_id) > 0

    @pytest.mark.parametrize("steps", [(1, 1, 1), (2, 1), (3,)])
    def test_all_pieces_one_by_one_undo_the_sale_to_the_dong(self, steps: tuple[int, ...]) -> None:
        parcel = delivered(3, 33_333)
        for pieces in steps:
            move_complaint(complaint_id=report(parcel, pieces).pk, after="accepted", by=By.PRODUCER)
        kept = [Account.PAYABLE, Account.COMMISSION, Account.WITHHELD_VAT, Account.WITHHELD_INCOME]
        sums = dict.fromkeys(kept, 0)
        for entry in Entry.objects.filter(account__in=kept):
            sums[Account(entry.account)] += entry.amount
        assert set(sums.values()) == {0}
        assert payable_to(parcel.producer_id) == 0
        assert sum(refund.amount for refund in Refund.objects.all()) == 99_999 + (parcel.shipping_price if steps == (3,) else 0)

    def test_accepting_twice_pays_once(self) -> None:
        complaint = report(delivered())
        for _again in range(2):
            move_complaint(complaint_id=complaint.pk, after="accepted", by=By.PRODUCER)
        assert Refund.objects.count() == 1

    def test_money_waits_while_a_complaint_runs(self) -> None:
        parcel = delivered()
        complaint = report(parcel)
        assert parcels_with_running_complaint(parcel.producer_id) == {parcel.pk}
        move_complaint(complaint_id=complaint.pk, after="withdrawn", by=By.BUYER)
        assert parcels_with_running_complaint(parcel.producer_id) == set()


class TestMoves:
    """Who may move a complaint where."""

    def test_every_move_outside_the_table_is_refused_and_changes_nothing(self) -> None:
        complaint = report(delivered())
        for before, after, by in itertools.product(State.values, State.values, By.values):
            if before == after or by in MOVES.get((before, after), frozenset()):
                continue
            ended = clock.now() if before in ("accepted", "rejected", "withdrawn") else None
            Complaint.objects.filter(pk=complaint.pk).update(state=before, ended_at=ended)
            with pytest.raises(UnableToAnswer):
                move_complaint(complaint_id=complaint.pk, after=after, by=by, answer="x")
        assert (complaint.moves.count(), Refund.objects.count()) == (1, 0)

    def test_declining_needs_a_reason_and_the_buyer_may_go_on_to_the_department(self, mai: User) -> None:
        complaint = report(delivered())
        with pytest.raises(UnableToAnswer):
            move_complaint(complaint_id=complaint.pk, after="declined", by=By.PRODUCER, answer="  ")
        move_complaint(complaint_id=complaint.pk, after="declined", by=By.PRODUCER, answer="Ảnh không thấy vỡ.")
        move_complaint(complaint_id=complaint.pk, after="escalated", by=By.BUYER)
        send_notices(complaint.pk)
        assert [message.to for message in mail.outbox] == [["mai@nguoi.example"]]
        move_complaint(complaint_id=complaint.pk, after="accepted", by=By.OFFICER, actor=mai, answer="Ảnh thấy rõ.")
        assert Refund.objects.count() == 1
        assert AuditEntry.objects.filter(action="complaints.move", actor_id=mai.pk).count() == 1

    def test_silence_goes_to_the_department_the_day_after_the_last(self) -> None:
        complaint = report(delivered())
        with time_machine.travel(datetime.combine(complaint.answer_by, datetime.min.time(), clock.VIETNAM) + timedelta(hours=23)):
            assert escalate_unanswered() == 0
        with time_machine.travel(datetime.combine(complaint.answer_by, datetime.min.time(), clock.VIETNAM) + timedelta(hours=25)):
            assert [escalate_unanswered(), escalate_unanswered()] == [1, 0]

    def test_what_was_declined_and_left_alone_is_closed(self) -> None:
        complaint = report(delivered())
        move_complaint(complaint_id=complaint.pk, after="declined", by=By.PRODUCER, answer="Không thấy vỡ.")
        assert close_declined() == 0
        with at(timedelta(days=31)):
            assert [close_declined(), close_declined()] == [1, 0]

    def test_the_database_keeps_every_move(self) -> None:
        report(delivered())
        with pytest.raises(DatabaseError), transaction.atomic():
            ComplaintMove.objects.update(by="officer")


class TestPages:
    """The buyer's and the producer's side, by their links alone."""

    @pytest.fixture
    def parcel(self) -> Parcel:
        return delivered(2, email="lan@nguoi.example")

    @pytest.fixture
    def address(self, parcel: Parcel) -> str:
        return f"{order_link(parcel.order.number, 'vi')}{parcel.pk}/bao-van-de/"

    def send(self, address: str, parcel: Parcel, **facts: Any) -> Any:
        line = LineFacts.objects.get(parcel=parcel)
        return Client().post(address, {"reason": "damaged", "text": "Vỡ nắp", f"pieces_{line.pk}": "1", **facts})

    def test_the_producers_page_says_what_a_report_asks_of_them(self) -> None:
        parcel = delivered()
        complaint = report(parcel)

        def page() -> str:
            return Client().get(parcel_link(parcel.pk)).content.decode()

        assert f"chậm nhất ngày {complaint.answer_by:%d/%m/%Y}" in page()
        assert "không cần làm gì" not in page()
        move_complaint(complaint_id=complaint.pk, after="declined", by=By.PRODUCER, answer="Hàng đã kiểm khi gửi.")
        assert "không cần làm gì" in page()
        move_complaint(complaint_id=complaint.pk, after="escalated", by=By.BUYER)
        assert "Sở đang xem xét" in page()

    def test_the_departments_reason_stands_beside_the_sellers_answer(self, parcel: Parcel) -> None:
        complaint = report(parcel)
        move_complaint(complaint_id=complaint.pk, after="declined", by=By.PRODUCER, answer="Hàng đã kiểm khi gửi.")
        move_complaint(complaint_id=complaint.pk, after="escalated", by=By.BUYER, answer="Tôi viết đè lên.")
        move_complaint(complaint_id=complaint.pk, after="rejected", by=By.OFFICER, answer="Ảnh không cho thấy hư hỏng.")
        page = Client().get(order_link(parcel.order.number, "vi")).content.decode()
        for name, words in (("Người bán trả lời", "Hàng đã kiểm khi gửi."), ("Quyết định của Sở", "Ảnh không cho thấy hư hỏng.")):
            assert f"<strong>{name}:</strong> {words}" in page
        assert "Tôi viết đè lên" not in page
        send_notices(complaint.pk)
        assert "Quyết định của Sở: Ảnh không cho thấy hư hỏng." in mail.outbox[-1].body

    def test_the_orders_heading_follows_what_happens(self, parcel: Parcel) -> None:
        def heading() -> str:
            page = Client().get(order_link(parcel.order.number, "vi")).content.decode()
            return page.split("<h1")[1].split("</h1>")[0]

        assert "Đơn hàng đã đến nơi" in heading()
        complaint = report(parcel)
        assert "Phản ánh của bạn đang được xem xét" in heading()
        move_complaint(complaint_id=complaint.pk, after="withdrawn", by=By.BUYER)
        assert "Đơn hàng đã đến nơi" in heading()

    def test_the_departments_mail_leads_to_the_desk(self, mai: User) -> None:
        complaint = report(delivered())
        move_complaint(complaint_id=complaint.pk, after="declined", by=By.PRODUCER, answer="Hàng đã kiểm khi gửi.")
        move_complaint(complaint_id=complaint.pk, after="escalated", by=By.BUYER)
        send_notices(complaint.pk)
        message: Any = next(one for one in mail.outbox if one.to == [mai.email])
        for text in (message.body, message.alternatives[0][0]):
            assert f"{settings.BASE_URL}/so/khieu-nai/" in text

    def test_from_report_to_money_back(self, parcel: Parcel, address: str, photo: SimpleUploadedFile) -> None:
        assert Client().get(address).status_code == 200
        assert self.send(address, parcel, photos=photo).status_code == 302
        complaint = Complaint.objects.get()
        send_notices(complaint.pk)
        page = Client().get(parcel_link(parcel.pk)).content.decode()
        assert "Vỡ nắp" in page
        assert "anh-bao-van-de" in page
        answer = f"{parcel_link(parcel.pk)}bao-van-de/{complaint.pk}/"
        assert Client().post(answer, {"after": "accepted", "answer": "Xin lỗi bạn."}).status_code == 302
        send_notices(complaint.pk)
        assert [message.to for message in mail.outbox][-1] == ["lan@nguoi.example"]
        order = Client().get(order_link(parcel.order.number, "vi")).content.decode()
        assert "Xin lỗi bạn." in order
        assert "45.000" in order

    def test_a_photo_opens_by_its_own_link_alone(self, parcel: Parcel, address: str, photo: SimpleUploadedFile) -> None:
        self.send(address, parcel, photos=photo)
        found = ComplaintPhoto.objects.get()
        page = Client().get(order_link(parcel.order.number, "vi")).content.decode()
        url = next(part for part in page.split('"') if "anh-bao-van-de" in part)
        answer = Client().get(url)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")  # type: ignore[arg-type]
        for close in answer._resource_closers:
            close()
        assert Client().get(url.replace(f"/{found.pk}/", f"/{found.pk + 1}/")).status_code == 404
        assert Client().get(f"/media/{found.file.name}").status_code == 404

    @pytest.mark.parametrize(
        "facts",
        [
            {"reason": "odd"},
            {"reason": "not_arrived"},
            {"text": ""},
            {"text": "x" * 2000},
            {"photos": SimpleUploadedFile("x.jpg", b"no photo")},
        ],
    )
    def test_a_bad_form_is_shown_again_with_what_was_typed(self, parcel: Parcel, address: str, facts: dict[str, Any]) -> None:
        answer = self.send(address, parcel, **facts)
        assert answer.status_code == 400
        assert Complaint.objects.count() == 0
        if "text" not in facts:
            assert "Vỡ nắp" in answer.content.decode()

    @pytest.mark.parametrize("pieces", ["0", "-1", "9", "1.5", "", "nhiều"])
    def test_odd_pieces_are_refused(self, parcel: Parcel, address: str, pieces: str) -> None:
        line = LineFacts.objects.get(parcel=parcel)
        assert self.send(address, parcel, **{f"pieces_{line.pk}": pieces}).status_code == 400
        assert Complaint.objects.count() == 0

    def test_strangers_reach_nothing(self, parcel: Parcel, address: str) -> None:
        other = delivered()
        complaint = report(other)
        assert Client().get(address.replace(f"/{parcel.pk}/", f"/{other.pk}/")).status_code == 404
        assert Client().post(f"{address}{complaint.pk}/", {"after": "withdrawn"}).status_code == 404
        assert Client().post(f"{parcel_link(parcel.pk)}bao-van-de/{complaint.pk}/", {"after": "accepted"}).status_code == 404
        assert Complaint.objects.get().state == "open"

    def test_erasing_the_buyer_empties_words_and_photos_but_keeps_the_money(
        self, parcel: Parcel, address: str, photo: SimpleUploadedFile, settings: Settings, mai: User
    ) -> None:
        self.send(address, parcel, photos=photo)
        complaint = Complaint.objects.get()
        move_complaint(complaint_id=complaint.pk, after="accepted", by=By.PRODUCER, answer="Xin lỗi chị Lan")
        Complaint.objects.update(decision="Chị Lan đúng")
        erase_person(phone="+84912345678", officer=mai)
        complaint.refresh_from_db()
        assert (complaint.text, complaint.answer, complaint.decision, complaint.refund_amount) == ("", "", "", Decimal(45_000))
        assert [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()] == []
        assert Client().get(order_link(parcel.order.number, "vi")).status_code == 200
