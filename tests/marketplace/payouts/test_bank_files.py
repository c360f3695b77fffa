"""Files to and from the bank: nothing becomes a formula, whole numbers go out to one person alone, answers count once."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.ledger.models import Journal
from marketplace.ledger.selectors import imbalance, payable_to
from marketplace.payments.bank_files import FORMATS
from marketplace.payouts.answers import take_answers
from marketplace.payouts.errors import NotYours, RunMoved, UnreadableAnswer
from marketplace.payouts.models import BankAccount, Payout, PayoutRun
from marketplace.payouts.services import prepare_run, release_run
from marketplace.payouts.transfer_files import transfer_file
from tests.factories.orders import rates
from tests.factories.payouts import officers, seller_with_account, sold
from tests.factories.products import vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoa_minh() -> tuple[User, User]:
    """Hoa prepares, Minh releases."""
    return officers()


@pytest.fixture
def run(hoa_minh: tuple[User, User]) -> PayoutRun:
    """A released run of three payouts."""
    rates()
    vat_rates()
    for quantity in (1, 2, 3):
        sold(seller_with_account(), quantity)
    made = prepare_run(officer=hoa_minh[0], key="k", period_to=clock.today() - timedelta(days=1), minimum=1)
    return release_run(officer=hoa_minh[1], run_id=made.pk)


def table(data: bytes) -> list[dict[str, str]]:
    """The rows of a csv file."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("form", list(FORMATS))
def test_each_form_names_every_account_and_amount_once(run: PayoutRun, hoa_minh: tuple[User, User], form: str) -> None:
    rows = table(b"".join(transfer_file(officer=hoa_minh[1], run_id=run.pk, form=form)))
    for payout in run.payouts.all():
        (row,) = [row for row in rows if payout.account.number in row.values()]
        assert {payout.account.holder, payout.account.bank_bin, str(payout.amount)} <= set(row.values())
        assert any(payout.reference in cell for cell in row.values())
    assert len(rows) == 3
    assert AuditEntry.objects.filter(action="payouts.take-file", actor_id=hoa_minh[1].pk).count() == 1


def test_a_holder_that_begins_like_a_formula_stays_text(run: PayoutRun, hoa_minh: tuple[User, User]) -> None:
    BankAccount.objects.update(holder="=HYPERLINK(1)")
    rows = table(b"".join(transfer_file(officer=hoa_minh[1], run_id=run.pk, form="plain")))
    assert {row["Ten nguoi huong"] for row in rows} == {"'=HYPERLINK(1)"}


def test_only_who_releases_takes_the_file_and_only_of_a_released_run(run: PayoutRun, hoa_minh: tuple[User, User], dung: User) -> None:
    for person in (dung, hoa_minh[0]):
        with pytest.raises(NotYours):
            transfer_file(officer=person, run_id=run.pk, form="plain")
    PayoutRun.objects.update(state="closed")
    with pytest.raises(RunMoved):
        transfer_file(officer=hoa_minh[1], run_id=run.pk, form="plain")
    assert not AuditEntry.objects.filter(action="payouts.take-file").exists()


def answer_file(*rows: tuple[str, object, str, str, str]) -> bytes:
    """A bank's answer: purpose, amount, word, number, reason."""
    lines = ["Kết quả chi lương;;;;", "Nội dung;Số tiền;Trạng thái;Số bút toán;Lý do"]
    return "\r\n".join([*lines, *(";".join(map(str, row)) for row in rows), "Tổng;;;;"]).encode("utf-8-sig")


def test_the_answer_is_read_row_by_row_and_counts_once(run: PayoutRun, hoa_minh: tuple[User, User]) -> None:
    first, second, third = run.payouts.order_by("amount")
    data = answer_file(
        (f"CHO SAO {first.reference} DEN 2026", f"{first.amount:,}".replace(",", "."), "Thành công", "FT01", ""),
        (f"cho sao {second.reference.lower()}", second.amount, "Không thành công", "FT02", "Sai tên"),
        (third.reference, third.amount + 1, "Thành công", "FT03", ""),
        (third.reference, third.amount, "Đang xử lý", "FT03", ""),
        ("CP222222222222", 5, "Thành công", "FT04", ""),
        ("tiền lãi", 5, "Thành công", "FT05", ""),
    )
    kinds = [answer.kind for answer in take_answers(data=data, officer=hoa_minh[0])]
    assert kinds == ["paid", "failed", "other amount", "other state", "unmatched", "unmatched", "unmatched"]
    assert list(run.payouts.order_by("amount").values_list("state", "bank_reference")) == [("paid", "FT01"), ("failed", ""), ("sent", "")]
    assert second.moves.last().reason == "Sai tên"
    assert (payable_to(first.producer_id), payable_to(second.producer_id), payable_to(third.producer_id)) == (0, second.amount, 0)
    journals = Journal.objects.count()
    assert [answer.kind for answer in take_answers(data=data, officer=hoa_minh[0])][:2] == ["known", "known"]
    assert (Journal.objects.count(), imbalance()) == (journals, 0)
    late = answer_file((second.reference, second.amount, "Thành công", "FT02", ""))
    assert {answer.kind for answer in take_answers(data=late, officer=hoa_minh[0])} == {"other state", "unmatched"}


def test_an_answer_of_a_stranger_or_without_columns_changes_nothing(run: PayoutRun, hoa_minh: tuple[User, User], dung: User) -> None:
    payout = run.payouts.first()
    with pytest.raises(NotYours):
        take_answers(data=answer_file((payout.reference, payout.amount, "Thành công", "FT01", "")), officer=dung)
    for data in (b"a;b;c\n1;2;3", b"\xff\xfe\x00", b""):
        with pytest.raises(UnreadableAnswer):
            take_answers(data=data, officer=hoa_minh[0])
    assert set(Payout.objects.values_list("state", flat=True)) == {"sent"}
