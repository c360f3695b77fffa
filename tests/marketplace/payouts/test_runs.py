"""Runs of payouts: who may, what is paid and what waits, what the bank answers, and that every step posts once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from catalog.producers.models import Producer
from marketplace.accounts.models import User
from marketplace.ledger.models import CommissionRate, Journal
from marketplace.ledger.selectors import imbalance, payable_to
from marketplace.ledger.services import post_return
from marketplace.orders.models import LineFacts, Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.payments.models import Dispute, Payment
from marketplace.payouts.cash import note_cash_kept
from marketplace.payouts.errors import NothingToPay, NotYours, RunMoved, UnableToPayOut
from marketplace.payouts.holds import join_hold, leave_hold
from marketplace.payouts.models import BankAccount, Payout, PayoutItem, PayoutMove, PayoutRun
from marketplace.payouts.payables import payables_of
from marketplace.payouts.services import answer_payout, cancel_run, prepare_run, release_run
from tests.factories.orders import rates
from tests.factories.payouts import account_of, officers, seller_with_account, sold
from tests.factories.producers import ProducerFactory
from tests.factories.products import vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()
    CommissionRate.objects.create(valid_from=date(2020, 1, 1), percent=10, source="Biểu phí 01")


@pytest.fixture
def hoa_minh() -> tuple[User, User]:
    """Hoa prepares, Minh releases."""
    return officers()


@pytest.fixture
def producer() -> Producer:
    """A cooperative whose goods cost 100.000 ₫, of which it gets 90.000 ₫."""
    return seller_with_account()


def yesterday() -> date:
    """The last day that a period may end on."""
    return clock.today() - timedelta(days=1)


def prepared(hoa: User, key: str = "k1", minimum: int = 50_000) -> PayoutRun:
    """A prepared run up to yesterday."""
    return prepare_run(officer=hoa, key=key, period_to=yesterday(), minimum=minimum)


def test_a_run_pays_what_is_delivered_paid_and_ripe(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    hoa, minh = hoa_minh
    sold(producer, 2)
    sold(producer, 3, is_paid=False)
    sold(producer, 4, is_delivered=False)
    sold(producer, 5, days_ago=3)
    found = payables_of(producer.pk, yesterday())
    assert (found.total(found.ready), found.total(found.waiting), found.total(found.held)) == (180_000, 1_080_000, 0)
    run = prepared(hoa)
    (payout,) = run.payouts.all()
    assert (payout.amount, payout.state, run.state) == (180_000, "prepared", "prepared")
    assert payable_to(producer.pk) == 1_260_000
    release_run(officer=minh, run_id=run.pk)
    assert payable_to(producer.pk) == 1_080_000
    answer_payout(payout_id=payout.pk, is_paid=True, officer=hoa, bank_reference="FT01")
    payout.refresh_from_db()
    run.refresh_from_db()
    assert (payout.state, payout.bank_reference, run.state) == ("paid", "FT01", "closed")
    assert imbalance() == 0
    call_command("ledger", "verify")


def test_who_prepares_does_not_release(producer: Producer, hoa_minh: tuple[User, User], mai: User, dung: User) -> None:
    sold(producer)
    with pytest.raises(NotYours):
        prepared(dung)
    run = prepared(mai)  # Mai has every duty: still not both for one run
    for person in (mai, dung, hoa_minh[0]):
        with pytest.raises(NotYours):
            release_run(officer=person, run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, payable_to(producer.pk), Journal.objects.filter(key__startswith="payout").count()) == ("prepared", 90_000, 0)
    release_run(officer=hoa_minh[1], run_id=run.pk)
    assert AuditEntry.objects.filter(action="payouts.move-run", actor_id=hoa_minh[1].pk).count() == 1


@pytest.mark.every_database
def test_the_database_refuses_one_person_for_both(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    sold(producer)
    run = prepared(hoa_minh[0])
    for values in ({"released_by_id": run.prepared_by_id}, {"state": "released"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PayoutRun.objects.filter(pk=run.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.update(verified_by_id=900_001)
    item = PayoutItem.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutItem.objects.create(payout=item.payout, entry=item.entry, amount=1)


@pytest.mark.every_database
def test_the_steps_cannot_be_changed(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    sold(producer)
    prepared(hoa_minh[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        PayoutMove.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), connection.cursor() as cursor, transaction.atomic():
        cursor.execute("UPDATE payouts_payoutmove SET reason = 'x'")


def test_a_key_prepares_once_and_money_is_in_one_run(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    sold(producer)
    assert prepared(hoa_minh[0]) == prepared(hoa_minh[0])
    with pytest.raises(NothingToPay):
        prepared(hoa_minh[0], key="k2")
    assert (PayoutRun.objects.count(), Payout.objects.count()) == (1, 1)


def test_less_than_the_minimum_waits_for_the_next_run(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    sold(producer)
    with pytest.raises(NothingToPay):
        prepared(hoa_minh[0], minimum=90_001)
    sold(producer)
    assert prepared(hoa_minh[0], minimum=90_001).payouts.get().amount == 180_000


def test_a_period_ends_yesterday_at_the_latest_and_the_next_begins_after_it(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    hoa, minh = hoa_minh
    sold(producer, days_ago=30)
    with pytest.raises(NothingToPay):
        prepare_run(officer=hoa, key="k0", period_to=clock.today(), minimum=1)
    first = prepare_run(officer=hoa, key="k1", period_to=clock.today() - timedelta(days=15), minimum=1)
    assert first.period_from == clock.today() - timedelta(days=30)
    release_run(officer=minh, run_id=first.pk)
    sold(producer, days_ago=12)
    assert prepared(hoa, key="k2").period_from == clock.today() - timedelta(days=14)


def test_without_a_checked_account_nobody_is_paid(hoa_minh: tuple[User, User]) -> None:
    producer = seller_with_account()
    sold(producer)
    BankAccount.objects.update(state="retired")
    with pytest.raises(NothingToPay):
        prepared(hoa_minh[0])
    account_of(producer)
    assert prepared(hoa_minh[0]).payouts.count() == 1


def test_what_is_undone_before_it_is_paid_out_counts_for_nothing(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    sold(producer, 2)
    move_parcel(parcel_id=sold(producer, is_delivered=False).pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    run = prepared(hoa_minh[0])
    assert run.payouts.get().amount == 180_000
    assert run.payouts.get().items.count() == 3


def test_a_return_after_the_payout_is_set_off_against_the_next(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    hoa, minh = hoa_minh
    parcel = sold(producer, 2)
    run = prepared(hoa)
    release_run(officer=minh, run_id=run.pk)
    answer_payout(payout_id=run.payouts.get().pk, is_paid=True, officer=minh)
    charges = [facts.charges for facts in LineFacts.objects.filter(parcel=parcel)]
    post_return(key="complaint-1", order_id=parcel.order_id, producer_id=producer.pk, charges=charges)
    # Below zero for a named reason: the return stands in the books under its key.
    assert payable_to(producer.pk) == -180_000
    assert Journal.objects.filter(key="return:complaint-1").exists()
    sold(producer, 1)
    with pytest.raises(NothingToPay):
        prepare_run(officer=hoa, key="k2", period_to=yesterday(), minimum=1)
    sold(producer, 4)
    # The return was posted today, after the period: it is set off all the same.
    assert prepared(hoa, key="k3").payouts.get().amount == 270_000


def test_what_is_sold_and_undone_after_the_period_is_no_part_of_it(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    sold(producer, 2)
    move_parcel(parcel_id=sold(producer, 7, days_ago=0, is_delivered=False).pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    assert prepared(hoa_minh[0]).payouts.get().amount == 180_000


def test_what_is_undone_between_preparing_and_releasing_is_left_out(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    hoa, minh = hoa_minh
    parcel = sold(producer, 2)
    sold(producer, 9, is_delivered=False)  # a balance that would hide it
    run = prepared(hoa)
    charges = [facts.charges for facts in LineFacts.objects.filter(parcel=parcel)]
    post_return(key="complaint-1", order_id=parcel.order_id, producer_id=producer.pk, charges=charges)
    release_run(officer=minh, run_id=run.pk)
    payout = run.payouts.get()
    assert (payout.state, payout.moves.last().reason) == ("cancelled", "less is owed by now")
    assert PayoutRun.objects.get(pk=run.pk).state == "closed"
    assert Journal.objects.filter(key__startswith="payout").count() == 0


def test_cash_that_the_producer_collected_is_set_off(producer: Producer, hoa_minh: tuple[User, User], dung: User) -> None:
    parcel = sold(producer, 3)
    with pytest.raises(NotYours):
        note_cash_kept(parcel_id=parcel.pk, amount=100_000, officer=dung)
    for wrong in (0, -5, 10_000_000):
        with pytest.raises(UnableToPayOut):
            note_cash_kept(parcel_id=parcel.pk, amount=wrong, officer=hoa_minh[0])
    for _again in range(2):
        note_cash_kept(parcel_id=parcel.pk, amount=100_000, officer=hoa_minh[0])
    assert payable_to(producer.pk) == 170_000
    assert payables_of(producer.pk, clock.today()).total(payables_of(producer.pk, clock.today()).ready) == 170_000
    assert imbalance() == 0


@pytest.fixture
def complaints() -> Iterator[set[int]]:
    """Parcels with an open complaint, told through the Protocol."""
    opened: set[int] = set()

    def source(producer_id: int) -> set[int]:
        return opened

    join_hold(source)
    yield opened
    leave_hold(source)


def test_an_open_complaint_holds_its_parcel_and_no_other(producer: Producer, hoa_minh: tuple[User, User], complaints: set[int]) -> None:
    sold(producer, 2)
    complaints.add(sold(producer, 5).pk)
    assert payables_of(producer.pk, yesterday()).total(payables_of(producer.pk, yesterday()).held) == 450_000
    assert prepared(hoa_minh[0]).payouts.get().amount == 180_000
    complaints.clear()
    assert prepared(hoa_minh[0], key="k2").payouts.get().amount == 450_000


def test_a_complaint_opened_after_preparing_stops_the_release(
    producer: Producer, hoa_minh: tuple[User, User], complaints: set[int]
) -> None:
    other = seller_with_account()
    parcel = sold(producer, 2)
    sold(other, 1)
    run = prepared(hoa_minh[0])
    complaints.add(parcel.pk)
    release_run(officer=hoa_minh[1], run_id=run.pk)
    assert dict(run.payouts.values_list("producer", "state")) == {producer.pk: "cancelled", other.pk: "sent"}
    assert payable_to(producer.pk) == 180_000


def test_a_disputed_card_payment_holds_too(producer: Producer) -> None:
    parcel = sold(producer, 2)
    Dispute.objects.create(payment=Payment.objects.get(order=parcel.order_id), provider_id="dp_1", amount=1)
    assert payables_of(producer.pk, yesterday()).ready == []


def test_a_refused_payout_is_owed_again_and_paid_by_the_next_run(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    hoa, minh = hoa_minh
    sold(producer, 2)
    run = release_run(officer=minh, run_id=prepared(hoa).pk)
    payout = run.payouts.get()
    for _again in range(2):
        answer_payout(payout_id=payout.pk, is_paid=False, officer=hoa, reason="Sai số tài khoản")
    assert payable_to(producer.pk) == 180_000
    with pytest.raises(RunMoved):
        answer_payout(payout_id=payout.pk, is_paid=True, officer=hoa)
    assert Journal.objects.get(key=f"payout-undone:{payout.pk}").reverses.key == f"payout:{payout.pk}"
    assert prepared(hoa, key="k2").payouts.get().amount == 180_000
    call_command("ledger", "verify")


def test_a_transfer_that_comes_back_after_it_was_paid_is_owed_again(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    hoa, minh = hoa_minh
    sold(producer, 2)
    payout = release_run(officer=minh, run_id=prepared(hoa).pk).payouts.get()
    answer_payout(payout_id=payout.pk, is_paid=True, officer=hoa)
    answer_payout(payout_id=payout.pk, is_paid=False, officer=hoa)
    assert Payout.objects.get(pk=payout.pk).state == "returned"
    assert (payable_to(producer.pk), imbalance()) == (180_000, 0)
    call_command("ledger", "verify")


def test_a_cancelled_run_pays_nothing_and_cannot_be_released(producer: Producer, hoa_minh: tuple[User, User], dung: User) -> None:
    hoa, minh = hoa_minh
    sold(producer, 2)
    run = prepared(hoa)
    with pytest.raises(NotYours):
        cancel_run(officer=dung, run_id=run.pk, reason="")
    cancel_run(officer=hoa, run_id=run.pk, reason="Sai kỳ")
    for again in (lambda: release_run(officer=minh, run_id=run.pk), lambda: cancel_run(officer=hoa, run_id=run.pk, reason="")):
        with pytest.raises(RunMoved):
            again()
    assert payable_to(producer.pk) == 180_000
    assert prepared(hoa, key="k2").payouts.get().amount == 180_000


def test_a_suspended_producer_and_a_changed_account_are_left_out_at_release(hoa_minh: tuple[User, User]) -> None:
    suspended, moved = seller_with_account(), seller_with_account()
    for producer in (suspended, moved):
        sold(producer)
    run = prepared(hoa_minh[0])
    Producer.objects.filter(pk=suspended.pk).update(state="suspended")
    BankAccount.objects.filter(producer=moved).update(state="retired")
    release_run(officer=hoa_minh[1], run_id=run.pk)
    assert set(run.payouts.values_list("state", flat=True)) == {"cancelled"}


def test_a_payout_that_was_not_posted_is_named_by_the_proof(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    sold(producer)
    run = prepared(hoa_minh[0])
    Payout.objects.update(state="sent")
    with pytest.raises(CommandError, match=f"payout:{run.payouts.get().pk}: not posted"):
        call_command("ledger", "verify")


def test_others_are_not_paid(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    sold(producer)
    stranger = ProducerFactory.create()
    assert prepared(hoa_minh[0]).payouts.filter(producer=stranger).count() == 0
    assert Parcel.objects.count() == 1
