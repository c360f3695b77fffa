"""The files that carry released refunds to the bank: each transfer in one file, each file to be asked for again by its number."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from catalog.audit.services import record_action
from catalog.lib.locks import hold
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import has_duty
from marketplace.bank_refunds.errors import NothingForTheBank, NotYours
from marketplace.bank_refunds.models import RefundAccount, RefundFile
from marketplace.payments.bank_files import BankTransfer, transfers_file
from marketplace.payments.models import Refund


def unanswered() -> QuerySet[RefundAccount]:
    """Give the released refunds that the bank has not answered."""
    return RefundAccount.objects.filter(refund__state=Refund.State.SENT, released_at__isnull=False, erased_at=None)


@transaction.atomic
def take_file(*, officer: User) -> tuple[RefundFile, Iterator[bytes]]:
    """Put all released refunds that stand in no file yet into a new one; give it and its csv, and note who took it.

    Two officers at once wait for each other, and no transfer comes into both files: the bank would pay it twice.

    Raises:
        NotYours: no duty to release: it holds whole account numbers.
        NothingForTheBank: nothing was released since the last file.
    """
    if not has_duty(officer, Appointment.Duty.RELEASE):
        raise NotYours
    hold("bank_refunds.file")
    fresh = list(unanswered().filter(file=None).values_list("pk", flat=True))
    if not fresh:
        raise NothingForTheBank
    file = RefundFile.objects.create(taken_by_id=officer.pk)
    RefundAccount.objects.filter(pk__in=fresh).update(file=file)
    return file, _lines(file, officer, is_again=False)


@transaction.atomic
def take_file_again(*, number: int, officer: User) -> Iterator[bytes]:
    """Give the csv of an earlier file for one that was lost: what the bank has answered meanwhile is left out.

    Raises:
        RefundFile.DoesNotExist: there is none of this number.
        NotYours: no duty to release.
        NothingForTheBank: the bank has answered all of it.
    """
    if not has_duty(officer, Appointment.Duty.RELEASE):
        raise NotYours
    file = RefundFile.objects.get(pk=number)
    if not unanswered().filter(file=file).exists():
        raise NothingForTheBank
    return _lines(file, officer, is_again=True)


def _lines(file: RefundFile, officer: User, *, is_again: bool) -> Iterator[bytes]:
    accounts = list(unanswered().filter(file=file).select_related("refund").order_by("pk"))
    for account in accounts:
        record_action(actor=officer, action="refunds.take-file", subject=account, after={"file": file.pk, "is_again": is_again})
    return transfers_file(map(_transfer, accounts))


def _transfer(account: RefundAccount) -> BankTransfer:
    return BankTransfer(
        reference=account.reference,
        bank_bin=account.bank_bin,
        number=account.number,
        holder=account.holder,
        amount=int(account.refund.amount),
        purpose=f"CHO SAO HOAN TIEN {account.reference}",
    )
