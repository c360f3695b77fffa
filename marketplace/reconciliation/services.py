"""Take what banks tell: plain payments settle, the rest waits for an officer with a proposal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.lib import clock
from catalog.lib.codes import plain_code
from catalog.lib.locks import hold
from marketplace.accounts.models import User
from marketplace.ledger.models import Account
from marketplace.orders.bank import Outcome, bank_event_id, payment_for, proposal_for, take_transfer
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment, PaymentEvent
from marketplace.payments.references import find_reference
from marketplace.payments.statements import StatementRow, read_statement
from marketplace.reconciliation.errors import UnableToDecide
from marketplace.reconciliation.models import BankRow, BankStatement

Kind, Answer = BankRow.Kind, BankRow.Answer
# For what an officer may decide what; what is over, double or late goes back by itself, what is short waits for the rest.
# That a carrier pays with it is decided in the room that knows settlements (`carriers/transfers.py`).
OPEN_ANSWERS: dict[str, tuple[BankRow.Answer, ...]] = {
    Kind.UNMATCHED: (Answer.ASSIGNED, Answer.RETURNED, Answer.FOREIGN),
    Kind.PART: (Answer.SEEN,),
    Kind.OVER: (Answer.SEEN,),
    Kind.DOUBLE: (Answer.SEEN,),
    Kind.LATE: (Answer.SEEN,),
}
KEEPS_TEXT, KEEPS_STATEMENT = timedelta(days=180), timedelta(days=7)


def take_row(row: StatementRow, *, officer: User | None = None, account: str = "") -> Outcome:
    """Settle what a transfer is for, and put it into the queue if it is not simply an order paid; one transaction, once for a number.

    The bank's call and its statement tell the same transfer, one of them perhaps with its text cut off. What an officer has decided
    about stays so, and what waits is taken off the queue as soon as a telling names its order.
    """
    event_id = bank_event_id(row.id, account=account)
    with transaction.atomic():
        hold(event_id)
        waiting = BankRow.objects.select_for_update().filter(event_id=event_id).first()
        if waiting and waiting.answer:
            return Outcome(row=row, kind="known", proposal=proposal_for("known"))
        outcome = take_transfer(row, officer=officer, account=account)
        if outcome.kind in Kind.values:
            _queue(row, event_id, outcome.kind, waiting)
        elif waiting and outcome.kind == "settled":
            waiting.delete()  # its arrival stands with the order
    return outcome


def _queue(row: StatementRow, event_id: str, kind: str, waiting: BankRow | None) -> None:
    facts = {"amount": row.amount, "text": row.text[:300], "kind": kind, "payment": payment_for(row.reference)}
    if waiting is None:
        BankRow.objects.create(event_id=event_id, bank_id=row.id[:120], **facts)
    elif kind != Kind.UNMATCHED:  # a telling that knows more than the one before
        BankRow.objects.filter(pk=waiting.pk).update(**facts)


def take_rows(rows: Iterable[StatementRow], *, officer: User | None = None, account: str = "") -> list[Outcome]:
    """Take all rows, each in a transaction of its own: one odd row stops no other."""
    return [take_row(row, officer=officer, account=account) for row in rows]


def bring_statement(*, data: bytes, layout: str, officer: User) -> BankStatement:
    """Keep a bank's file until it has been looked at; nothing is taken yet. The same file again gives the same one.

    Raises:
        UnreadableStatement: it cannot be read by that layout; nothing was kept.
    """
    read_statement(data, layout)
    digest = hashlib.sha256(data).hexdigest()
    facts = {"layout": layout, "content": data, "brought_by_id": officer.pk}
    statement, is_new = BankStatement.objects.get_or_create(digest=digest, defaults=facts)
    if not is_new and statement.taken_at is None:
        statement.layout, statement.content = layout, data
        statement.save(update_fields=["layout", "content"])
    return statement


def take_statement_of(*, statement_id: int, officer: User) -> list[Outcome]:
    """Take what was shown, then empty the file; a file that was taken gives no rows.

    Raises:
        BankStatement.DoesNotExist: there is none.
    """
    statement = BankStatement.objects.get(pk=statement_id)
    if statement.taken_at is not None:
        return []
    outcomes = take_rows(read_statement(bytes(statement.content), statement.layout), officer=officer)
    with transaction.atomic():
        # Rows count once by their numbers, so that two officers who take it at once do no harm.
        BankStatement.objects.filter(pk=statement.pk).update(taken_at=clock.now(), content=b"")
        record_action(actor=officer, action="reconciliation.take-statement", subject=statement, after={"rows": len(outcomes)})
    return outcomes


@transaction.atomic
def decide_row(*, row_id: int, officer: User, answer: str, number: str = "", note: str = "") -> BankRow:
    """Decide about a transfer, once. `assigned` settles the order of that number with it.

    The caller has asked whether the officer's duty allows it.

    Raises:
        UnableToDecide: decided already, no such answer for its kind, no such order, or a note is missing.
        BankRow.DoesNotExist: there is none.
    """
    row = lock_open_row(row_id)
    if answer not in OPEN_ANSWERS[row.kind]:
        raise UnableToDecide(_("That is no answer for this transfer"))
    if answer in (Answer.RETURNED, Answer.FOREIGN) and not note.strip():
        raise UnableToDecide(_("A note is needed"))
    if answer == Answer.ASSIGNED:
        row.payment = _assign(row, number)
    close_row(row, officer=officer, answer=answer, note=note, payment=row.payment_id)
    return row


def lock_open_row(row_id: int) -> BankRow:
    """Lock a transfer that waits, in the caller's transaction.

    Raises:
        UnableToDecide: it has been decided about, or its money has been counted for an order.
        BankRow.DoesNotExist: there is none.
    """
    row = BankRow.objects.select_for_update().get(pk=row_id)
    is_counted = row.kind == Kind.UNMATCHED and PaymentEvent.objects.filter(event_id=row.event_id).exists()
    if row.answer or is_counted:
        raise UnableToDecide(_("This transfer has been decided about already"))
    return row


def close_row(row: BankRow, *, officer: User, answer: str, note: str, **facts: int | None) -> None:
    """Write down what was decided about a locked transfer; `facts` say in the log what it was for."""
    row.answer, row.note, row.decided_by_id, row.decided_at = answer, note.strip()[:200], officer.pk, clock.now()
    row.save(update_fields=["answer", "note", "decided_by_id", "decided_at", "payment"])
    after = {"answer": answer, "amount": int(row.amount), **facts}
    record_action(actor=officer, action="reconciliation.decide-row", subject=row, before={"kind": row.kind}, after=after)


def _assign(row: BankRow, number: str) -> Payment:
    clean = plain_code(number)
    payment = Payment.objects.filter(order__number=clean).first() or payment_for(find_reference(clean))
    if payment is None:
        raise UnableToDecide(_("We find no order with this number"))
    return settle(payment=payment, event_id=row.event_id, amount=row.amount, source=Account.CLEARING_BANK)


def forget_bank_texts() -> int:
    """Empty the texts of transfers decided half a year ago, and files that nobody took within a week; give how many."""
    now = clock.now()
    texts = BankRow.objects.filter(decided_at__lt=now - KEEPS_TEXT).exclude(text="").update(text="")
    stale = BankStatement.objects.filter(taken_at=None, brought_at__lt=now - KEEPS_STATEMENT)
    return texts + stale.delete()[0]


def own_account() -> str:
    """Give the shop's account as bank and number."""
    return f"{settings.BANK_BIN}/{settings.BANK_ACCOUNT}"
