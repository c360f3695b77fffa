"""The file that a bank takes for many transfers at once, in forms that banks use; no cell of it can become a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from catalog.audit.services import record_action
from catalog.lib.sheets import Cell, csv_lines
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import has_duty
from marketplace.payouts.errors import NotYours, RunMoved
from marketplace.payouts.models import Payout, PayoutRun


@dataclass(frozen=True, slots=True)
class TransferFormat:
    """Headings, and what stands below them for the payout of a number in the file."""

    name: str
    header: Sequence[str]
    row: Callable[[int, Payout], list[Cell]]


def _purpose(payout: Payout) -> str:
    """What the producer reads in the bank's app: plain letters, the code of the payout, the period."""
    return f"CHO SAO {payout.reference} DEN {payout.run.period_to:%d%m%Y}"


# Our own samples, after how such files of Vietnamese banks look; compare with the bank's template before the first use.
FORMATS: dict[str, TransferFormat] = {
    "plain": TransferFormat(
        "Chung (mẫu)",
        ["Ma giao dich", "Ma ngan hang", "So tai khoan", "Ten nguoi huong", "So tien", "Noi dung"],
        lambda number, payout: [
            payout.reference, payout.account.bank_bin, payout.account.number, payout.account.holder, payout.amount, _purpose(payout),
        ],
    ),
    "numbered": TransferFormat(
        "Có số thứ tự (mẫu)",
        ["STT", "So tai khoan", "Ten nguoi huong", "Ma ngan hang", "So tien", "Loai tien", "Noi dung"],
        lambda number, payout: [
            number, payout.account.number, payout.account.holder, payout.account.bank_bin, payout.amount, "VND", _purpose(payout),
        ],
    ),
    "debit": TransferFormat(
        "Có tài khoản chuyển (mẫu)",
        ["Reference", "Beneficiary account", "Beneficiary name", "Beneficiary bank code", "Amount", "Currency", "Fee bearer", "Details"],
        lambda number, payout: [
            payout.reference, payout.account.number, payout.account.holder, payout.account.bank_bin, payout.amount, "VND", "OUR",
            _purpose(payout),
        ],
    ),
}  # fmt: skip


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
    chosen = FORMATS[form]
    payouts = list(run.payouts.filter(state=Payout.State.SENT).select_related("account", "run").order_by("pk"))
    record_action(actor=officer, action="payouts.take-file", subject=run, after={"form": form, "payouts": len(payouts)})
    return csv_lines(chosen.header, (chosen.row(number, payout) for number, payout in enumerate(payouts, start=1)))
