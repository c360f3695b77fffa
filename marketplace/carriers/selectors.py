"""Read settlements for the desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from marketplace.carriers.models import CarrierTransfer, SettlementFile, SettlementRow
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a carrier must transfer for a file, as far as its rows are counted, and what of it is at the bank; whole đồng."""

    file: SettlementFile
    due: int
    received: int

    @property
    def open(self) -> int:
        """What has not come; below zero, what the carrier may keep of the next settlement."""
        return self.due - self.received


def _with_sums(files: QuerySet[SettlementFile]) -> QuerySet[SettlementFile]:
    rows = SettlementRow.objects.filter(file=OuterRef("pk"), is_posted=True).order_by().values("file")
    due = rows.annotate(total=Sum(F("collected") - F("shipping_fee") - F("collection_fee"))).values("total")
    transfers = CarrierTransfer.objects.filter(file=OuterRef("pk")).order_by().values("file")
    received = transfers.annotate(total=Sum("row__amount")).values("total")
    sums = {"due": Subquery(due), "received": Subquery(received, output_field=BigIntegerField())}
    return files.select_related("carrier").annotate(**{name: Coalesce(total, 0) for name, total in sums.items()})


def _standings(files: QuerySet[SettlementFile]) -> list[Standing]:
    return [
        Standing(file=file, due=int(file.due), received=int(file.received))  # type: ignore[attr-defined]  # annotated
        for file in files
    ]


def standing_of(file: SettlementFile) -> Standing:
    """Read where one file stands."""
    return _standings(_with_sums(SettlementFile.objects.filter(pk=file.pk)))[0]


def files_for_desk() -> list[Standing]:
    """Read the last thirty files."""
    return _standings(_with_sums(SettlementFile.objects.all())[:30])


def open_standings(**facts: object) -> list[Standing]:
    """Read the counted files for which the carrier still owes something, the oldest first; `facts` narrow them down."""
    files = SettlementFile.objects.filter(state=SettlementFile.State.USED, **facts)
    owing = _with_sums(files).filter(due__gt=F("received"))  # type: ignore[misc]  # annotated
    return _standings(owing.order_by("pk"))
