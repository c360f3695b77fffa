"""A refund stands in one file for the bank: two files that are uploaded both pay nobody twice."""

from __future__ import annotations

import importlib
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from catalog.audit.models import AuditEntry
from catalog.audit.services import record_action
from marketplace.accounts.models import User
from marketplace.bank_refunds.errors import NothingForTheBank, NotYours
from marketplace.bank_refunds.files import take_file, take_file_again
from marketplace.bank_refunds.models import RefundAccount, RefundFile
from marketplace.bank_refunds.selectors import count_for_next_file, open_files
from marketplace.bank_refunds.services import give_account, prepare_refund, release_refund, take_answers
from marketplace.ledger.models import Account
from marketplace.payments.models import Payment, Refund
from marketplace.payments.services import open_refund
from tests.marketplace.bank_refunds.test_bank_refunds import _rules, answer, hoa, minh, refund, sent  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db


def text(lines: Any) -> str:
    return b"".join(lines).decode()


def another(refund: Refund, hoa: User, minh: User) -> RefundAccount:  # noqa: F811
    """Release one more, of another ten thousand."""
    more = open_refund(payment=Payment.objects.get(), key="more", amount=Decimal(10_000), source=Account.CLEARING_BANK)
    account = give_account(refund_id=more.pk, bank_bin="970436", number="99887766", holder="Nguyễn Thị Lan")
    prepare_refund(account_id=account.pk, officer=hoa)
    return release_refund(account_id=account.pk, officer=minh)


def test_a_transfer_stands_in_one_file(refund: Refund, hoa: User, minh: User) -> None:  # noqa: F811
    first = sent(refund, hoa, minh)
    monday, lines = take_file(officer=minh)
    assert first.reference in text(lines)
    second = another(refund, hoa, minh)  # and the bank has not answered the first
    assert count_for_next_file() == 1
    tuesday, lines = take_file(officer=minh)
    rest = text(lines)
    assert (first.reference in rest, second.reference in rest) == (False, True)
    assert [(file.number, file.count) for file in open_files()] == [(tuesday.pk, 1), (monday.pk, 1)]


def test_nothing_new_makes_no_file(refund: Refund, hoa: User, minh: User) -> None:  # noqa: F811
    with pytest.raises(NothingForTheBank):
        take_file(officer=minh)
    sent(refund, hoa, minh)
    take_file(officer=minh)
    with pytest.raises(NothingForTheBank):
        take_file(officer=minh)
    assert RefundFile.objects.count() == 1


def test_an_earlier_file_is_taken_again_without_what_the_bank_has_answered(refund: Refund, hoa: User, minh: User) -> None:  # noqa: F811
    first, second = sent(refund, hoa, minh), another(refund, hoa, minh)
    file, lines = take_file(officer=minh)
    assert text(take_file_again(number=file.pk, officer=minh)) == text(lines)
    take_answers(data=answer(first), officer=minh)
    again = text(take_file_again(number=file.pk, officer=minh))
    assert (first.reference in again, second.reference in again) == (False, True)
    take_answers(data=answer(second), officer=minh)
    with pytest.raises(NothingForTheBank):
        take_file_again(number=file.pk, officer=minh)
    seen = AuditEntry.objects.filter(action="refunds.take-file").order_by("pk").values_list("after__is_again", flat=True)
    assert list(seen) == [False, False, True, True, True]
    assert open_files() == []


def test_taking_one_again_needs_the_duty_and_a_number(refund: Refund, hoa: User, minh: User) -> None:  # noqa: F811
    sent(refund, hoa, minh)
    file, _lines = take_file(officer=minh)
    with pytest.raises(NotYours):
        take_file_again(number=file.pk, officer=hoa)
    with pytest.raises(RefundFile.DoesNotExist):
        take_file_again(number=file.pk + 1, officer=minh)
    assert AuditEntry.objects.filter(action="refunds.take-file").count() == 1


def test_what_the_bank_calls_failed_comes_into_the_next_file(refund: Refund, hoa: User, minh: User) -> None:  # noqa: F811
    first = sent(refund, hoa, minh)
    take_file(officer=minh)
    take_answers(data=answer(first, "Không thành công"), officer=hoa)
    second = sent(Refund.objects.get(state="asked"), hoa, minh)
    lines = text(take_file(officer=minh)[1])
    assert (first.reference in lines, second.reference in lines) == (False, True)


def test_what_is_not_released_stands_in_no_file(refund: Refund) -> None:  # noqa: F811
    account = give_account(refund_id=refund.pk, bank_bin="970436", number="0011004271234", holder="Nguyễn Thị Lan")
    with pytest.raises(IntegrityError), transaction.atomic():
        RefundAccount.objects.filter(pk=account.pk).update(file=RefundFile.objects.create())


def test_what_an_earlier_release_gave_out_counts_as_in_a_file(refund: Refund, hoa: User, minh: User) -> None:  # noqa: F811
    first, second = sent(refund, hoa, minh), another(refund, hoa, minh)
    record_action(actor=minh, action="refunds.take-file", subject=first)  # as it was noted before files had numbers
    migration = importlib.import_module("marketplace.bank_refunds.migrations.0003_files_taken_before")
    migration.put_into_a_file(apps, None)
    first.refresh_from_db()
    assert first.file is not None
    lines = text(take_file(officer=minh)[1])
    assert (first.reference in lines, second.reference in lines) == (False, True)
