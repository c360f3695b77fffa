"""Bank statements as csv: which column is which, and which rows are money for an order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.lib.vietnamese import fold
from marketplace.payments.errors import UnreadableStatement

# Headings as banks write them, folded. The first that a file has is taken.
_HEADINGS: dict[str, Sequence[str]] = {
    "id": ("so but toan", "ma giao dich", "so tham chieu", "reference", "transaction id", "so ct", "ref no"),
    "amount": ("so tien ghi co", "ghi co", "phat sinh co", "credit", "co", "so tien", "amount"),
    "text": ("noi dung chi tiet", "noi dung giao dich", "noi dung", "dien giai", "description", "details"),
}
_REFERENCE = re.compile(r"CS([23456789ABCDEFGHJKMNPQRSTVWXYZ]{12})")
MOST_BYTES = 5_000_000


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
    if len(data) > MOST_BYTES:
        raise UnreadableStatement("The file is larger than 5 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableStatement("The file is not UTF-8 text: save it as CSV UTF-8") from error
    delimiter = max(",;\t", key=text.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableStatement(str(error)) from error
    start, columns = _find_columns(rows)
    return list(_credits(rows, start, columns))


def _find_columns(rows: Iterable[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(rows):
        names = [" ".join(fold(cell).split()) for cell in row]
        columns = {key: names.index(name) for key, wanted in _HEADINGS.items() for name in reversed(wanted) if name in names}
        if len(columns) == len(_HEADINGS):
            return number + 1, columns
    raise UnreadableStatement("No row names the columns: number of the transaction, credit, text")


def _credits(rows: Sequence[Sequence[str]], start: int, columns: dict[str, int]) -> Iterator[StatementRow]:
    for line, row in enumerate(rows[start:], start=start + 1):
        if len(row) <= max(columns.values()) or not row[columns["amount"]].strip():
            continue
        try:
            amount = read_amount(row[columns["amount"]])
        except InvalidOperation:
            continue  # a footer or a carried-over balance
        if amount <= 0:
            continue
        number = row[columns["id"]].strip()
        if not number:
            raise UnreadableStatement(f"Line {line} has no number of its own: it could be counted twice")
        text = row[columns["text"]].strip()
        yield StatementRow(line=line, id=number, amount=amount, text=text, reference=find_reference(text))
