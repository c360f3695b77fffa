"""Read refunds by bank transfer for the order's page and for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from marketplace.bank_refunds.files import unanswered
from marketplace.bank_refunds.models import RefundAccount
from marketplace.bank_refunds.services import by_hand
from marketplace.payments.banks import bank_name
from marketplace.payments.models import Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRow:
    """A refund as buyer and officers see it. `account` is masked; `step`: asked, given, prepared, sent, done or failed."""

    refund_id: int
    account_id: int | None
    number: str
    amount: Decimal
    step: str
    bank: str
    account: str
    holder: str
    prepared_by_id: int | None
    file_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file for the bank, and how much of it the bank has not answered yet."""

    number: int
    taken_at: datetime
    count: int
    amount: Decimal


def _step(refund: Refund, account: RefundAccount | None) -> str:
    if refund.state != Refund.State.ASKED or account is None:
        return refund.state
    return "prepared" if account.prepared_at else "given"


def _row(refund: Refund) -> RefundRow:
    account: RefundAccount | None = getattr(refund, "bank_account", None)
    return RefundRow(
        refund_id=refund.pk,
        account_id=account.pk if account else None,
        number=refund.payment.order.number,
        amount=refund.amount,
        step=_step(refund, account),
        bank=bank_name(account.bank_bin) if account else "",
        account=account.masked if account else "",
        holder=account.holder if account else "",
        prepared_by_id=account.prepared_by_id if account else None,
        file_number=account.file_id if account else None,
    )


def refunds_of_order(number: str) -> list[RefundRow]:
    """Give an order's refunds that go by bank transfer, oldest first."""
    found = by_hand().filter(payment__order__number=number).select_related("payment__order", "bank_account")
    return [_row(refund) for refund in found.order_by("pk")]


def refunds_waiting() -> list[RefundRow]:
    """Give all that is not done yet, oldest first."""
    return [_row(refund) for refund in _waiting().select_related("payment__order", "bank_account").order_by("pk")]


def count_waiting() -> int:
    """Give how many are not done yet."""
    return _waiting().count()


def _waiting() -> QuerySet[Refund]:
    return by_hand().filter(state__in=[Refund.State.ASKED, Refund.State.SENT])


def count_for_next_file() -> int:
    """Give how many released refunds stand in no file yet."""
    return unanswered().filter(file=None).count()


def open_files() -> list[OpenFile]:
    """Give the files that the bank has not answered whole, newest first."""
    found = unanswered().exclude(file=None).values("file", "file__taken_at").annotate(count=Count("pk"), amount=Sum("refund__amount"))
    return [
        OpenFile(number=row["file"], taken_at=row["file__taken_at"], count=row["count"], amount=row["amount"])
        for row in found.order_by("-file")
    ]
