"""A bank's answer to a file of transfers: for each row the code it is about, the amount, and whether it was paid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.lib.codes import ALPHABET, LENGTH
from catalog.lib.csv_tables import read_table
from catalog.lib.vietnamese import fold
from marketplace.payments.statements import read_amount

_HEADINGS = {
    "text": ("ma giao dich", "reference", "noi dung", "dien giai", "details"),
    "amount": ("so tien", "amount"),
    "state": ("trang thai", "ket qua", "status", "result"),
    "bank_reference": ("so but toan", "so tham chieu", "ma ngan hang tra", "bank reference", "ref no"),
    "reason": ("ly do", "ghi chu", "reason", "remark"),
}
_PAID = ("thanh cong", "da chuyen", "success", "successful", "completed", "paid")
_FAILED = ("that bai", "tu choi", "loi", "hoan tra", "khong thanh cong", "failed", "rejected", "returned", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAnswer:
    """One row. `reference` is empty where no code was found, `amount` none where it is no amount, `is_paid` none for other words."""

    line: int
    text: str
    reference: str
    amount: Decimal | None
    is_paid: bool | None
    bank_reference: str
    reason: str


def read_bank_answers(data: bytes, *, prefix: str) -> list[BankAnswer]:
    """Read a csv answer; `prefix` is that of the codes it is about, such as `CP`.

    Raises:
        UnreadableTable: it is no such table.
    """
    code = re.compile(f"{prefix}[{ALPHABET}]{{{LENGTH}}}")
    return [_read(line, row, code) for line, row in read_table(data, _HEADINGS) if any(row.values())]


def _read(line: int, row: dict[str, str], code: re.Pattern[str]) -> BankAnswer:
    found = code.search(re.sub(r"[^A-Z0-9]", "", fold(row["text"]).upper()))
    try:
        amount = read_amount(row["amount"])
    except InvalidOperation:
        amount = None
    return BankAnswer(
        line=line,
        text=row["text"],
        reference=found[0] if found else "",
        amount=amount,
        is_paid=_is_paid(row["state"]),
        bank_reference=row["bank_reference"],
        reason=row["reason"],
    )


def _is_paid(word: str) -> bool | None:
    """Read the bank's word; none where it is neither. Refusals first: "không thành công" holds the word for success."""
    folded = " ".join(fold(word).split())
    if any(word in folded for word in _FAILED):
        return False
    return True if any(word in folded for word in _PAID) else None
