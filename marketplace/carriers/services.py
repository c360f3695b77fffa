"""Stage a carrier's file, look at it, use it once, answer what does not fit (docs/algorithms/carriers.md).

Who may do so is asked by the caller; each step is one entry of the audit log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction

from catalog.audit.services import record_action
from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.carriers.errors import SettlementMoved, UnableToCount
from marketplace.carriers.models import Carrier, SettlementFile, SettlementRow
from marketplace.carriers.outcomes import ODD, POSTED, QUEUED, RETURNED, find_parcel, judge
from marketplace.carriers.reading import HEADINGS, read_settlement
from marketplace.ledger.models import Account
from marketplace.ledger.provider_postings import post_carrier_fees
from marketplace.orders.errors import UnableToMove
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import lock_orders, move_parcel
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment

State, By = Parcel.State, ParcelMove.By


@transaction.atomic
def keep_carrier(*, name: str, columns: Mapping[str, str], officer: User) -> Carrier:
    """Put a carrier on file, or give its files' headings anew; an empty heading means the usual ones."""
    own = {field: " ".join(heading.split())[:80] for field, heading in columns.items() if field in HEADINGS and heading.strip()}
    carrier, _is_new = Carrier.objects.update_or_create(name=" ".join(name.split())[:80], defaults={"columns": own})
    record_action(actor=officer, action="carriers.keep", subject=carrier, after={"columns": own})
    return carrier


@transaction.atomic
def stage_settlement(*, carrier: Carrier, name: str, data: bytes, officer: User) -> SettlementFile:
    """Read a file and keep its rows to be looked at; nothing is counted yet. The file itself is not kept: it may name buyers.

    Raises:
        UnreadableSettlement: nothing was written.
        SettlementMoved: this very file was brought before.
    """
    lines = read_settlement(data, carrier.columns)
    digest = hashlib.sha256(data).hexdigest()
    if SettlementFile.objects.filter(sha256=digest).exists():
        raise SettlementMoved
    file = SettlementFile.objects.create(carrier=carrier, name=name[:120], sha256=digest, staged_by_id=officer.pk)
    SettlementRow.objects.bulk_create(
        SettlementRow(
            file=file,
            line=one.line,
            key=one.key(carrier.pk),
            tracking=one.tracking,
            reference=one.reference,
            collected=one.collected,
            shipping_fee=one.shipping_fee,
            collection_fee=one.collection_fee,
            is_returned=one.is_returned,
            settled_on=one.settled_on,
        )
        for one in lines
    )
    record_action(actor=officer, action="carriers.stage", subject=file, after={"rows": len(lines)})
    return file


def _locked(file_id: int) -> SettlementFile:
    """Lock a staged file, its carrier first: two files of one carrier are counted one after the other.

    Raises:
        SettlementMoved: it was used.
        SettlementFile.DoesNotExist: there is none.
    """
    carrier_id = SettlementFile.objects.values_list("carrier_id", flat=True).get(pk=file_id)
    Carrier.objects.select_for_update().get(pk=carrier_id)
    file = SettlementFile.objects.select_for_update().get(pk=file_id)
    if file.state != SettlementFile.State.STAGED:
        raise SettlementMoved
    return file


@transaction.atomic
def discard_settlement(*, file_id: int, officer: User) -> None:
    """Give up a file that was only looked at.

    Raises:
        SettlementMoved, SettlementFile.DoesNotExist: as `use_settlement`.
    """
    file = _locked(file_id)
    record_action(actor=officer, action="carriers.discard", subject=file, before={"sha256": file.sha256})
    file.delete()


@transaction.atomic
def use_settlement(*, file_id: int, officer: User) -> SettlementFile:
    """Count a file: money, fees and parcels move; what does not fit is listed. A row that was counted before changes nothing.

    Raises:
        SettlementMoved: it was used before.
        SettlementFile.DoesNotExist: there is none.
    """
    file = _locked(file_id)
    rows = list(file.rows.order_by("pk"))
    meant = (find_parcel(row.tracking, row.reference) for row in rows)
    lock_orders(parcel.order_id for parcel in meant if parcel)
    for row in rows:
        found = judge(row)
        row.outcome, row.parcel = found.outcome, found.parcel
        if found.outcome in POSTED:
            _count(row)
        row.save(update_fields=["outcome", "parcel", "is_posted"])
    file.state, file.used_by_id, file.used_at = SettlementFile.State.USED, officer.pk, clock.now()
    file.save(update_fields=["state", "used_by_id", "used_at"])
    record_action(actor=officer, action="carriers.use", subject=file)
    return file


def _count(row: SettlementRow) -> None:
    """Write what a row says: the cash arrives, the parcel arrives or comes back, the carrier keeps its fees."""
    assert row.parcel is not None  # noqa: S101  # what is counted has one; the database says so too
    parcel = row.parcel
    try:
        with transaction.atomic():
            if row.outcome == RETURNED:
                move_parcel(parcel_id=parcel.pk, after=State.REFUSED, by=By.SYSTEM, reason="carrier")
            elif parcel.state == State.SENT:
                move_parcel(parcel_id=parcel.pk, after=State.DELIVERED, by=By.SYSTEM, reason="carrier")
    except UnableToMove:
        row.outcome = ODD
        return
    payment = Payment.objects.get(order_id=parcel.order_id)
    if row.collected:
        settle(payment=payment, event_id=f"carrier:{row.key}", amount=Decimal(row.collected), source=Account.CLEARING_CASH)
    post_carrier_fees(key=str(row.pk), order_id=parcel.order_id, shipping=row.shipping_fee, collection=row.collection_fee)
    row.is_posted = True


@transaction.atomic
def answer_row(*, row_id: int, officer: User, counts: bool, number: str = "", note: str = "") -> SettlementRow:
    """Answer a row that did not fit: count it after all (for the parcel of `number`, where none was found), or leave it as it is.

    Raises:
        SettlementMoved: it was answered before, or does not wait.
        UnableToCount: no parcel is known for it, or it was counted with the file.
        SettlementRow.DoesNotExist: there is none.
    """
    row = SettlementRow.objects.select_for_update().get(pk=row_id)
    if row.outcome not in QUEUED or row.answer:
        raise SettlementMoved
    if counts:
        row.parcel = row.parcel or find_parcel(number, number)
        if row.parcel is None or row.is_posted:
            raise UnableToCount
        try:
            with transaction.atomic():
                _count(row)
                row.save(update_fields=["parcel", "is_posted", "outcome"])
        except IntegrityError as error:  # the same content was counted meanwhile
            raise UnableToCount from error
        if not row.is_posted:
            raise UnableToCount
    row.answer = SettlementRow.Answer.COUNTED if counts else SettlementRow.Answer.LEFT
    row.note, row.answered_by_id, row.answered_at = note.strip()[:200], officer.pk, clock.now()
    row.save(update_fields=["answer", "note", "answered_by_id", "answered_at"])
    record_action(actor=officer, action="carriers.answer", subject=row, after={"answer": row.answer, "parcel": row.parcel_id})
    return row
