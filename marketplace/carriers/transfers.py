"""A carrier's money at the bank: which settlement a transfer is for, and what a carrier has not paid (docs/algorithms/carriers.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.lib import clock
from catalog.lib.money import format_dong
from catalog.lib.vietnamese import slugify_vietnamese
from marketplace.accounts.models import User
from marketplace.carriers.models import CarrierTransfer, SettlementFile
from marketplace.carriers.selectors import Standing, open_standings, standing_of
from marketplace.ledger.provider_postings import post_carrier_paid
from marketplace.orders.reconciling import Finding
from marketplace.reconciliation.errors import UnableToDecide
from marketplace.reconciliation.models import BankRow
from marketplace.reconciliation.selectors import OpenRow
from marketplace.reconciliation.services import close_row, lock_open_row

PAID_WITHIN = timedelta(days=7)
MOST_CHOICES, SHORTEST_NAME = 30, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Which settlements a transfer can be for, the likely ones first. `chosen` is the number of the one that is proposed, if one is."""

    choices: list[Standing]
    chosen: int | None
    proposal: str


def guesses_for(rows: Iterable[OpenRow]) -> dict[int, Guess]:
    """Give, by transfer, which settlements it can be for: those of which as much is open. One query, however many rows."""
    unmatched = [row for row in rows if row.kind == BankRow.Kind.UNMATCHED]
    standings = open_standings() if unmatched else []
    guesses = {row.id: _guess(row, [one for one in standings if one.open >= row.amount]) for row in unmatched}
    return {row_id: guess for row_id, guess in guesses.items() if guess.choices}


def _guess(row: OpenRow, standings: list[Standing]) -> Guess:
    exact = [one for one in standings if one.open == row.amount]
    likely = _named(exact or standings, row.text) or exact
    chosen = likely[0] if len(likely) == 1 else None
    choices = [*likely, *(one for one in standings if one not in likely)][:MOST_CHOICES]
    return Guess(choices=choices, chosen=chosen.file.pk if chosen else None, proposal=_proposal(row, likely))


def _named(standings: list[Standing], text: str) -> list[Standing]:
    """Give those whose file the transfer's text names, else those whose carrier it names."""
    said = _letters(text)
    by_file = [one for one in standings if _is_said(PurePath(one.file.name).stem, said)]
    return by_file or [one for one in standings if _is_said(one.file.carrier.name.split("(")[0], said)]


def _is_said(name: str, said: str) -> bool:
    letters = _letters(name)
    return len(letters) >= SHORTEST_NAME and letters in said


def _letters(text: str) -> str:
    """Write letters and digits alone, as banks do: they drop marks, blanks and signs."""
    return slugify_vietnamese(text).replace("-", "")


def _proposal(row: OpenRow, likely: list[Standing]) -> str:
    if not likely:
        return ""
    if len(likely) > 1:
        return _("several settlements of carriers fit: please choose the one that it is for")
    one = likely[0]
    facts = {"carrier": one.file.carrier.name, "file": one.file.name, "open": format_dong(one.open)}
    if one.open == row.amount:
        return _("%(carrier)s owes exactly this for the settlement %(file)s: confirm it") % facts
    return _("the text names %(carrier)s, which owes %(open)s for the settlement %(file)s: confirm it if this is a part of it") % facts


@transaction.atomic
def take_carrier_transfer(*, row_id: int, file_id: int, officer: User, note: str = "") -> CarrierTransfer:
    """Decide, once, that by this transfer a carrier paid a settlement or a part of it: the bank has the money, the carrier no more.

    The caller has asked whether the officer's duty allows it.

    Raises:
        UnableToDecide: decided already, an order's money, no counted settlement, or more than it owes; the message says which.
        BankRow.DoesNotExist: there is none.
    """
    row = lock_open_row(row_id)
    if row.kind != BankRow.Kind.UNMATCHED:
        raise UnableToDecide(_("That is no answer for this transfer"))
    file = _locked_file(file_id)
    left = max(standing_of(file).open, 0)
    if row.amount > left:
        facts = {"open": format_dong(left)}
        raise UnableToDecide(_("The carrier owes only %(open)s for this settlement; ask it what the transfer is for") % facts)
    transfer = CarrierTransfer.objects.create(row=row, file=file)
    post_carrier_paid(key=str(row.pk), amount=row.amount)
    close_row(row, officer=officer, answer=BankRow.Answer.CARRIER, note=note, settlement=file.pk)
    return transfer


def _locked_file(file_id: int) -> SettlementFile:
    """Lock a counted file, so that two transfers at once cannot pay more than it owes."""
    file = SettlementFile.objects.select_for_update().filter(pk=file_id, state=SettlementFile.State.USED).first()
    if file is None:
        raise UnableToDecide(_("Please choose a settlement that has been counted"))
    return file


def unpaid_settlements() -> Iterator[Finding]:
    """Give the settlements, counted more than seven days ago, of which the bank has not had all; joined in `marketplace/apps.py`."""
    for one in open_standings(used_at__lt=clock.now() - PAID_WITHIN):
        yield Finding("carrier has not paid", f"{one.file.carrier.name}: {one.file.name} #{one.file.pk}", Decimal(one.open))
