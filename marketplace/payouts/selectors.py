"""What producers and officers read of payouts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum
from django.utils.translation import gettext

from catalog.lib import clock
from catalog.producers.models import Producer
from catalog.producers.selectors import producer_text
from marketplace.accounts.models import User
from marketplace.accounts.permissions import ROLE_PERMISSIONS
from marketplace.ledger.models import Account, Entry
from marketplace.ledger.selectors import payable_to
from marketplace.payments.banks import bank_label
from marketplace.payouts.models import BankAccount, Payout, PayoutRun
from marketplace.payouts.payables import Payables, payables_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutRow:
    """One payout in a list; the account is masked."""

    id: int
    reference: str
    producer: str
    account: str
    amount: int
    state: str
    state_label: str
    period_from: date
    period_to: date
    paid_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProducerMoney:
    """What a producer is owed and was paid, whole đồng."""

    owed: int
    ready: int
    waiting: int
    held: int
    on_the_way: int
    paid: int
    account: str
    account_state: str
    waiting_account: str
    payouts: list[PayoutRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run in a list, or above its payouts."""

    id: int
    state: str
    state_label: str
    period_from: date
    period_to: date
    minimum: int
    count: int
    total: int
    prepared_by_id: int
    prepared_by: str
    prepared_at: datetime
    released_by: str
    released_at: datetime | None


def _payout_row(payout: Payout) -> PayoutRow:
    last = payout.moves.all().order_by("-pk").first()
    return PayoutRow(
        id=payout.pk,
        reference=payout.reference,
        producer=producer_text(payout.producer, "vi").title,
        account=payout.account.shown,
        amount=payout.amount,
        state=payout.state,
        state_label=payout.get_state_display(),
        period_from=payout.run.period_from,
        period_to=payout.run.period_to,
        paid_at=payout.paid_at,
        reason=gettext(last.reason) if last and last.reason else "",
    )


def producer_money(producer: Producer) -> ProducerMoney:
    """Read a producer's balance now, and the payouts that were ever handed to the bank."""
    payables = payables_of(producer.pk, clock.today())
    way = Entry.objects.filter(producer=producer, account=Account.PAYOUTS).aggregate(total=Sum("amount"))["total"] or 0
    accounts = {account.state: account for account in producer.bank_accounts.exclude(state=BankAccount.State.RETIRED)}
    verified, entered = accounts.get(BankAccount.State.VERIFIED), accounts.get(BankAccount.State.ENTERED)
    payouts = payouts_for(producer)
    return ProducerMoney(
        owed=payable_to(producer.pk),
        ready=Payables.total(payables.ready),
        waiting=Payables.total(payables.waiting),
        held=Payables.total(payables.held),
        on_the_way=-int(way),
        paid=sum(payout.amount for payout in payouts if payout.state == Payout.State.PAID),
        account=verified.shown if verified else "",
        account_state=verified.get_state_display() if verified else "",
        waiting_account=entered.shown if entered else "",
        payouts=payouts,
    )


def payouts_for(producer: Producer) -> list[PayoutRow]:
    """Read a producer's payouts that were ever handed to the bank, the newest first."""
    hidden = [Payout.State.PREPARED, Payout.State.CANCELLED]
    rows = Payout.objects.filter(producer=producer).exclude(state__in=hidden).select_related("run", "producer", "account")
    return [_payout_row(payout) for payout in rows.prefetch_related("producer__texts")]


def get_payout_for(producer: Producer, reference: str) -> Payout:
    """Give a producer's payout that was ever handed to the bank.

    Raises:
        Payout.DoesNotExist: there is none, or it is another's.
    """
    hidden = [Payout.State.PREPARED, Payout.State.CANCELLED]
    rows = Payout.objects.select_related("run", "producer", "account").exclude(state__in=hidden)
    return rows.get(producer=producer, reference=reference)


def producers_of_member(user: User) -> list[Producer]:
    """Read the producers whose money the person may see."""
    roles = [role for role, allowed in ROLE_PERMISSIONS.items() if "payouts.see" in allowed]
    mine = Producer.objects.filter(memberships__user_id=user.pk, memberships__role__in=roles)
    return list(mine.prefetch_related("texts").order_by("pk"))


def runs_for_desk() -> list[RunRow]:
    """Read the last fifty runs."""
    runs = PayoutRun.objects.annotate(count=Count("payouts"), total=Sum("payouts__amount"))[:50]
    return _run_rows(list(runs))


def _run_rows(runs: list[PayoutRun]) -> list[RunRow]:
    ids = {run.prepared_by_id for run in runs} | {run.released_by_id for run in runs if run.released_by_id}
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return [
        RunRow(
            id=run.pk,
            state=run.state,
            state_label=run.get_state_display(),
            period_from=run.period_from,
            period_to=run.period_to,
            minimum=run.minimum,
            count=run.count,  # type: ignore[attr-defined]  # annotated
            total=run.total or 0,  # type: ignore[attr-defined]  # annotated
            prepared_by_id=run.prepared_by_id,
            prepared_by=people.get(run.prepared_by_id, f"#{run.prepared_by_id}"),
            prepared_at=run.prepared_at,
            released_by=people.get(run.released_by_id or 0, ""),
            released_at=run.released_at,
        )
        for run in runs
    ]


def run_for_desk(run_id: int) -> tuple[RunRow, list[PayoutRow]]:
    """Read a run with its payouts.

    Raises:
        PayoutRun.DoesNotExist: there is none.
    """
    run = PayoutRun.objects.annotate(count=Count("payouts"), total=Sum("payouts__amount")).get(pk=run_id)
    payouts = Payout.objects.filter(run=run).select_related("run", "producer", "account").prefetch_related("producer__texts").order_by("pk")
    return _run_rows([run])[0], [_payout_row(payout) for payout in payouts]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountToCheck:
    """An account that waits to be checked: whoever checks must see the whole number."""

    id: int
    producer: str
    bank: str
    number: str
    holder: str


def accounts_to_check() -> list[AccountToCheck]:
    """Read the accounts that wait to be checked."""
    waiting = BankAccount.objects.filter(state=BankAccount.State.ENTERED).select_related("producer").prefetch_related("producer__texts")
    return [
        AccountToCheck(
            id=account.pk,
            producer=producer_text(account.producer, "vi").title,
            bank=bank_label(account.bank_bin),
            number=account.number,
            holder=account.holder,
        )
        for account in waiting.order_by("pk")
    ]
