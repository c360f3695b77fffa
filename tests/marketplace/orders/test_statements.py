"""Money from a bank's statement finds its order, once, and what is odd is told with a proposal."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from catalog.audit.models import AuditEntry
from marketplace.accounts.models import User
from marketplace.ledger.models import Account
from marketplace.ledger.selectors import balance_of
from marketplace.orders.bank import take_statement
from marketplace.orders.models import Reservation
from marketplace.orders.services import place_order
from marketplace.orders.settling import release_reservation, settle
from marketplace.payments.errors import UnreadableStatement
from marketplace.payments.models import Payment, PaymentEvent
from marketplace.payments.references import find_reference
from marketplace.payments.statements import read_amount, read_statement
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

HEADINGS = "Ngày giao dịch;Số bút toán;Ghi nợ;Ghi có;Nội dung"


@pytest.fixture
def payment(db: None) -> Payment:
    rates()
    vat_rates()
    return Payment.objects.get(order=place_order(request_for(fill_basket((ListingFactory.create(), 1)), method="vietqr")))


def statement(*rows: tuple[str, object, str]) -> bytes:
    """Write a statement as one bank does: a title, the headings, rows, a footer."""
    lines = ["SAO KÊ TÀI KHOẢN (MẪU)", HEADINGS, *(f"24/11/2026;{number};;{amount};{text}" for number, amount, text in rows)]
    return "\n".join([*lines, ";;;Cộng;"]).encode("utf-8-sig")


def kinds(*rows: tuple[str, object, str]) -> list[str]:
    return [outcome.kind for outcome in take_statement(read_statement(statement(*rows)))]


def test_the_whole_sum_pays_the_order(payment: Payment) -> None:
    assert kinds(("FT1", payment.amount, f"LAN chuyen tien {payment.reference}")) == ["settled"]
    assert Reservation.objects.get(order=payment.order).state == "kept"


def test_the_same_statement_twice_changes_nothing(payment: Payment) -> None:
    rows = (("FT1", payment.amount, payment.reference),)
    assert (kinds(*rows), kinds(*rows)) == (["settled"], ["known"])
    assert PaymentEvent.objects.count() == 1


def test_two_banks_may_give_the_same_number(payment: Payment) -> None:
    half = payment.amount // 2
    rows = read_statement(statement(("FT1", half, payment.reference)))
    take_statement(rows, account="970436/111")
    assert [outcome.kind for outcome in take_statement(rows, account="970422/111")] == ["settled" if half * 2 == payment.amount else "part"]
    assert PaymentEvent.objects.count() == 2


def test_a_number_of_before_accounts_were_told_apart_is_still_known(payment: Payment) -> None:
    settle(payment=payment, event_id="bank:FT1", amount=payment.amount)
    assert kinds(("FT1", payment.amount, payment.reference)) == ["known"]


@pytest.mark.every_database
def test_a_very_long_number_is_counted_once(payment: Payment) -> None:
    numbers = ("9" * 300, "9" * 299 + "8")
    half = payment.amount // 2
    rows = [(number, half, payment.reference) for number in (*numbers, *numbers)]
    assert kinds(*rows)[2:] == ["known", "known"]
    assert PaymentEvent.objects.count() == 2


def test_a_transfer_for_a_cash_order_stands_at_the_bank(db: None) -> None:
    rates()
    vat_rates()
    order = place_order(request_for(fill_basket((ListingFactory.create(), 1)), method="cash_on_delivery"))
    payment = Payment.objects.get(order=order)
    assert kinds(("FT1", payment.amount, payment.reference)) == ["settled"]
    assert payment.events.get().source == Account.CLEARING_BANK
    assert balance_of(Account.CLEARING_CASH) == 0


def test_odd_rows_are_told_apart(payment: Payment) -> None:
    half = payment.amount // 2
    rows = [("FT1", half, payment.reference), ("FT2", 5_000, "tra no"), ("FT3", payment.amount, payment.reference)]
    assert kinds(*rows) == ["part", "unmatched", "over"]
    assert int(payment.refunds.get().amount) == int(half)


def test_money_after_the_end_is_late(payment: Payment) -> None:
    release_reservation(payment.order_id)
    assert kinds(("FT1", payment.amount, payment.reference)) == ["late"]


@pytest.mark.parametrize("around", ["{0}", "MBVCB.123.{0}.CT tu 0123", "thanh toan {1}", "{2}", "QR {0}NGUYEN THI LAN"])
def test_the_code_is_found_in_whatever_the_bank_writes_around_it(around: str) -> None:
    code = "CS23ABCDEFGHJK"
    text = around.format(code, f"{code[:6]} {code[6:10]} {code[10:]}", code.lower().replace("c", "c."))
    assert find_reference(text) == code


@pytest.mark.parametrize("text", ["1.250.000", "1,250,000", "1 250 000 VND", "+1250000.00", "1250000", "1,250,000.00"])
def test_amounts_as_banks_write_them(text: str) -> None:
    assert read_amount(text) == 1_250_000


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a;b;c\n1;2;3", b"x" * 5_000_001])
def test_what_is_no_statement_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableStatement):
        read_statement(data)


def test_a_credit_without_a_number_is_refused() -> None:
    with pytest.raises(UnreadableStatement, match="tính hai lần"):
        read_statement(statement(("", 5_000, "CS23ABCDEFGHJK")))


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fall(data: bytes) -> None:
    try:
        rows = read_statement(f"{HEADINGS}\n".encode() + data)
    except UnreadableStatement:
        return
    assert all(row.amount > Decimal(0) for row in rows)


def test_the_command_settles_for_an_officer(payment: Payment, mai: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sao-ke.csv"
    file.write_bytes(statement(("FT1", payment.amount, payment.reference)))
    call_command("take_statement", str(file), "--dry-run")
    assert PaymentEvent.objects.count() == 0
    call_command("take_statement", str(file), "--officer", "mai@nguoi.example")
    assert "settled" in capsys.readouterr().out
    assert AuditEntry.objects.get(action="payments.take-transfer").actor_id == mai.pk
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("take_statement", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="Nobody"):
        call_command("take_statement", str(file), "--officer", "x@nguoi.example")
