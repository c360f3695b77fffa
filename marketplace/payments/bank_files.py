"""The file that a bank takes for many transfers at once, in forms that banks use; no cell of it can become a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.lib.sheets import Cell, csv_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTransfer:
    """One line of the file: whole đồng to an account, with the code by which the bank's answer finds it again."""

    reference: str
    bank_bin: str
    number: str
    holder: str
    amount: int
    purpose: str
    """What the receiver reads in the bank's app: plain letters."""


@dataclass(frozen=True, slots=True)
class TransferFormat:
    """Headings, and what stands below them for the transfer of a number in the file."""

    name: str
    header: Sequence[str]
    row: Callable[[int, BankTransfer], list[Cell]]


# Our own samples, after how such files of Vietnamese banks look; compare with the bank's template before the first use.
FORMATS: dict[str, TransferFormat] = {
    "plain": TransferFormat(
        "Chung (mẫu)",
        ["Ma giao dich", "Ma ngan hang", "So tai khoan", "Ten nguoi huong", "So tien", "Noi dung"],
        lambda number, one: [one.reference, one.bank_bin, one.number, one.holder, one.amount, one.purpose],
    ),
    "numbered": TransferFormat(
        "Có số thứ tự (mẫu)",
        ["STT", "So tai khoan", "Ten nguoi huong", "Ma ngan hang", "So tien", "Loai tien", "Noi dung"],
        lambda number, one: [number, one.number, one.holder, one.bank_bin, one.amount, "VND", one.purpose],
    ),
    "debit": TransferFormat(
        "Có tài khoản chuyển (mẫu)",
        ["Reference", "Beneficiary account", "Beneficiary name", "Beneficiary bank code", "Amount", "Currency", "Fee bearer", "Details"],
        lambda number, one: [one.reference, one.number, one.holder, one.bank_bin, one.amount, "VND", "OUR", one.purpose],
    ),
}


def transfers_file(transfers: Iterable[BankTransfer], *, form: str = "plain") -> Iterator[bytes]:
    """Give the csv of some transfers, line by line.

    Raises:
        KeyError: there is no such form.
    """
    chosen = FORMATS[form]
    return csv_lines(chosen.header, (chosen.row(number, one) for number, one in enumerate(transfers, start=1)))
