"""Money from a bank statement to the orders that it is for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from marketplace.accounts.models import User
from marketplace.ledger.models import Account
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment, PaymentEvent
from marketplace.payments.references import candidates
from marketplace.payments.statements import StatementRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one row: `settled`, `known`, `part`, `over`, `double`, `late` or `unmatched`, with a proposal in words."""

    row: StatementRow
    kind: str
    proposal: str


def proposal_for(kind: str, *, has_code: bool = True) -> str:
    """Say in words what becomes of a row of that kind, and what is proposed to an officer; `has_code` as its text has an order's."""
    if kind == "unmatched" and not has_code:
        return _("the text has no order's code: look for the buyer by amount and time")
    return {
        "settled": _("the order is paid"),
        "known": _("counted before; nothing to do"),
        "part": _("less than is due: call the buyer, or wait for the rest"),
        "double": _("paid once more: what came again is on the list of refunds"),
        "over": _("more than is due: the rest is on the list of refunds"),
        "late": _("the order had ended: the money is on the list of refunds"),
        "unmatched": _("no order has this code: look for the buyer by amount and time"),
    }[kind]


LONGEST_ID = 60


def bank_event_id(bank_id: str, *, account: str = "") -> str:
    """Give the id under which a bank's message counts once: two banks, or two accounts, may give the same number.

    `account` is `BIN/number`, the shop's own if none is named. A long number becomes its digest.
    """
    where = account or f"{settings.BANK_BIN}/{settings.BANK_ACCOUNT}"
    clean = " ".join(bank_id.split())
    if len(clean) > LONGEST_ID:
        clean = f"sha256-{hashlib.sha256(clean.encode()).hexdigest()[:40]}"
    return f"bank:{where[:30]}:{clean}"


def _is_known(row: StatementRow, event_id: str, reference: str) -> bool:
    """Whether the row was taken before; rows of earlier releases were known by the bank's number alone."""
    old = PaymentEvent.objects.filter(event_id=f"bank:{row.id}", payment__reference=reference)
    return PaymentEvent.objects.filter(event_id=event_id).exists() or old.exists()


def take_transfer(row: StatementRow, *, officer: User | None = None, account: str = "") -> Outcome:
    """Settle the order that a row is for, however it was to be paid: this money stands at the bank.

    The bank's number makes a row that is read twice count once.
    """
    event_id = bank_event_id(row.id, account=account)
    if _is_known(row, event_id, row.reference):
        return Outcome(row=row, kind="known", proposal=proposal_for("known"))
    payment = payment_for(row.reference)
    if payment is None:
        return Outcome(row=row, kind="unmatched", proposal=proposal_for("unmatched", has_code=bool(row.reference)))
    refunds, before = payment.refunds.count(), payment.state
    with transaction.atomic():
        payment = settle(payment=payment, event_id=event_id, amount=row.amount, source=Account.CLEARING_BANK)
        record_action(actor=officer, action="payments.take-transfer", subject=payment, after={"amount": int(row.amount)})
    kind = _kind(payment, is_over=payment.refunds.count() > refunds, was=before)
    return Outcome(row=row, kind=kind, proposal=proposal_for(kind))


def payment_for(reference: str) -> Payment | None:
    """Give the payment that a transfer code names, with or without its check character."""
    found = {one.reference: one for one in Payment.objects.filter(reference__in=candidates(reference))} if reference else {}
    return next((found[code] for code in candidates(reference) if code in found), None)


def _kind(payment: Payment, *, is_over: bool, was: str) -> str:
    if payment.state == Payment.State.PAID_LATE:
        return "late"
    if payment.state != Payment.State.PAID:
        return "part"
    if is_over:
        return "double" if was == Payment.State.PAID else "over"
    return "settled"


def take_statement(rows: Iterable[StatementRow], *, officer: User | None = None, account: str = "") -> list[Outcome]:
    """Settle all rows, each in a transaction of its own: one odd row stops no other."""
    return [take_transfer(row, officer=officer, account=account) for row in rows]
