"""A carrier's file: read by its headings, looked at, counted once; cash, fees and parcels move, what does not fit waits for an answer."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from catalog.audit.models import AuditEntry
from catalog.forks.partner.models import StockRecord
from marketplace.accounts.models import User
from marketplace.carriers.errors import SettlementMoved, UnableToCount, UnreadableSettlement
from marketplace.carriers.models import Carrier, SettlementFile, SettlementRow
from marketplace.carriers.services import answer_row, keep_carrier, stage_settlement, use_settlement
from marketplace.department_desk.carrier_pages import SAMPLE
from marketplace.ledger.models import Entry
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.payments.models import Payment, PaymentEvent, Refund
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
HEAD = "Mã vận đơn,Mã đơn hàng,Tiền thu hộ,Phí vận chuyển,Phí thu hộ,Trạng thái,Ngày đối soát"


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()


def sent(code: str, *, method: str = "cash_on_delivery", after: str = "sent") -> Parcel:
    number = Parcel.objects.count()
    order = place_order(
        request_for(fill_basket((ListingFactory.create(offer=(100_000, 10)), 1)), method=method, phone=f"+8491234{number:04d}")
    )
    parcel = Parcel.objects.get(order=order)
    for state in ("confirmed", "sent", "delivered"):
        move_parcel(parcel_id=parcel.pk, after=state, by=ParcelMove.By.PRODUCER, tracking=code if state == "sent" else "")
        if state == after:
            break
    return Parcel.objects.get(pk=parcel.pk)


def due(parcel: Parcel) -> int:
    return int(parcel.goods_price + parcel.shipping_price)


def count(carrier: Carrier, officer: User, *lines: str, name: str = "a.csv") -> dict[str, str]:
    """Bring a file, count it, and give what became of each row."""
    data = "\n".join([HEAD, *lines]).encode()
    file = use_settlement(file_id=stage_settlement(carrier=carrier, name=name, data=data, officer=officer).pk, officer=officer)
    return {row.tracking or row.reference: row.outcome for row in file.rows.all()}


def sums() -> dict[str, int]:
    rows = Entry.objects.values_list("account").annotate(Sum("amount")).order_by()
    return {account: total for account, total in rows if account in ("clearing_cash", "fees", "shipping") and total}


def test_cash_is_captured_when_the_carrier_settles(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN 001")
    shipping = int(parcel.shipping_price)
    assert count(carrier, mai, f"GN001,,{due(parcel):_},22.000,3.000,Giao thành công,24/11/2026".replace("_", ".")) == {"GN001": "settled"}
    parcel.refresh_from_db()
    payment = Payment.objects.get(order=parcel.order)
    assert (parcel.state, payment.state, PaymentEvent.objects.get().source) == ("delivered", "paid", "clearing_cash")
    assert sums() == {"clearing_cash": due(parcel) - 25_000, "fees": 3_000, "shipping": 22_000 - shipping}
    assert AuditEntry.objects.filter(action__startswith="carriers.").count() == 3
    call_command("ledger", "verify")


def test_a_file_counts_once_and_so_does_a_row_in_another_file(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN001")
    line = f"GN001,,{due(parcel)},22000,0,,24/11/2026"
    count(carrier, mai, line, line)
    with pytest.raises(SettlementMoved):
        stage_settlement(carrier=carrier, name="b.csv", data="\n".join([HEAD, line, line]).encode(), officer=mai)
    with pytest.raises(SettlementMoved):
        use_settlement(file_id=SettlementFile.objects.get().pk, officer=mai)
    before = sums()
    assert count(carrier, mai, line, "GN999,,1000,,,,") == {"GN001": "known", "GN999": "unknown"}
    assert (PaymentEvent.objects.count(), sums()) == (1, before)
    call_command("ledger", "verify")


def test_a_parcel_that_came_back_gives_its_stock_back(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN002")
    assert count(carrier, mai, "GN002,,0,22000,0,Chuyển hoàn,") == {"GN002": "returned"}
    parcel.refresh_from_db()
    assert (parcel.state, StockRecord.objects.get().num_in_stock, PaymentEvent.objects.count()) == ("refused", 10, 0)
    assert sums()["clearing_cash"] == -22_000
    call_command("ledger", "verify")


def test_what_does_not_fit_is_counted_as_far_as_it_is_true_and_waits(mai: User, carrier: Carrier) -> None:
    short, over, early, back = sent("S1"), sent("O1"), sent("E1", after="confirmed"), sent("B1")
    Parcel.objects.filter(pk=early.pk).update(tracking="E1")
    move_parcel(parcel_id=back.pk, after="refused", by=ParcelMove.By.PRODUCER)
    found = count(
        carrier, mai, f"S1,,{due(short) - 1000},,,,", f"O1,,{due(over) + 5000},,,,", f"E1,,{due(early)},,,,", f"B1,,{due(back)},,,,",
        f",{over.order.number},500,,,,",
    )  # fmt: skip
    assert found == {"S1": "short", "O1": "over", "E1": "early", "B1": "ended", over.order.number: "again"}
    states = [Payment.objects.get(order=one.order).state for one in (short, over, early, back)]
    assert states == ["on_delivery", "paid", "paid", "paid_late"]
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [Decimal(5000), Decimal(due(back))]
    row = SettlementRow.objects.get(outcome="again")
    answer_row(row_id=row.pk, officer=mai, counts=False, note="Đã hỏi")
    for again in (True, False):
        with pytest.raises(SettlementMoved):
            answer_row(row_id=row.pk, officer=mai, counts=again)
    call_command("ledger", "verify")


def test_an_officer_names_the_parcel_of_a_row_that_none_was_found_for(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN001")
    count(carrier, mai, f"GN OO1,,{due(parcel)},1000,,,")
    row = SettlementRow.objects.get()
    for wrong in ("", "KHONGCO"):
        with pytest.raises(UnableToCount):
            answer_row(row_id=row.pk, officer=mai, counts=True, number=wrong)
    answer_row(row_id=row.pk, officer=mai, counts=True, number=parcel.order.number)
    assert Payment.objects.get(order=parcel.order).state == "paid"
    call_command("ledger", "verify")


def test_cash_for_what_was_paid_before_goes_back(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN001")
    count(carrier, mai, f"GN001,,{due(parcel)},,,,")
    assert count(carrier, mai, f"GN001,,{due(parcel)},,,,25/11/2026") == {"GN001": "again"}
    answer_row(row_id=SettlementRow.objects.get(outcome="again").pk, officer=mai, counts=True)
    assert Refund.objects.get().amount == due(parcel)
    call_command("ledger", "verify")


def test_headings_of_a_carrier_and_xlsx_are_read(mai: User, carrier: Carrier) -> None:
    parcel = sent("77001")
    keep_carrier(name=carrier.name, columns={"tracking": "Bill", "collected": "Thu của khách"}, officer=mai)
    book, target = Workbook(), io.BytesIO()
    sheet: Any = book.active
    for row in (["Kỳ 11/2026"], ["Bill", "Thu của khách"], [77001, due(parcel)], ["Tổng", None]):
        sheet.append(row)
    book.save(target)
    carrier.refresh_from_db()
    file = stage_settlement(carrier=carrier, name="a.xlsx", data=target.getvalue(), officer=mai)
    use_settlement(file_id=file.pk, officer=mai)
    assert [row.outcome for row in file.rows.all()] == ["settled"]


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2", f"{HEAD}\nGN1,,abc,,,,".encode(), f"{HEAD}\nGN1,,-5,,,,".encode(), b"%PDF-1.7", b"\x00\xff\xfe"]
)
def test_what_is_no_settlement_is_refused(mai: User, carrier: Carrier, data: bytes) -> None:
    with pytest.raises(UnreadableSettlement):
        stage_settlement(carrier=carrier, name="a.csv", data=data, officer=mai)
    assert SettlementFile.objects.count() == 0


def test_our_sample_can_be_read_and_says_that_it_is_ours(mai: User, carrier: Carrier) -> None:
    assert "MẪU CỦA CHỢ SAO" in SAMPLE.read_text(encoding="utf-8")
    file = stage_settlement(carrier=carrier, name="mau.csv", data=SAMPLE.read_bytes(), officer=mai)
    assert [(row.collected, row.is_returned) for row in file.rows.all()] == [(236_000, False), (0, True)]


def test_the_desk_shows_a_file_before_it_counts(mai: User, dung: User, carrier: Carrier) -> None:
    parcel = sent("GN001")
    upload = SimpleUploadedFile("ky1.csv", f"{HEAD}\nGN001,,{due(parcel) - 7},,,,".encode())
    desk, stranger = Client(), Client()
    desk.force_login(mai)
    stranger.force_login(dung)
    assert stranger.get(reverse("desk:settlements")).status_code == 404
    assert stranger.post(reverse("desk:settlement-stage"), {"carrier": carrier.pk, "file": upload}).status_code == 404
    assert SettlementFile.objects.count() == 0
    upload.seek(0)
    page = desk.post(reverse("desk:settlement-stage"), {"carrier": carrier.pk, "file": upload}, follow=True)
    assert (page.context["rows"][0].outcome, PaymentEvent.objects.count()) == ("short", 0)
    file_id = page.context["file"].pk
    for name in ("settlement-use", "settlement-discard"):
        assert stranger.post(reverse(f"desk:{name}", args=[file_id])).status_code == 404
    assert PaymentEvent.objects.count() == 0
    desk.post(reverse("desk:settlement-use", args=[file_id]))
    row = SettlementRow.objects.get()
    assert stranger.post(reverse("desk:settlement-answer", args=[row.pk]), {"answer": "leave"}).status_code == 404
    page = desk.get(reverse("desk:settlements"))
    assert [one.id for one in page.context["rows"]] == [row.pk]
    desk.post(reverse("desk:settlement-answer", args=[row.pk]), {"answer": "leave", "note": "x"})
    row.refresh_from_db()
    assert (row.answer, row.answered_by_id) == ("left", mai.pk)
    assert desk.get(reverse("desk:settlement-sample")).status_code == 200
    desk.post(reverse("desk:carrier"), {"name": "Khác (mẫu)", "tracking": "Bill"})
    assert Carrier.objects.get(name="Khác (mẫu)").columns == {"tracking": "Bill"}
