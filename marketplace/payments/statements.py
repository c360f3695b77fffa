"""Bank statements as csv: which column is which, and which rows are money for an order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.lib.csv_tables import UnreadableTable, read_table
from catalog.lib.vietnamese import fold
from marketplace.payments.errors import UnreadableStatement

# Headings as banks write them, folded. The first that a file has is taken.
_HEADINGS: dict[str, Sequence[str]] = {
    "id": ("so but toan", "ma giao dich", "so tham chieu", "reference", "transaction id", "so ct", "ref no"),
    "amount": ("so tien ghi co", "ghi co", "phat sinh co", "credit", "co", "so tien", "amount"),
    "text": ("noi dung chi tiet", "noi dung giao dich", "noi dung", "dien giai", "description", "details"),
}
_REFERENCE = re.compile(r"CS([23456789ABCDEFGHJKMNPQRSTVWXYZ]{12})")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One credit of a statement. `reference` is an order's transfer code found in its text, or empty."""

    line: int
    id: str
    amount: Decimal
    text: str
    reference: str


def find_reference(text: str) -> str:
    """Find an order's transfer code in what a buyer or a bank wrote around it; banks drop and insert blanks and dots."""
    packed = re.sub(r"[^A-Z0-9]", "", fold(text).upper())
    found = _REFERENCE.search(packed)
    return f"CS{found[1]}" if found else ""


def read_amount(text: str) -> Decimal:
    """Read `1.250.000`, `1,250,000`, `1 250 000 VND` or `+1250000.00`; đồng has no minor unit, so two last zeros go.

    Raises:
        InvalidOperation: it is no amount.
    """
    clean = re.sub(r"[^\d.,+-]", "", text)
    clean = re.sub(r"[.,]00$", "", clean)
    return Decimal(re.sub(r"[.,+]", "", clean))


def read_statement(data: bytes) -> list[StatementRow]:
    """Read the credits of a csv statement in UTF-8, with `,`, `;` or tab between the columns.

    Raises:
        UnreadableStatement: too large, not text, no heading row, or a credit without a number of its own.
    """
    try:
        return list(_credits(read_table(data, _HEADINGS)))
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
            raise UnreadableStatement(f"Line {line} has no number of its own: it could be counted twice")
        yield StatementRow(line=line, id=row["id"], amount=amount, text=row["text"], reference=find_reference(row["text"]))
