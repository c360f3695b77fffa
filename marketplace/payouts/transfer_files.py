"""The bank's file of a released run, in the forms of `payments/bank_files.py`."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.audit.services import record_action
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import has_duty
from marketplace.payments.bank_files import FORMATS, BankTransfer, transfers_file
from marketplace.payouts.errors import NotYours, RunMoved
from marketplace.payouts.models import Payout, PayoutRun


def _purpose(payout: Payout) -> str:
    """What the producer reads in the bank's app: plain letters, the code of the payout, the period."""
    return f"CHO SAO {payout.reference} DEN {payout.run.period_to:%d%m%Y}"


def _transfer(payout: Payout) -> BankTransfer:
    account = payout.account
    return BankTransfer(
        reference=payout.reference,
        bank_bin=account.bank_bin,
        number=account.number,
        holder=account.holder,
        amount=payout.amount,
        purpose=_purpose(payout),
    )


def transfer_file(*, officer: User, run_id: int, form: str) -> Iterator[bytes]:
    """Give the csv of a released run, and note who took it: it holds whole account numbers.

    Raises:
        NotYours: no duty to release.
        RunMoved: the run is not released.
        KeyError: there is no such form.
    """
    if not has_duty(officer, Appointment.Duty.RELEASE):
        raise NotYours
    run = PayoutRun.objects.get(pk=run_id)
    if run.state != PayoutRun.State.RELEASED:
        raise RunMoved("Only a released run goes to the bank")
    if form not in FORMATS:
        raise KeyError(form)
    payouts = list(run.payouts.filter(state=Payout.State.SENT).select_related("account", "run").order_by("pk"))
    record_action(actor=officer, action="payouts.take-file", subject=run, after={"form": form, "payouts": len(payouts)})
    return transfers_file(map(_transfer, payouts), form=form)
