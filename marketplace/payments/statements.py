"""Bank statements as csv: which column is which, and which rows are money for an order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.lib.csv_tables import UnreadableTable, read_headings, read_table
from marketplace.payments.errors import UnreadableStatement
from marketplace.payments.references import find_reference


@dataclass(frozen=True, slots=True)
class Layout:
    """Which heading of a bank's csv names what. `sample` is a file of our own making beside this module."""

    name: str | Promise
    headings: Mapping[str, Sequence[str]]
    sample: str = ""


# Written by us after files as those banks hand them out; a bank that changes its headings gets another line here, and the preview
# shows before anything is taken which column was understood as what.
_BANKS: dict[str, Layout] = {
    "vietcombank": Layout(
        "Vietcombank",
        {"id": ("Số tham chiếu",), "amount": ("Số tiền ghi có",), "text": ("Mô tả",), "day": ("Ngày giao dịch",)},
        "vietcombank-mau.csv",
    ),
    "techcombank": Layout(
        "Techcombank",
        {"id": ("Số bút toán",), "amount": ("Có/Credit",), "text": ("Diễn giải/Description",), "day": ("Ngày giao dịch/Transaction date",)},
        "techcombank-mau.csv",
    ),
    "mb": Layout(
        "MB", {"id": ("Số giao dịch",), "amount": ("Phát sinh có",), "text": ("Nội dung",), "day": ("Ngày giao dịch",)}, "mb-mau.csv"
    ),
}
# What other banks write. The first that a file has is taken.
_USUAL: dict[str, Sequence[str]] = {
    "id": ("Số bút toán", "Mã giao dịch", "Số tham chiếu", "Reference", "Transaction ID", "Số CT", "Ref No"),
    "amount": ("Số tiền ghi có", "Ghi có", "Phát sinh có", "Credit", "Có", "Số tiền", "Amount"),
    "text": ("Nội dung chi tiết", "Nội dung giao dịch", "Nội dung", "Diễn giải", "Description", "Details"),
    "day": ("Ngày giao dịch", "Ngày hạch toán", "Ngày hiệu lực", "Ngày", "Transaction date", "Date"),
}
# Those of the banks come first: what is "Có/Credit" in one file must not lose to a "Số tiền" beside it.
_ANY = {name: [*(one for bank in _BANKS.values() for one in bank.headings[name]), *usual] for name, usual in _USUAL.items()}
LAYOUTS: dict[str, Layout] = {"any": Layout(_("by the headings that banks use"), _ANY), **_BANKS}
# A file without days is read too: they only help to find a buyer.
_OPTIONAL = ("day",)
SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One credit of a statement. `reference` is an order's transfer code found in its text, or empty; `day` as the bank writes it."""

    line: int
    id: str
    amount: Decimal
    text: str
    reference: str
    day: str = ""


def read_amount(text: str) -> Decimal:
    """Read `1.250.000`, `1,250,000`, `1 250 000 VND` or `+1250000.00`; đồng has no minor unit, so two last zeros go.

    Raises:
        InvalidOperation: it is no amount.
    """
    clean = re.sub(r"[^\d.,+-]", "", text)
    clean = re.sub(r"[.,]00$", "", clean)
    return Decimal(re.sub(r"[.,+]", "", clean))


def read_statement(data: bytes, layout: str = "any") -> list[StatementRow]:
    """Read the credits of a csv statement in UTF-8, with `,`, `;` or tab between the columns, by a layout of `LAYOUTS`.

    Raises:
        UnreadableStatement: too large, not text, no heading row, or a credit without a number of its own.
    """
    try:
        return list(_credits(read_table(data, LAYOUTS[layout].headings, optional=_OPTIONAL)))
    except UnreadableTable as error:
        raise UnreadableStatement(str(error)) from error


def columns_of(data: bytes, layout: str = "any") -> dict[str, str]:
    """Give the heading that the file itself has for each of our names (`id`, `amount`, `text`, and `day` where it has one).

    Raises:
        UnreadableStatement: as `read_statement`.
    """
    try:
        return read_headings(data, LAYOUTS[layout].headings, optional=_OPTIONAL)
    except UnreadableTable as error:
        raise UnreadableStatement(str(error)) from error


def _credits(rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[StatementRow]:
    for line, row in rows:
        if not row["amount"]:
            continue
        try:
            amount = read_amount(row["amount"])
        except InvalidOperation:
            continue  # a footer or a carried-over balance
        if amount <= 0:
            continue
        if not row["id"]:
            raise UnreadableStatement(gettext("Line %(line)s has no number of its own: it could be counted twice.") % {"line": line})
        text = row["text"]
        yield StatementRow(line=line, id=row["id"], amount=amount, text=text, reference=find_reference(text), day=row["day"])
