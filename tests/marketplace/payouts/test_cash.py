"""A buyer pays once at the door: the same cash is the carrier's or the producer's, whichever was told first."""

from __future__ import annotations

import pytest

from marketplace.accounts.models import User
from marketplace.carriers.models import Carrier
from marketplace.carriers.services import answer_row, keep_carrier
from marketplace.ledger.selectors import payable_to
from marketplace.orders.models import Parcel
from marketplace.payments.models import Payment, PaymentEvent, Refund
from marketplace.payouts.cash import take_cash_kept
from marketplace.payouts.errors import CashSettled
from tests.marketplace.carriers.test_settlements import _rules, count, due, sent  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier(mai: User) -> Carrier:
    return keep_carrier(name="Giao Nhanh (mẫu)", columns={}, officer=mai)


def line(parcel: Parcel, amount: int) -> str:
    return f"{parcel.tracking},,{amount},0,0,Giao thành công,24/11/2026"


def test_cash_that_a_producer_kept_is_not_the_carriers_too(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN001")
    take_cash_kept(parcel_id=parcel.pk, amount=due(parcel), officer=mai)
    assert count(carrier, mai, line(parcel, due(parcel))) == {"GN001": "again"}
    assert (PaymentEvent.objects.count(), Refund.objects.count()) == (1, 0)


def test_cash_that_a_carrier_settled_was_not_kept_by_the_producer(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN001")
    count(carrier, mai, line(parcel, due(parcel)))
    before = payable_to(parcel.producer_id)
    with pytest.raises(CashSettled):
        take_cash_kept(parcel_id=parcel.pk, amount=due(parcel), officer=mai)
    assert (payable_to(parcel.producer_id), PaymentEvent.objects.count(), Refund.objects.count()) == (before, 1, 0)


def test_the_rest_of_what_the_producer_kept_in_part_is_counted_by_an_officer(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN001")
    take_cash_kept(parcel_id=parcel.pk, amount=60_000, officer=mai)
    rest = due(parcel) - 60_000
    assert count(carrier, mai, line(parcel, rest)) == {"GN001": "again"}
    row = parcel.settlement_rows.get()
    answer_row(row_id=row.pk, officer=mai, counts=True)
    assert (Payment.objects.get().state, Refund.objects.count()) == ("paid", 0)


def test_what_did_not_collect_any_cash_keeps_nobody_from_noting_it(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN001")
    count(carrier, mai, "GN001,,0,20000,0,Giao thành công,24/11/2026")
    take_cash_kept(parcel_id=parcel.pk, amount=due(parcel), officer=mai)
    assert (Payment.objects.get().state, Refund.objects.count()) == ("paid", 0)
