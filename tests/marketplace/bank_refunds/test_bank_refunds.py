"""Money back by bank transfer: the buyer's account, one officer prepares, another releases, the bank answers once."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from marketplace.accounts.models import Appointment, User
from marketplace.bank_refunds.errors import AccountNotTaken, NotYours, UnableToSend, UnreadableAnswer
from marketplace.bank_refunds.files import take_file
from marketplace.bank_refunds.models import RefundAccount
from marketplace.bank_refunds.notices import ask_for_accounts
from marketplace.bank_refunds.selectors import refunds_waiting
from marketplace.bank_refunds.services import (
    erase_refund_accounts,
    give_account,
    prepare_refund,
    release_refund,
    take_answers,
)
from marketplace.ledger.selectors import imbalance
from marketplace.orders.links import order_link
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment, Refund
from tests.cast import make_person
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
GOOD = {"bank_bin": "970436", "number": "0011 0042 71234", "number_again": "0011004271234", "holder": "Nguyễn Thị Lan"}


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()


@pytest.fixture
def refund() -> Refund:
    """A transfer that came for a parcel which its producer could not send."""
    order = place_order(request_for(fill_basket((ListingFactory.create(), 1)), method="vietqr", email="lan@nguoi.example"))
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    move_parcel(parcel_id=Parcel.objects.get(order=order).pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    return Refund.objects.get()


def officer(given: str, duty: str) -> User:
    user = make_person(given)
    Appointment.objects.create(user=user, duty=duty)
    return user


@pytest.fixture
def hoa(db: None) -> User:
    """Hoa prepares."""
    return officer("hoa", Appointment.Duty.PREPARE)


@pytest.fixture
def minh(db: None) -> User:
    """Minh releases."""
    return officer("minh", Appointment.Duty.RELEASE)


def given(refund: Refund) -> RefundAccount:
    return give_account(refund_id=refund.pk, bank_bin="970436", number="0011004271234", holder="Nguyễn Thị Lan")


def sent(refund: Refund, hoa: User, minh: User) -> RefundAccount:
    account = prepare_refund(account_id=given(refund).pk, officer=hoa)
    return release_refund(account_id=account.pk, officer=minh)


def answer(account: RefundAccount, word: str = "Thành công", amount: Any = None) -> bytes:
    total = account.refund.amount if amount is None else amount
    head = "Mã giao dịch;Số tiền;Trạng thái;Số bút toán;Lý do"
    return f"{head}\n{account.reference};{total};{word};FT26;\n".encode()


class TestTheBuyer:
    """Says where the money shall go, by the order's link alone."""

    def address(self, refund: Refund) -> str:
        return f"{order_link(refund.payment.order.number, 'vi')}hoan-tien/{refund.pk}/"

    def test_gives_an_account_and_sees_its_end_alone(self, refund: Refund) -> None:
        page = order_link(refund.payment.order.number, "vi")
        assert "hoan-tien" in Client().get(page).content.decode()
        assert Client().post(self.address(refund), GOOD).status_code == 302
        account = RefundAccount.objects.get()
        assert (account.number, account.holder) == ("0011004271234", "NGUYEN THI LAN")
        shown = Client().get(page).content.decode()
        assert "•••• 1234" in shown
        assert "0011004271234" not in shown + Client().get(self.address(refund)).content.decode()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"bank_bin": "123456"},
            {"number_again": "0011004271235"},
            {"number": "12"},
            {"number": "=1+1"},
            {"holder": "<script>"},
            {"holder": ""},
        ],
    )
    def test_a_wrong_field_is_named_and_nothing_is_kept(self, refund: Refund, wrong: dict[str, str]) -> None:
        assert Client().post(self.address(refund), {**GOOD, **wrong}).status_code == 400
        assert RefundAccount.objects.count() == 0

    def test_a_stranger_and_another_orders_link_reach_nothing(self, refund: Refund) -> None:
        other = place_order(request_for(fill_basket((ListingFactory.create(), 1))))
        for address in (
            f"{order_link(other.number, 'vi')}hoan-tien/{refund.pk}/",
            self.address(refund).replace("/hoan-tien/", "x/hoan-tien/"),
        ):
            assert Client().post(address, GOOD).status_code == 404
        assert RefundAccount.objects.count() == 0

    def test_may_mend_it_until_it_is_prepared(self, refund: Refund, hoa: User) -> None:
        first = given(refund)
        second = give_account(refund_id=refund.pk, bank_bin="970422", number="99887766", holder="Lan")
        assert (first.pk, first.reference, second.bank_bin) == (second.pk, second.reference, "970422")
        prepare_refund(account_id=second.pk, officer=hoa)
        with pytest.raises(AccountNotTaken):
            given(refund)
        assert Client().post(self.address(refund), GOOD).status_code == 302
        assert RefundAccount.objects.get().number == "99887766"

    def test_is_asked_once_by_mail(self, refund: Refund) -> None:
        assert [ask_for_accounts(), ask_for_accounts()] == [1, 0]
        assert mail.outbox[0].to == ["lan@nguoi.example"]


class TestFourEyes:
    """Nobody sends money alone."""

    def test_from_account_to_money_back(self, refund: Refund, hoa: User, minh: User) -> None:
        account = sent(refund, hoa, minh)
        file = b"".join(take_file(officer=minh)[1]).decode()
        assert account.reference in file
        assert "0011004271234" in file
        assert [one.kind for one in take_answers(data=answer(account), officer=minh)] == ["done"]
        assert [one.kind for one in take_answers(data=answer(account), officer=minh)] == ["known"]
        refund.refresh_from_db()
        assert (refund.state, imbalance()) == ("done", 0)
        assert AuditEntry.objects.filter(action__startswith="refunds.").count() == 4
        assert refunds_waiting() == []

    def test_one_person_cannot_do_both(self, refund: Refund, mai: User) -> None:
        account = prepare_refund(account_id=given(refund).pk, officer=mai)
        with pytest.raises(NotYours):
            release_refund(account_id=account.pk, officer=mai)
        refund.refresh_from_db()
        assert refund.state == "asked"
        with pytest.raises(IntegrityError), transaction.atomic():
            RefundAccount.objects.update(released_by_id=mai.pk, released_at=clock.now())

    def test_each_half_needs_its_duty(self, refund: Refund, hoa: User, minh: User, lan: User) -> None:
        account = given(refund)
        for who in (minh, lan):
            with pytest.raises(NotYours):
                prepare_refund(account_id=account.pk, officer=who)
        with pytest.raises(UnableToSend):
            release_refund(account_id=account.pk, officer=minh)
        for who in (hoa, lan):
            with pytest.raises(NotYours):
                take_file(officer=who)
        assert AuditEntry.objects.filter(action__startswith="refunds.").count() == 0

    def test_what_failed_is_asked_for_again(self, refund: Refund, hoa: User, minh: User) -> None:
        account = sent(refund, hoa, minh)
        assert [one.kind for one in take_answers(data=answer(account, "Không thành công"), officer=hoa)] == ["failed"]
        again = Refund.objects.exclude(pk=refund.pk).get()
        assert (again.state, again.amount, imbalance()) == ("asked", refund.amount, 0)
        assert [row.step for row in refunds_waiting()] == ["asked"]

    def test_what_does_not_fit_changes_nothing(self, refund: Refund, hoa: User, minh: User) -> None:
        account = sent(refund, hoa, minh)
        odd = [answer(account, amount=1), answer(account, "đang xử lý"), answer(account).replace(b"CR", b"CX")]
        kinds = [one.kind for one in itertools.chain(*(take_answers(data=data, officer=hoa) for data in odd))]
        assert kinds == ["other amount", "other word", "unmatched"]
        with pytest.raises(UnreadableAnswer):
            take_answers(data=b"\xff\xfe\x00", officer=hoa)
        refund.refresh_from_db()
        assert refund.state == "sent"


class TestForgetting:
    """A number is kept no longer than it is needed."""

    def test_three_months_after_it_is_done(self, refund: Refund, hoa: User, minh: User) -> None:
        take_answers(data=answer(sent(refund, hoa, minh)), officer=hoa)
        assert erase_refund_accounts() == 0
        with time_machine.travel(clock.now() + timedelta(days=91)):
            assert [erase_refund_accounts(), erase_refund_accounts()] == [1, 0]
        account = RefundAccount.objects.get()
        assert (account.number, account.holder, account.masked) == ("", "", "••••")
