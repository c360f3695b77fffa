"""What the desk shows of transfers and findings; fixed numbers of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.orders.bank import proposal_for
from marketplace.orders.selectors import spaced
from marketplace.payments.references import find_reference
from marketplace.payments.statements import LAYOUTS, StatementRow, columns_of, read_statement
from marketplace.reconciliation.models import BankRow, BankStatement, OpenFinding
from marketplace.reconciliation.services import OPEN_ANSWERS

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """A transfer that waits for an officer. `answers` are codes of `BankRow.Answer`."""

    id: int
    bank_id: str
    amount: Decimal
    text: str
    kind: str
    kind_name: str
    number: str
    proposal: str
    answers: tuple[str, ...]
    seen_at: datetime


def open_rows() -> list[OpenRow]:
    """Give the transfers that nobody has decided about, the oldest first, at most two hundred."""
    rows = BankRow.objects.filter(answer="").select_related("payment__order").order_by("pk")[:SHOWN]
    return [
        OpenRow(
            id=row.pk,
            bank_id=row.bank_id,
            amount=row.amount,
            text=row.text,
            kind=row.kind,
            kind_name=str(row.get_kind_display()),
            number=spaced(row.payment.order.number) if row.payment else "",
            proposal=proposal_for(row.kind, has_code=bool(find_reference(row.text))),
            answers=tuple(str(answer) for answer in OPEN_ANSWERS[row.kind]),
            seen_at=row.seen_at,
        )
        for row in rows
    ]


FINDING_NAMES = {
    "refund": _("a refund is not done yet"),
    "dispute": _("a card payment is disputed"),
    "books out of balance": _("the books do not balance"),
    "books differ from payment": _("the books differ from the payment"),
    "paid without goods": _("paid, but no goods are held"),
    "order without payment": _("an order without a payment"),
    "paid without order": _("money without an order"),
    "carrier has not paid": _("a carrier has not transferred what it owes for a settlement"),
    "unknown at the provider": _("the card provider has taken money that no order knows"),
    "paid in a wrong currency": _("a card was charged in another currency than the order says"),
    "money differs from books": _("arrivals and refunds differ from the books"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """Something that does not fit, in words."""

    id: int
    name: str
    reference: str
    amount: Decimal
    found_at: datetime
    note: str


def open_findings() -> list[FindingRow]:
    """Give what reconciling finds at present, the newest first, at most two hundred."""
    return [
        FindingRow(
            id=row.pk,
            name=str(FINDING_NAMES.get(row.kind, row.kind)),
            reference=row.reference,
            amount=row.amount,
            found_at=row.found_at,
            note=row.note,
        )
        for row in OpenFinding.objects.filter(gone_at=None).order_by("-pk")[:SHOWN]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPreview:
    """How a file is understood: the bank, the file's own heading for each of our names, the first rows, and how many there are."""

    id: int
    bank: str
    columns: dict[str, str]
    rows: list[StatementRow]
    count: int
    total: Decimal


def preview_of(statement: BankStatement) -> StatementPreview:
    """Read a kept file for its preview."""
    data = bytes(statement.content)
    rows = read_statement(data, statement.layout)
    return StatementPreview(
        id=statement.pk,
        bank=str(LAYOUTS[statement.layout].name),
        columns=columns_of(data, statement.layout),
        rows=rows[:20],
        count=len(rows),
        total=sum((row.amount for row in rows), Decimal(0)),
    )
