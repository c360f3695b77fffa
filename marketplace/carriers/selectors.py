"""Read settlements for the desk."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.carriers.models import SettlementFile, SettlementRow
from marketplace.carriers.outcomes import NAMES, PROPOSALS, QUEUED, due_of, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row as an officer sees it: what the carrier says, what is due, what it is, and what is proposed."""

    id: int
    line: int
    tracking: str
    reference: str
    collected: int
    fee: int
    due: int | None
    outcome: str
    outcome_name: str
    proposal: str
    can_count: bool
    has_parcel: bool


def _view(row: SettlementRow) -> RowView:
    """Read one row; one that was not counted yet is judged as things stand now."""
    if row.outcome:
        outcome, parcel = row.outcome, row.parcel
    else:
        found = judge(row)
        outcome, parcel = found.outcome, found.parcel
    return RowView(
        id=row.pk,
        line=row.line,
        tracking=row.tracking,
        reference=row.reference,
        collected=row.collected,
        fee=row.shipping_fee + row.collection_fee,
        due=due_of(parcel) if parcel else None,
        outcome=outcome,
        outcome_name=str(NAMES[outcome]),
        proposal=str(PROPOSALS.get(outcome, "")),
        can_count=not row.is_posted,
        has_parcel=parcel is not None,
    )


def rows_of(file: SettlementFile) -> list[RowView]:
    """Read all rows of a file, in its order."""
    return [_view(row) for row in file.rows.select_related("parcel__order__payment").order_by("pk")]


def waiting_rows() -> list[RowView]:
    """Read the rows that wait for an answer, the oldest first."""
    rows = SettlementRow.objects.filter(outcome__in=QUEUED, answer="").select_related("parcel__order__payment")
    return [_view(row) for row in rows.order_by("pk")[:100]]


def files_for_desk() -> list[SettlementFile]:
    """Read the last thirty files."""
    return list(SettlementFile.objects.select_related("carrier")[:30])
