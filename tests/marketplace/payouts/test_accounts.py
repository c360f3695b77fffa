"""Producers' bank accounts: checked by another person, masked, erased with the person."""

from __future__ import annotations

import pytest

from catalog.audit.models import AuditEntry
from catalog.producers.models import Producer
from marketplace.accounts.models import User
from marketplace.payouts.accounts import enter_account, verify_account
from marketplace.payouts.errors import AccountRefused, NotYours
from marketplace.payouts.models import BankAccount, Payout, PayoutRun
from marketplace.privacy.errors import StillNeeded
from marketplace.privacy.services import erase_person
from tests.factories.producers import ProducerFactory

pytestmark = pytest.mark.django_db


def entered(producer: Producer, member: User, number: str = "0071 0001-23456") -> BankAccount:
    """An account that waits to be checked."""
    return enter_account(producer=producer, bank_bin="970436", number=number, holder="Nguyễn Thị  Bình", member=member)


def test_an_account_is_kept_as_banks_print_it_and_shown_masked(binh: User) -> None:
    account = entered(ProducerFactory.create(), binh)
    assert (account.number, account.holder, account.state, account.masked) == ("0071000123456", "NGUYEN THI BINH", "entered", "•••• 3456")
    assert "0071000123456" not in f"{account} {AuditEntry.objects.get().after}"


@pytest.mark.parametrize(
    ("bank_bin", "number", "holder"),
    [
        ("97043", "0071000123456", "BINH"),
        ("abcdef", "0071000123456", "BINH"),
        ("970436", "00710", "BINH"),
        ("970436", "=1+1234567", "BINH"),
        ("970436", "", "BINH"),
        ("970436", "0071000123456", ""),
        ("970436", "0071000123456", "=CMD"),
    ],
)
def test_what_cannot_be_an_account_is_refused(binh: User, bank_bin: str, number: str, holder: str) -> None:
    with pytest.raises(AccountRefused):
        enter_account(producer=ProducerFactory.create(), bank_bin=bank_bin, number=number, holder=holder, member=binh)
    assert BankAccount.objects.count() == 0


def test_another_person_checks_it_and_it_takes_the_place_of_the_one_before(binh: User, mai: User, dung: User) -> None:
    producer = ProducerFactory.create()
    first = verify_account(account_id=entered(producer, binh).pk, officer=mai, how="Sao kê 01")
    assert (first.verified_by_id, first.verified_how, first.verified_at is not None) == (mai.pk, "Sao kê 01", True)
    second = entered(producer, binh, "999988887777")
    assert BankAccount.objects.get(state="verified") == first
    with pytest.raises(NotYours):
        verify_account(account_id=second.pk, officer=dung, how="x")
    with pytest.raises(AccountRefused):
        verify_account(account_id=second.pk, officer=mai, how=" ")
    assert BankAccount.objects.get(state="verified") == first
    verify_account(account_id=second.pk, officer=mai, how="Sao kê 02")
    assert dict(BankAccount.objects.values_list("pk", "state")) == {first.pk: "retired", second.pk: "verified"}


def test_who_entered_it_does_not_check_it(mai: User) -> None:
    account = entered(ProducerFactory.create(), mai)
    with pytest.raises(NotYours):
        verify_account(account_id=account.pk, officer=mai, how="Sao kê 01")
    assert BankAccount.objects.get().state == "entered"


def test_one_that_is_entered_again_takes_the_place_of_the_one_that_waited(binh: User) -> None:
    producer = ProducerFactory.create()
    entered(producer, binh)
    entered(producer, binh, "999988887777")
    assert sorted(BankAccount.objects.values_list("state", flat=True)) == ["entered", "retired"]


def test_erasing_a_person_empties_the_accounts_of_their_household(dung: User, mai: User) -> None:
    household = Producer.objects.get(memberships__user=dung)
    account = verify_account(account_id=entered(household, dung).pk, officer=mai, how="Sao kê 01")
    entered(household, dung, "999988887777")
    kept = entered(ProducerFactory.create(), dung, "555544443333")  # a cooperative's is no personal data
    erase_person(officer=mai, email=dung.email)
    account.refresh_from_db()
    assert (account.number, account.holder, account.state, account.masked) == ("", "", "retired", "••••")
    assert set(BankAccount.objects.exclude(number="").values_list("pk", flat=True)) == {kept.pk}


def test_nobody_is_erased_while_money_is_on_its_way_to_them(dung: User, mai: User) -> None:
    household = Producer.objects.get(memberships__user=dung)
    account = verify_account(account_id=entered(household, dung).pk, officer=mai, how="Sao kê 01")
    run = PayoutRun.objects.create(key="k", period_from="2026-11-01", period_to="2026-11-02", minimum=1, prepared_by_id=mai.pk)
    Payout.objects.create(run=run, producer=household, account=account, amount=5, reference="CP1", state="sent")
    with pytest.raises(StillNeeded):
        erase_person(officer=mai, email=dung.email)
    assert (BankAccount.objects.get().number, User.objects.filter(pk=dung.pk).exists()) == ("0071000123456", True)
