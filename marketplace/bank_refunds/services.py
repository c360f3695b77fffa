"""Take a buyer's account, prepare a refund, release it, note the bank's answer (docs/algorithms/bank-refunds.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from catalog.audit.services import record_action
from catalog.lib import clock
from catalog.lib.codes import new_code
from catalog.lib.csv_tables import UnreadableTable
from catalog.lib.vietnamese import fold
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import has_duty
from marketplace.bank_refunds.errors import AccountNotTaken, NotYours, UnableToSend, UnreadableAnswer
from marketplace.bank_refunds.models import RefundAccount
from marketplace.ledger.models import Account
from marketplace.orders.parcels import lock_order
from marketplace.payments.bank_answers import BankAnswer, read_bank_answers
from marketplace.payments.models import Refund
from marketplace.payments.refunds import move_refund
from marketplace.payments.states import OFFICER

State, Duty = Refund.State, Appointment.Duty
# A bank may send money back for some weeks; after that the number is of no use to anybody.
KEPT_AFTER_DONE = timedelta(days=90)


def by_hand() -> QuerySet[Refund]:
    """Give the refunds that leave the shop's bank account: nobody sends them but officers."""
    return Refund.objects.filter(source=Account.CLEARING_BANK)


@transaction.atomic
def give_account(*, refund_id: int, bank_bin: str, number: str, holder: str) -> RefundAccount:
    """Note where a buyer wants a refund; given again before it is prepared, it takes the place of the one before.

    The form has checked the shapes; the holder is kept as banks print it, in capitals without marks.

    Raises:
        AccountNotTaken: it has been prepared or sent, or it goes back another way.
    """
    refund = by_hand().select_for_update().filter(pk=refund_id, state=State.ASKED).first()
    known = RefundAccount.objects.filter(refund_id=refund_id).first()
    if refund is None or (known and known.prepared_at):
        raise AccountNotTaken
    facts = {"bank_bin": bank_bin, "number": number, "holder": " ".join(fold(holder).upper().split()), "given_at": clock.now()}
    account, _is_new = RefundAccount.objects.update_or_create(
        refund=refund, defaults=facts, create_defaults={**facts, "reference": new_code("CR")}
    )
    return account


def _locked(account_id: int) -> RefundAccount:
    """Take the order's lock, then the refund's: as everywhere, so that two at once wait for each other."""
    account = RefundAccount.objects.select_related("refund__payment").get(pk=account_id)
    lock_order(account.refund.payment.order_id)
    Refund.objects.select_for_update().get(pk=account.refund_id)
    return RefundAccount.objects.select_related("refund").get(pk=account_id)


@transaction.atomic
def prepare_refund(*, account_id: int, officer: User) -> RefundAccount:
    """Say that account and amount have been looked at; another officer may now release it. Again changes nothing.

    Raises:
        NotYours: no duty to prepare.
        UnableToSend: it has been sent already.
    """
    if not has_duty(officer, Duty.PREPARE):
        raise NotYours
    account = _locked(account_id)
    if account.refund.state != State.ASKED:
        raise UnableToSend
    if account.prepared_at is None:
        account.prepared_by_id, account.prepared_at = officer.pk, clock.now()
        account.save(update_fields=["prepared_by_id", "prepared_at"])
        record_action(actor=officer, action="refunds.prepare", subject=account, after={"amount": int(account.refund.amount)})
    return account


@transaction.atomic
def release_refund(*, account_id: int, officer: User) -> RefundAccount:
    """Let a prepared refund go to the bank: its line stands in the next file. Again changes nothing.

    Raises:
        NotYours: no duty to release, or the same person prepared it.
        UnableToSend: it has not been prepared.
    """
    account = _locked(account_id)
    if not has_duty(officer, Duty.RELEASE) or account.prepared_by_id == officer.pk:
        raise NotYours
    if account.prepared_at is None:
        raise UnableToSend
    if account.released_at is None:
        account.released_by_id, account.released_at = officer.pk, clock.now()
        account.save(update_fields=["released_by_id", "released_at"])
        move_refund(refund_id=account.refund_id, after=State.SENT, by=OFFICER, provider_id=account.reference, actor_id=officer.pk)
        record_action(actor=officer, action="refunds.release", subject=account, after={"amount": int(account.refund.amount)})
    return account


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a row: `done`, `failed`, `known`, `other amount`, `other word` or `unmatched`."""

    line: int
    reference: str
    kind: str


def take_answers(*, data: bytes, officer: User) -> list[Answer]:
    """Note what the bank answered, each row by itself; what is told twice counts once, what does not fit changes nothing.

    A refund that failed is asked for again, and its buyer for another account.

    Raises:
        UnreadableAnswer: nothing was changed.
        NotYours: no duty to prepare or to release.
    """
    if not (has_duty(officer, Duty.PREPARE) or has_duty(officer, Duty.RELEASE)):
        raise NotYours
    try:
        rows = read_bank_answers(data, prefix="CR")
    except UnreadableTable as error:
        raise UnreadableAnswer(str(error)) from error
    return [_take(row, officer) for row in rows]


def _take(row: BankAnswer, officer: User) -> Answer:
    account = RefundAccount.objects.filter(reference=row.reference).select_related("refund").first() if row.reference else None
    if account is None:
        return Answer(row.line, row.reference or row.text[:40], "unmatched")
    is_same = row.amount == account.refund.amount
    if not is_same or row.is_paid is None:
        return Answer(row.line, account.reference, "other word" if is_same else "other amount")
    return Answer(row.line, account.reference, _answer(account.pk, State.DONE if row.is_paid else State.FAILED, officer))


@transaction.atomic
def _answer(account_id: int, after: str, officer: User) -> str:
    account = _locked(account_id)
    if account.refund.state == after:
        return "known"
    if account.refund.state != State.SENT and not (account.refund.state == State.DONE and after == State.FAILED):
        return "other word"
    move_refund(refund_id=account.refund_id, after=after, by=OFFICER, actor_id=officer.pk)
    record_action(actor=officer, action="refunds.answer", subject=account, after={"state": after})
    return "done" if after == State.DONE else "failed"


def erase_refund_accounts(*, order_ids: Sequence[int] | None = None) -> int:
    """Empty the numbers of refunds that are done: of these orders, or of all once the time to keep them is over; give how many."""
    ended = RefundAccount.objects.filter(refund__state__in=[State.DONE, State.FAILED], erased_at=None)
    if order_ids is not None:
        ended = ended.filter(refund__payment__order_id__in=order_ids)
    else:
        before = clock.now() - KEPT_AFTER_DONE
        ended = ended.filter(Q(refund__done_at__lt=before) | Q(refund__done_at=None, released_at__lt=before))
    return ended.update(number="", holder="", erased_at=clock.now())
