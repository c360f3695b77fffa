"""Carriers' files, csv or xlsx: which column is which, and what each row says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.lib.codes import plain_code
from catalog.lib.csv_tables import heading_of, places_of
from catalog.registry.errors import UnreadableSource
from catalog.registry.reading.facts import Cell
from catalog.registry.reading.tables import read_rows
from marketplace.carriers.errors import UnreadableSettlement
from marketplace.payments.statements import read_amount

# Headings as carriers write them, folded. The first that a file has is taken; a carrier's own heading goes before all.
HEADINGS: dict[str, tuple[str, ...]] = {
    "tracking": ("ma van don", "so van don", "ma van chuyen", "van don", "tracking code", "tracking"),
    "reference": ("ma don hang", "ma don khach hang", "ma tham chieu", "ma don", "order code", "client order code"),
    "collected": ("tien thu ho", "so tien thu ho", "thu ho", "tien cod", "cod", "collected", "cod amount"),
    "shipping_fee": ("phi van chuyen", "cuoc van chuyen", "cuoc phi", "cuoc", "phi giao hang", "shipping fee"),
    "collection_fee": ("phi thu ho", "phi cod", "cod fee", "collection fee"),
    "state": ("trang thai", "ket qua", "status"),
    "settled_on": ("ngay doi soat", "ngay thanh toan", "ngay chuyen tien", "settled on"),
}
NAMES = {
    "tracking": gettext_lazy("Tracking code"),
    "reference": gettext_lazy("Order number"),
    "collected": gettext_lazy("Collected"),
    "shipping_fee": gettext_lazy("Fee for shipping"),
    "collection_fee": gettext_lazy("Fee for collecting"),
    "state": gettext_lazy("State"),
    "settled_on": gettext_lazy("Settled on"),
}
NEEDED = ("tracking", "collected")
_RETURNED = ("hoan", "tra lai", "chuyen hoan", "khong nhan", "tu choi", "return", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementLine:
    """One row as read; amounts in whole đồng."""

    line: int
    tracking: str
    reference: str
    collected: int
    shipping_fee: int
    collection_fee: int
    is_returned: bool
    settled_on: date | None

    def key(self, carrier_id: int) -> str:
        """Give a digest of all that it says: two rows of the same content are the same row, in whatever file."""
        facts = (carrier_id, self.tracking, self.reference, self.collected, self.shipping_fee, self.collection_fee, self.is_returned)
        return hashlib.sha256(repr((*facts, str(self.settled_on))).encode()).hexdigest()[:40]


def clean_code(text: str) -> str:
    """Write a code as it is kept and compared, at most forty signs of it."""
    return plain_code(text)[:40]


def read_settlement(data: bytes, columns: Mapping[str, str]) -> list[SettlementLine]:
    """Read a carrier's file; `columns` gives its own headings by our names. Rows that name no parcel, such as sums, are passed over.

    Raises:
        UnreadableSettlement: no table, no row with the headings, or an amount that is none; the message says where.
    """
    try:
        rows = read_rows(data)
    except UnreadableSource as error:
        raise UnreadableSettlement(str(error)) from error
    start, places = _find_columns([row.cells for row in rows], columns)
    found = list(_lines([(row.line, row.cells) for row in rows[start:]], places))
    if not found:
        raise UnreadableSettlement(_("No row names a parcel."))
    return found


def _find_columns(rows: Sequence[Sequence[Cell]], own: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    wanted = {field: (heading_of(own[field]),) if own.get(field) else known for field, known in HEADINGS.items()}
    for number, cells in enumerate(rows[:30]):
        places = places_of(cells, wanted)
        if all(field in places for field in NEEDED):
            return number + 1, places
    first = "; ".join(str(cell) for cell in rows[0] if cell) if rows else ""
    raise UnreadableSettlement(
        _("No row names the columns for tracking code and amount. The first row says: %(row)s. Tell us the carrier's headings.")
        % {"row": first[:200]}
    )


def _lines(rows: Sequence[tuple[int, Sequence[Cell]]], places: Mapping[str, int]) -> Iterator[SettlementLine]:
    for line, cells in rows:
        row = {field: cells[place] if place < len(cells) else None for field, place in places.items()}
        tracking, reference = clean_code(_text(row.get("tracking"))), clean_code(_text(row.get("reference")))
        if not (tracking or reference) or row.get("collected") in (None, ""):
            continue
        yield SettlementLine(
            line=line,
            tracking=tracking,
            reference=reference,
            collected=_amount(row.get("collected"), line),
            shipping_fee=_amount(row.get("shipping_fee"), line),
            collection_fee=_amount(row.get("collection_fee"), line),
            is_returned=any(word in heading_of(row.get("state")) for word in _RETURNED),
            settled_on=_day(row.get("settled_on")),
        )


def _text(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "")


def _amount(cell: Cell, line: int) -> int:
    if cell in (None, ""):
        return 0
    try:
        amount = Decimal(str(cell)) if isinstance(cell, (int, float, Decimal)) else read_amount(str(cell))
    except InvalidOperation as error:
        raise UnreadableSettlement(_("Line %(line)s: “%(cell)s” is no amount.") % {"line": line, "cell": str(cell)[:40]}) from error
    if amount < 0 or amount != int(amount) or amount > 10**10:
        raise UnreadableSettlement(_("Line %(line)s: “%(cell)s” is no amount.") % {"line": line, "cell": str(cell)[:40]})
    return int(amount)


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(str(cell or "").strip()[:10], pattern).date()  # a day has no zone
        except ValueError:
            continue
    return None
