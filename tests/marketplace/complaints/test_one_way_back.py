"""A parcel gives its money back one way: by an accepted complaint, or by ending; never by both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Sum
from django.test import Client

from catalog.forks.partner.models import StockRecord
from catalog.lib import clock
from marketplace.complaints.errors import UnableToAnswer
from marketplace.complaints.models import Complaint
from marketplace.complaints.services import file_complaint, move_complaint
from marketplace.ledger.models import Account
from marketplace.ledger.selectors import payable_to
from marketplace.orders.errors import MoneyWentBack
from marketplace.orders.links import parcel_link
from marketplace.orders.models import LineFacts, Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.reconciling import findings
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunds import move_refund
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
By = ParcelMove.By


@pytest.fixture
def lost() -> Complaint:
    """A paid parcel on its way, late, whose buyer says that it has not arrived."""
    rates()
    vat_rates()
    order = place_order(request_for(fill_basket((ListingFactory.create(offer=(45_000, 10)), 2)), method="vietqr"))
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    parcel = Parcel.objects.get(order=order)
    for after in ("confirmed", "sent"):
        move_parcel(parcel_id=parcel.pk, after=after, by=By.PRODUCER)
    with time_machine.travel(clock.now() + timedelta(days=10)):
        pieces = {LineFacts.objects.get(parcel=parcel).pk: 2}
        return file_complaint(parcel_id=parcel.pk, reason="not_arrived", text="Chưa thấy.", pieces=pieces)


def money(parcel: Parcel) -> tuple[Any, int]:
    return Refund.objects.aggregate(total=Sum("amount"))["total"], payable_to(parcel.producer_id)


def test_once_the_money_went_back_the_parcel_cannot_be_refused(lost: Complaint) -> None:
    move_complaint(complaint_id=lost.pk, after="accepted", by=By.PRODUCER)
    parcel = Parcel.objects.get(pk=lost.parcel_id)
    before, stock = money(parcel), StockRecord.objects.get().num_in_stock
    assert before == (parcel.goods_price + parcel.shipping_price, 0)
    for role in (By.PRODUCER, By.OFFICER, By.SYSTEM):
        with pytest.raises(MoneyWentBack):
            move_parcel(parcel_id=parcel.pk, after="refused", by=role)
    answer = Client().post(f"{parcel_link(parcel.pk)}chuyen/", {"after": "refused"}, follow=True)
    assert "khiếu nại" in answer.content.decode()
    parcel.refresh_from_db()
    assert (parcel.state, money(parcel), StockRecord.objects.get().num_in_stock) == ("sent", before, stock)
    move_parcel(parcel_id=parcel.pk, after="delivered", by=By.PRODUCER)  # it may still arrive: that moves no money
    assert money(parcel) == before
    call_command("ledger", "verify")


def test_once_the_parcel_came_back_the_complaint_pays_nothing_more(lost: Complaint) -> None:
    move_parcel(parcel_id=lost.parcel_id, after="refused", by=By.PRODUCER)
    parcel = Parcel.objects.get(pk=lost.parcel_id)
    before = money(parcel)
    with pytest.raises(UnableToAnswer):
        move_complaint(complaint_id=lost.pk, after="accepted", by=By.OFFICER)
    lost.refresh_from_db()
    assert (lost.state, money(parcel)) == ("open", before)
    call_command("ledger", "verify")


def test_what_goes_back_by_a_complaint_is_no_difference_in_the_books(lost: Complaint) -> None:
    assert list(findings()) == []
    move_complaint(complaint_id=lost.pk, after="accepted", by=By.PRODUCER)
    assert [one.kind for one in findings()] == ["refund"]
    for after in ("sent", "done"):
        move_refund(refund_id=Refund.objects.get().pk, after=after, by="officer")
    assert list(findings()) == []


def test_nor_is_it_while_the_carrier_still_has_the_cash() -> None:
    rates()
    vat_rates()
    order = place_order(request_for(fill_basket((ListingFactory.create(offer=(45_000, 10)), 2))))
    parcel, payment = Parcel.objects.get(order=order), Payment.objects.get(order=order)
    for after in ("confirmed", "sent", "delivered"):
        move_parcel(parcel_id=parcel.pk, after=after, by=By.PRODUCER)
    complaint = file_complaint(parcel_id=parcel.pk, reason="damaged", text="Vỡ.", pieces={LineFacts.objects.get(parcel=parcel).pk: 1})
    move_complaint(complaint_id=complaint.pk, after="accepted", by=By.PRODUCER)
    assert (list(findings()), Refund.objects.count()) == ([], 0)
    settle(payment=payment, event_id="carrier:1", amount=payment.amount, source=Account.CLEARING_CASH)
    assert [(one.kind, one.amount) for one in findings()] == [("refund", 45_000)]
