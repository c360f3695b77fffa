"""Runs of payouts: prepared by one officer, released by another, answered by the bank (docs/algorithms/payouts.md)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from catalog.audit.services import record_action
from catalog.lib import clock
from catalog.lib.codes import new_code
from catalog.producers.models import Producer
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import has_duty
from marketplace.ledger.models import Account
from marketplace.ledger.selectors import payable_to
from marketplace.ledger.services import Posting, post_journal, reverse_journal
from marketplace.payouts.errors import NothingToPay, NotYours, RunMoved
from marketplace.payouts.models import BankAccount, Payout, PayoutItem, PayoutMove, PayoutRun
from marketplace.payouts.payables import OpenEntry, Payables, are_held, open_entries, payables_of

RunState, State = PayoutRun.State, Payout.State

RUN_MOVES = {
    (RunState.PREPARED, RunState.RELEASED),
    (RunState.PREPARED, RunState.CANCELLED),
    (RunState.RELEASED, RunState.CLOSED),
}
MOVES = {
    (State.PREPARED, State.SENT),
    (State.PREPARED, State.CANCELLED),
    (State.SENT, State.PAID),
    (State.SENT, State.FAILED),
    (State.PAID, State.RETURNED),
}
# In these a payout no longer stands: what it was made of is owed again.
FALLEN = (State.CANCELLED, State.FAILED, State.RETURNED)


def new_reference() -> str:
    """Make the code that names a payout in the bank's files."""
    return new_code("CP")


def _move_run(run: PayoutRun, after: str, officer: User | None, reason: str = "") -> None:
    """Move a locked run.

    Raises:
        RunMoved: the table knows no such move.
    """
    if (run.state, after) not in RUN_MOVES:
        raise RunMoved(f"A run cannot move from {run.state} to {after}")
    PayoutMove.objects.create(run=run, before=run.state, after=after, actor_id=officer.pk if officer else None, reason=reason)
    record_action(actor=officer, action="payouts.move-run", subject=run, before={"state": run.state}, after={"state": after})
    run.state = after
    run.save()


def _move(payout: Payout, after: str, officer: User | None, reason: str = "") -> None:
    """Move a payout of a locked run, and let go of what it was made of where it no longer stands.

    Raises:
        RunMoved: the table knows no such move.
    """
    if (payout.state, after) not in MOVES:
        raise RunMoved(f"A payout cannot move from {payout.state} to {after}")
    actor_id = officer.pk if officer else None
    PayoutMove.objects.create(run_id=payout.run_id, payout=payout, before=payout.state, after=after, actor_id=actor_id, reason=reason[:120])
    payout.state = after
    payout.save()
    if after in FALLEN:
        payout.items.update(is_live=False)


def prepare_run(*, officer: User, key: str, period_to: date, minimum: int) -> PayoutRun:
    """Prepare a payout for every producer with a checked account who is owed at least `minimum` đồng by the end of a day.

    `key` names the attempt: the same key always gives the same run.

    Raises:
        NotYours: no duty to prepare.
        NothingToPay: nobody reaches the minimum, or the day is not over yet.
        RunMoved: another run was being prepared of the same money; trying again helps.
    """
    if not has_duty(officer, Appointment.Duty.PREPARE):
        raise NotYours
    known = PayoutRun.objects.filter(key=key).first()
    if known is not None:
        return known
    if period_to >= clock.today():
        raise NothingToPay("A period ends yesterday at the latest")
    try:
        with transaction.atomic():
            return _prepare(officer, key, period_to, minimum)
    except IntegrityError as error:
        known = PayoutRun.objects.filter(key=key).first()
        if known is None:
            raise RunMoved("Another run is being prepared") from error
        return known


def _prepare(officer: User, key: str, period_to: date, minimum: int) -> PayoutRun:
    run = PayoutRun.objects.create(
        key=key, period_from=_period_from(period_to), period_to=period_to, minimum=minimum, prepared_by_id=officer.pk
    )
    PayoutMove.objects.create(run=run, after=run.state, actor_id=officer.pk)
    accounts = BankAccount.objects.filter(state=BankAccount.State.VERIFIED, producer__state=Producer.State.VERIFIED)
    owed = open_entries().order_by().values("producer_id")
    made = [_prepare_payout(run, account, officer) for account in accounts.filter(producer_id__in=owed).order_by("producer_id")]
    if not any(made):
        raise NothingToPay
    record_action(actor=officer, action="payouts.prepare", subject=run, after={"payouts": sum(made), "period_to": period_to.isoformat()})
    return run


def _period_from(period_to: date) -> date:
    """A period begins where the last released one ended; the very first with the first entry."""
    last = PayoutRun.objects.filter(state__in=[RunState.RELEASED, RunState.CLOSED], period_to__lt=period_to).order_by("-period_to").first()
    if last is not None:
        return last.period_to + timedelta(days=1)
    first = open_entries().order_by("journal__posted_at").values_list("journal__posted_at", flat=True).first()
    return min(first.astimezone(clock.VIETNAM).date(), period_to) if first else period_to


def _prepare_payout(run: PayoutRun, account: BankAccount, officer: User) -> bool:
    ready = payables_of(account.producer_id, run.period_to).ready
    amount = Payables.total(ready)
    if amount < max(run.minimum, 1):
        return False
    payout = Payout.objects.create(run=run, producer_id=account.producer_id, account=account, amount=amount, reference=new_reference())
    PayoutItem.objects.bulk_create(_item(payout, entry) for entry in ready)
    PayoutMove.objects.create(run=run, payout=payout, after=payout.state, actor_id=officer.pk)
    return True


def _item(payout: Payout, entry: OpenEntry) -> PayoutItem:
    return PayoutItem(payout=payout, entry_id=entry.entry_id, amount=entry.amount)


@transaction.atomic
def release_run(*, officer: User, run_id: int) -> PayoutRun:
    """Release what another officer prepared: what is owed leaves the producers' balances and is on its way.

    A payout whose producer, account or balance changed meanwhile, or for which something was opened, is left out and owed again.

    Raises:
        NotYours: no duty to release, or the same person prepared it.
        RunMoved: it does not wait to be released.
    """
    run = PayoutRun.objects.select_for_update().get(pk=run_id)
    if not has_duty(officer, Appointment.Duty.RELEASE) or officer.pk == run.prepared_by_id:
        raise NotYours
    run.released_by_id, run.released_at = officer.pk, clock.now()
    _move_run(run, RunState.RELEASED, officer)
    for payout in run.payouts.select_related("producer", "account").order_by("pk"):
        obstacle = _obstacle(payout)
        if obstacle:
            _move(payout, State.CANCELLED, officer, obstacle)
            continue
        _move(payout, State.SENT, officer)
        _post(f"payout:{payout.pk}", payout, Account.PAYABLE, Account.PAYOUTS)
    _close_if_answered(run, officer)
    return run


def _obstacle(payout: Payout) -> str:
    """Say why a prepared payout may not leave, or nothing."""
    if payout.producer.state != Producer.State.VERIFIED:
        return gettext_noop("the producer does not sell any more")
    if payout.account.state != BankAccount.State.VERIFIED:
        return gettext_noop("the account is no longer used")
    orders = {order_id for order_id in payout.items.values_list("entry__journal__order_id", flat=True) if order_id}
    undone = open_entries().filter(producer_id=payout.producer_id, journal__order_id__in=orders, amount__gt=0)
    if undone.exists() or payable_to(payout.producer_id) < payout.amount:
        return gettext_noop("less is owed by now")
    return gettext_noop("something was opened") if are_held(payout.producer_id, orders) else ""


def _post(key: str, payout: Payout, debit: str, credit: str) -> None:
    lines = [Posting(debit, payout.amount, payout.producer_id), Posting(credit, -payout.amount, payout.producer_id)]
    post_journal(key=key, order_id=None, postings=lines)


@transaction.atomic
def cancel_run(*, officer: User, run_id: int, reason: str) -> PayoutRun:
    """Give up a run that waits to be released; everything in it is owed again.

    Raises:
        NotYours: no duty to prepare or to release.
        RunMoved: it does not wait to be released.
    """
    if not any(has_duty(officer, duty) for duty in (Appointment.Duty.PREPARE, Appointment.Duty.RELEASE)):
        raise NotYours
    run = PayoutRun.objects.select_for_update().get(pk=run_id)
    _move_run(run, RunState.CANCELLED, officer, reason)
    for payout in run.payouts.order_by("pk"):
        _move(payout, State.CANCELLED, officer, reason)
    return run


@transaction.atomic
def answer_payout(*, payout_id: int, is_paid: bool, officer: User, bank_reference: str = "", reason: str = "") -> Payout:
    """Note what the bank did with a payout: paid, or refused or sent back, which makes it owed again. Told twice, it counts once.

    Raises:
        NotYours: no duty to prepare or to release.
        RunMoved: the payout was not handed to the bank, or was refused before.
    """
    if not any(has_duty(officer, duty) for duty in (Appointment.Duty.PREPARE, Appointment.Duty.RELEASE)):
        raise NotYours
    run_id = Payout.objects.values_list("run_id", flat=True).get(pk=payout_id)
    run = PayoutRun.objects.select_for_update().get(pk=run_id)
    payout = Payout.objects.get(pk=payout_id)
    if (payout.state == State.PAID and is_paid) or (payout.state in (State.FAILED, State.RETURNED) and not is_paid):
        return payout
    if is_paid:
        payout.paid_at, payout.bank_reference = clock.now(), bank_reference[:60]
        _move(payout, State.PAID, officer)
        _post(f"payout-paid:{payout.pk}", payout, Account.PAYOUTS, Account.CLEARING_BANK)
    else:
        _fall(payout, officer, reason)
    _close_if_answered(run, officer)
    return payout


def _fall(payout: Payout, officer: User, reason: str) -> None:
    """Undo what was posted, the newest first: the producer is owed again."""
    _move(payout, State.RETURNED if payout.state == State.PAID else State.FAILED, officer, reason)
    reverse_journal(key=f"payout-returned:{payout.pk}", of=f"payout-paid:{payout.pk}")
    reverse_journal(key=f"payout-undone:{payout.pk}", of=f"payout:{payout.pk}")


def _close_if_answered(run: PayoutRun, officer: User) -> None:
    if run.state == RunState.RELEASED and not run.payouts.filter(state=State.SENT).exists():
        _move_run(run, RunState.CLOSED, officer)
