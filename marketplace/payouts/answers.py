"""The bank's answer to a transfer file: which payouts it paid, which it refused, and which rows fit nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import InvalidOperation

from catalog.lib.csv_tables import UnreadableTable, read_table
from catalog.lib.vietnamese import fold
from marketplace.accounts.models import User
from marketplace.payments.statements import read_amount
from marketplace.payouts.errors import RunMoved, UnreadableAnswer
from marketplace.payouts.models import Payout
from marketplace.payouts.services import answer_payout

_HEADINGS = {
    "text": ("ma giao dich", "reference", "noi dung", "dien giai", "details"),
    "amount": ("so tien", "amount"),
    "state": ("trang thai", "ket qua", "status", "result"),
    "bank_reference": ("so but toan", "so tham chieu", "ma ngan hang tra", "bank reference", "ref no"),
    "reason": ("ly do", "ghi chu", "reason", "remark"),
}
_REFERENCE = re.compile(r"CP[23456789ABCDEFGHJKMNPQRSTVWXYZ]{12}")
_PAID = ("thanh cong", "da chuyen", "success", "successful", "completed", "paid")
_FAILED = ("that bai", "tu choi", "loi", "hoan tra", "khong thanh cong", "failed", "rejected", "returned", "error")


@dataclass(frozen=True, slots=True)
class Answer:
    """One row: `paid`, `failed`, `known` (told before), `other amount`, `other state` or `unmatched`."""

    line: int
    reference: str
    kind: str
    payout_id: int | None = None


def read_answers(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Read the rows of a bank's answer.

    Raises:
        UnreadableAnswer: it is no such table.
    """
    try:
        return list(read_table(data, _HEADINGS))
    except UnreadableTable as error:
        raise UnreadableAnswer(str(error)) from error


def take_answers(*, data: bytes, officer: User) -> list[Answer]:
    """Note what the bank answered, each row in a transaction of its own; what is told twice counts once.

    A row with another amount than the payout's, or with a word that is neither paid nor refused, changes nothing and is listed.

    Raises:
        UnreadableAnswer: the file cannot be read; nothing was changed.
        NotYours: no duty to prepare or to release.
    """
    return [_take(line, row, officer) for line, row in read_answers(data) if any(row.values())]


def _take(line: int, row: dict[str, str], officer: User) -> Answer:
    found = _REFERENCE.search(re.sub(r"[^A-Z0-9]", "", fold(row["text"]).upper()))
    payout = Payout.objects.filter(reference=found[0]).first() if found else None
    if payout is None:
        return Answer(line, found[0] if found else row["text"][:40], "unmatched")
    try:
        is_same = read_amount(row["amount"]) == payout.amount
    except InvalidOperation:
        is_same = False
    is_paid = _is_paid(row["state"])
    if not is_same or is_paid is None:
        return Answer(line, payout.reference, "other state" if is_same else "other amount", payout.pk)
    before = payout.state
    try:
        after = answer_payout(
            payout_id=payout.pk, is_paid=is_paid, officer=officer, bank_reference=row["bank_reference"], reason=row["reason"]
        ).state
    except RunMoved:
        return Answer(line, payout.reference, "other state", payout.pk)
    return Answer(line, payout.reference, "known" if after == before else "paid" if is_paid else "failed", payout.pk)


def _is_paid(word: str) -> bool | None:
    """Read the bank's word; none where it is neither. Refusals first: "không thành công" holds the word for success."""
    folded = " ".join(fold(word).split())
    if any(word in folded for word in _FAILED):
        return False
    return True if any(word in folded for word in _PAID) else None
