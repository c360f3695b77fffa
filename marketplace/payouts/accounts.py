"""Producers' bank accounts: entered by one person, checked by another, and only then paid to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from catalog.audit.services import record_action
from catalog.lib import clock
from catalog.lib.codes import plain_code
from catalog.lib.vietnamese import fold
from catalog.producers.models import Producer
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import has_duty
from marketplace.payouts.errors import AccountRefused, NotYours
from marketplace.payouts.models import BankAccount, Payout

State = BankAccount.State


@transaction.atomic
def enter_account(*, producer: Producer, bank_bin: str, number: str, holder: str, member: User) -> BankAccount:
    """Note where a producer wants to be paid; it waits to be checked, and takes the place of one that waited.

    The caller has asked whether the person may act for the producer. The holder is kept as banks print it: capitals without marks.

    Raises:
        AccountRefused: bank, number or holder cannot be one; the message says which.
    """
    BankAccount.objects.filter(producer=producer, state=State.ENTERED).update(state=State.RETIRED)
    account = BankAccount(
        producer=producer,
        bank_bin=bank_bin.strip(),
        number=plain_code(number),
        holder=" ".join(fold(holder).upper().split()),
        entered_by_id=member.pk,
    )
    try:
        account.full_clean(validate_constraints=False)
    except ValidationError as error:
        raise AccountRefused("; ".join(error.messages)) from error
    if not account.number or not account.holder:
        raise AccountRefused("Number and holder are needed")
    account.save()
    record_action(actor=member, action="payouts.enter-account", subject=account, on_behalf_of_id=producer.pk)
    return account


@transaction.atomic
def verify_account(*, account_id: int, officer: User, how: str) -> BankAccount:
    """Let money go to an account that another person entered; the one before is retired.

    Raises:
        NotYours: no duty to verify, or the same person entered it.
        AccountRefused: it does not wait to be checked, or nobody says how it was checked.
    """
    account = BankAccount.objects.select_for_update().get(pk=account_id)
    if not has_duty(officer, Appointment.Duty.VERIFY, account.producer.place) or officer.pk == account.entered_by_id:
        raise NotYours
    if account.state != State.ENTERED or not how.strip():
        raise AccountRefused("It does not wait to be checked, or it is not said how it was checked")
    BankAccount.objects.filter(producer_id=account.producer_id, state=State.VERIFIED).update(state=State.RETIRED)
    account.state, account.verified_by_id, account.verified_at = State.VERIFIED, officer.pk, clock.now()
    account.verified_how = how.strip()[:200]
    try:
        account.save()
    except IntegrityError as error:
        raise AccountRefused("Another account was checked meanwhile") from error
    record_action(actor=officer, action="payouts.verify-account", subject=account, after={"producer": account.producer_id})
    return account


@transaction.atomic
def erase_accounts(*, person_ids: list[int]) -> int:
    """Empty the bank accounts that these people entered for households; give how many.

    Called by the erasure of a person. What was paid stays, with the account's id and no number.
    """
    theirs = BankAccount.objects.filter(entered_by_id__in=person_ids, producer__kind=Producer.Kind.HOUSEHOLD, erased_at=None)
    return theirs.update(number="", holder="", state=State.RETIRED, erased_at=clock.now())


def accounts_still_needed(*, person_ids: list[int]) -> bool:
    """Whether money is on its way to an account that would be emptied."""
    open_states = Q(state__in=[Payout.State.PREPARED, Payout.State.SENT])
    return Payout.objects.filter(open_states, account__entered_by_id__in=person_ids, producer__kind=Producer.Kind.HOUSEHOLD).exists()
