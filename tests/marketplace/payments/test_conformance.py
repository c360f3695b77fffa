"""What every way to pay must do, whatever stands behind it: the same suite for all (docs/payment-methods.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client

from fakes.stripe_objects import SUCCEEDS, State
from marketplace.ledger.models import Account
from marketplace.ledger.selectors import balance_of, imbalance, receivable_of
from marketplace.orders.models import Parcel, ParcelMove, Reservation
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle, settle_asked, settle_stuck, stop_and_release
from marketplace.payments.errors import ForgedMessage, PaidByHand, UnknownMethod
from marketplace.payments.gateway import Gateway, PayPage, Standing
from marketplace.payments.methods import GATEWAYS, gateway_for, gateway_for_webhook, offered_methods
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunds import move_refund, send_refunds
from tests.factories.cards import swipe
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
# How the money comes: a buyer with a card, or somebody who tells.
PAY: dict[str, Callable[[Any, Payment], object]] = {
    "card": lambda settings, payment: (swipe(settings, payment, SUCCEEDS), settle_stuck()),
    "vietqr": lambda settings, payment: settle(payment=payment, event_id="bank:1", amount=payment.amount),
    "cash_on_delivery": lambda settings, payment: settle(payment=payment, event_id="carrier:1", amount=payment.amount),
}


@pytest.fixture(params=sorted(GATEWAYS))
def gateway(request: pytest.FixtureRequest, stripe: State) -> Gateway:
    return gateway_for(request.param)


@pytest.fixture
def bought(gateway: Gateway) -> Payment:
    rates()
    vat_rates()
    one, other = ListingFactory.create(offer=(45_000, 10)), ListingFactory.create(offer=(90_000, 10))
    return Payment.objects.get(order=place_order(request_for(fill_basket((one, 1), (other, 1)), method=gateway.code)))


def test_the_suite_pays_by_every_method() -> None:
    assert PAY.keys() == GATEWAYS.keys()


def test_it_says_what_it_is(gateway: Gateway) -> None:
    assert str(gateway.name) == dict(offered_methods())[gateway.code]
    assert {gateway.clearing, gateway.pays_back_from} <= set(Account.values)
    if gateway.waiting_template:
        get_template(gateway.waiting_template)
        assert str(gateway.waiting_title)


def test_it_holds_stock_or_lets_the_order_stand(gateway: Gateway, bought: Payment) -> None:
    state = Reservation.objects.get(order=bought.order).state
    assert (state, bought.state) == (("kept", "on_delivery") if gateway.holds_for is None else ("held", "awaited"))


def test_the_order_page_shows_it_and_what_to_do(gateway: Gateway, bought: Payment) -> None:
    from tests.factories.cards import path_of

    page = Client().get(path_of(bought)).content.decode()
    assert str(gateway.name) in page
    pay = Client().get(path_of(bought, "tra-tien/"))
    assert pay.status_code == (200 if gateway.has_pay_page else 404)


def test_opening_twice_is_one_payment(gateway: Gateway, bought: Payment) -> None:
    if not gateway.has_pay_page:
        assert gateway.open(bought) == Standing()
        return
    pages = [gateway.open(Payment.objects.get(pk=bought.pk)) for _time in range(2)]
    assert pages[0] == pages[1]
    assert isinstance(pages[0], PayPage)
    get_template(pages[0].template)
    assert Payment.objects.get(pk=bought.pk).provider_id


def test_asking_and_stopping_an_unpaid_one_gives_no_money(gateway: Gateway, bought: Payment) -> None:
    gateway.open(bought)
    bought.refresh_from_db()
    assert settle_asked(bought).events.count() == 0
    assert gateway.stop(bought).is_closed
    assert gateway.stop(bought).received == 0  # also a second time


def test_money_arrives_once_and_stands_in_its_account(settings: Any, gateway: Gateway, bought: Payment) -> None:
    for _time in range(2):
        PAY[gateway.code](settings, bought)
    bought.refresh_from_db()
    assert (bought.state, bought.events.get().source) == ("paid", gateway.clearing)
    assert (balance_of(gateway.clearing), receivable_of(bought.order_id)) == (bought.amount, 0)
    assert not stop_and_release(bought.order_id, by="system", actor=None, reason="expired")


def test_a_refund_leaves_its_account_once(settings: Any, gateway: Gateway, bought: Payment) -> None:
    PAY[gateway.code](settings, bought)
    for parcel in Parcel.objects.filter(order=bought.order):
        move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    sent = (send_refunds(), send_refunds())
    assert sent in ((2, 0), (0, 0))
    for refund in Refund.objects.filter(state="asked"):
        with pytest.raises(PaidByHand):
            gateway.refund(refund)
        for after in ("sent", "done"):
            move_refund(refund_id=refund.pk, after=after, by="officer", provider_id=f"out-{refund.pk}")
    assert set(Refund.objects.values_list("state", "source")) == {("done", gateway.pays_back_from)}
    assert (balance_of(gateway.pays_back_from) in (0, -bought.amount), receivable_of(bought.order_id), imbalance()) == (True, 0, 0)
    bought.refresh_from_db()
    assert {one.id for one in gateway.refunds_of(bought)} <= set(Refund.objects.values_list("provider_id", flat=True))


def test_a_message_that_nobody_signed_is_refused(gateway: Gateway) -> None:
    with pytest.raises(ForgedMessage):
        gateway.read_message(b'{"type": "payment_intent.succeeded"}', {})
    if gateway.webhook:
        assert gateway_for_webhook(gateway.webhook) is gateway
        assert Client().post(f"/webhooks/{gateway.webhook}", b"{}", content_type="application/json").status_code == 400


def test_an_unknown_method_is_refused_and_writes_nothing(gateway: Gateway) -> None:
    rates()
    vat_rates()
    with pytest.raises(UnknownMethod):
        place_order(request_for(fill_basket((ListingFactory.create(), 1)), method="shells"))
    assert Payment.objects.count() == 0
    assert Client().post("/webhooks/nobody", b"{}", content_type="application/json").status_code == 404
