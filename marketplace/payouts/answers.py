"""The bank's answer to a transfer file: which payouts it paid, which it refused, and which rows fit nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.lib.csv_tables import UnreadableTable
from marketplace.accounts.models import User
from marketplace.payments.bank_answers import BankAnswer, read_bank_answers
from marketplace.payouts.errors import RunMoved, UnreadableAnswer
from marketplace.payouts.models import Payout
from marketplace.payouts.services import answer_payout


@dataclass(frozen=True, slots=True)
class Answer:
    """One row: `paid`, `failed`, `known` (told before), `other amount`, `other state` or `unmatched`."""

    line: int
    reference: str
    kind: str
    payout_id: int | None = None

    @property
    def words(self) -> str:
        """What became of the row, for people."""
        return {
            "paid": _("paid"),
            "failed": _("refused: owed again"),
            "known": _("told before; nothing to do"),
            "other amount": _("another amount than ours: nothing was changed"),
            "other state": _("does not fit the payout's state: nothing was changed"),
        }.get(self.kind, _("no payout has this code"))


def take_answers(*, data: bytes, officer: User) -> list[Answer]:
    """Note what the bank answered, each row in a transaction of its own; what is told twice counts once.

    A row with another amount than the payout's, or with a word that is neither paid nor refused, changes nothing and is listed.

    Raises:
        UnreadableAnswer: the file cannot be read; nothing was changed.
        NotYours: no duty to prepare or to release.
    """
    try:
        rows = read_bank_answers(data, prefix="CP")
    except UnreadableTable as error:
        raise UnreadableAnswer(str(error)) from error
    return [_take(row, officer) for row in rows]


def _take(row: BankAnswer, officer: User) -> Answer:
    payout = Payout.objects.filter(reference=row.reference).first() if row.reference else None
    if payout is None:
        return Answer(row.line, row.reference or row.text[:40], "unmatched")
    is_same = row.amount == payout.amount
    if not is_same or row.is_paid is None:
        return Answer(row.line, payout.reference, "other state" if is_same else "other amount", payout.pk)
    before = payout.state
    try:
        after = answer_payout(
            payout_id=payout.pk, is_paid=row.is_paid, officer=officer, bank_reference=row.bank_reference, reason=row.reason
        ).state
    except RunMoved:
        return Answer(row.line, payout.reference, "other state", payout.pk)
    return Answer(row.line, payout.reference, "known" if after == before else "paid" if row.is_paid else "failed", payout.pk)
