"""A bank's file is shown with its mapping before anything of it is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.audit.models import AuditEntry
from marketplace.accounts.models import User
from marketplace.payments.models import Payment, PaymentEvent
from marketplace.payments.statements import LAYOUTS, SAMPLES, columns_of, read_statement
from marketplace.reconciliation.models import BankRow, BankStatement

BANKS = [code for code, layout in LAYOUTS.items() if layout.sample]


@pytest.mark.parametrize("bank", BANKS)
def test_each_sample_says_that_it_is_ours_and_reads_by_its_banks_columns_and_by_any(bank: str) -> None:
    data = (SAMPLES / LAYOUTS[bank].sample).read_bytes()
    assert data.decode().startswith("SAO KÊ MẪU do Chợ Sao tự viết")
    rows = read_statement(data, bank)
    assert (rows[0].amount, rows[0].reference) == (252_000, "CS23456789ABCDM")
    assert rows[0].day.startswith("25/11/2026")
    assert set(columns_of(data, bank)) == {"id", "amount", "text", "day"}
    assert (read_statement(data, "any"), columns_of(data, "any")) == (rows, columns_of(data, bank))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/so/ngan-hang/sao-ke/", "Không tìm thấy trong tệp dòng tiêu đề có các cột: “Số bút toán”, “Có/Credit”, “Diễn giải/Description”."),
        ("/en/desk/bank/statements/", "No row of the file names these columns: “Số bút toán”"),
    ],
)
def test_an_officer_reads_in_their_language_what_a_file_lacks(desk_client: Client, path: str, words: str) -> None:
    form = {"layout": "techcombank", "file": SimpleUploadedFile("sao-ke.csv", "Ngày,Số tiền\n1,2".encode())}
    assert words in desk_client.post(path, form, follow=True).content.decode()


def bring(client: Client, data: bytes, layout: str = "vietcombank") -> str:
    form = {"layout": layout, "file": SimpleUploadedFile("sao-ke.csv", data)}
    return str(client.post(reverse("desk:bank-bring"), form)["Location"])


def statement_for(payment: Payment) -> bytes:
    head = "Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Mô tả"
    return f"{head}\n25/11/2026,A1,,{payment.amount},{payment.reference}\n25/11/2026,A2,,9000,qua".encode()


def test_nothing_is_taken_before_it_was_shown_and_then_once(payment: Payment, desk_client: Client, preparer: User) -> None:
    where = bring(desk_client, statement_for(payment))
    page = desk_client.get(where).content.decode()
    assert "Số tiền ghi có" in page
    assert payment.reference in page
    assert '<td data-label="Ngày">25/11/2026</td>' in page
    assert PaymentEvent.objects.count() == BankRow.objects.count() == 0
    take = reverse("desk:bank-take", args=[BankStatement.objects.get().pk])
    assert [desk_client.post(take).status_code for _press in range(2)] == [302, 404]
    assert (PaymentEvent.objects.count(), BankRow.objects.count()) == (1, 1)
    assert bytes(BankStatement.objects.get().content) == b""
    assert AuditEntry.objects.filter(action="reconciliation.take-statement", actor=preparer).count() == 1


def test_a_file_without_days_is_read_too_and_a_short_row_is_no_lost_money() -> None:
    assert [row.day for row in read_statement("Số CT,Ghi có,Nội dung\nA1,9000,qua".encode())] == [""]
    rows = read_statement("Số CT,Ghi có,Nội dung,Ngày\nA1,9000,qua\nA2,8000,qua,25/11/2026".encode())
    assert [(row.amount, row.day) for row in rows] == [(9000, ""), (8000, "25/11/2026")]


def test_another_banks_file_is_refused_and_not_kept(payment: Payment, desk_client: Client) -> None:
    assert bring(desk_client, statement_for(payment), "techcombank") == reverse("desk:bank")
    assert bring(desk_client, b"\xff\xfe", "any") == reverse("desk:bank")
    assert (BankStatement.objects.count(), PaymentEvent.objects.count()) == (0, 0)


def test_the_samples_lie_beside_the_module() -> None:
    assert {path.name for path in Path(SAMPLES).iterdir()} == {LAYOUTS[bank].sample for bank in BANKS}
