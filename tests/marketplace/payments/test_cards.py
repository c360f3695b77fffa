"""Paying by card against the stateful stand-in: what a browser, a message or a crash says is never believed, only asked about."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from catalog.lib import clock
from fakes.stripe_objects import ASKS, DECLINED, DISPUTED, SUCCEEDS, State
from marketplace.forks.shop import Order
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.settling import end_unpaid, release_expired, settle_stuck
from marketplace.payments.methods import gateway_for, offered_methods
from marketplace.payments.models import Dispute, Payment, PaymentEvent, Refund
from marketplace.payments.refunds import send_refunds
from tests.factories.cards import PAID, WAITING, path_of, states, swipe, tell
from tests.factories.orders import rates
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


def test_cards_are_offered_only_with_keys(settings: Any, stripe: State) -> None:
    assert "card" in dict(offered_methods())
    settings.STRIPE_SECRET_KEY = ""
    assert "card" not in dict(offered_methods())


def test_a_card_pays_and_the_way_back_settles(settings: Any, payment: Payment) -> None:
    assert Client().get(path_of(payment, "tra-tien/")).status_code == 200
    swipe(settings, payment, SUCCEEDS)
    assert states(payment) == WAITING
    answer = Client().get(path_of(payment, "tra-xong/") + "?payment_intent=pi_other&redirect_status=failed", follow=True)
    assert answer.status_code == 200
    assert states(payment) == PAID


def test_the_address_of_the_way_back_is_not_believed(payment: Payment) -> None:
    Client().get(path_of(payment, "tra-tien/"))
    Client().get(path_of(payment, "tra-xong/") + "?redirect_status=succeeded")
    assert states(payment) == WAITING


def test_opening_the_form_many_times_makes_one_intent(stripe: State, payment: Payment) -> None:
    for _time in range(3):
        Client().get(path_of(payment, "tra-tien/"))
    Payment.objects.filter(pk=payment.pk).update(provider_id="")  # a crash before the id was written
    Client().get(path_of(payment, "tra-tien/"))
    assert len(stripe.intents) == 1


def test_the_price_is_whole_dong_and_metadata_names_nobody(stripe: State, payment: Payment) -> None:
    Client().get(path_of(payment, "tra-tien/"))
    intent = next(iter(stripe.intents.values()))
    assert (intent["amount"], intent["currency"]) == (int(payment.amount), "vnd")
    assert intent["metadata"] == {"order": payment.reference}


def test_messages_doubled_reversed_and_late_end_the_same(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    events = list(reversed(stripe.events)) * 3
    assert {tell(stripe, event) for event in events} == {200}
    assert states(payment) == PAID
    assert PaymentEvent.objects.count() == 1


def test_a_forged_message_writes_nothing(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    event = stripe.events[-1]
    assert tell(stripe, event, secret="whsec_wrong") == 400
    assert Client().post("/webhooks/stripe", b"{", content_type="application/json").status_code == 400
    with time_machine.travel(clock.now() - timedelta(hours=1), tick=False):
        body, old = stripe.signed(event)
    assert Client().post("/webhooks/stripe", body, content_type="application/json", headers={"Stripe-Signature": old}).status_code == 400
    assert states(payment) == WAITING


def test_a_message_about_something_unknown_is_taken_and_does_nothing(stripe: State, payment: Payment) -> None:
    event = {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_unknown"}}}
    assert tell(stripe, event) == 200
    assert tell(stripe, {**event, "type": "customer.created"}) == 200
    assert states(payment) == WAITING


def test_a_message_that_lies_about_the_money_is_not_believed(stripe: State, payment: Payment) -> None:
    Client().get(path_of(payment, "tra-tien/"))
    payment.refresh_from_db()
    lie = {"id": payment.provider_id, "status": "succeeded", "amount_received": 10**9, "currency": "vnd"}
    assert tell(stripe, {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "data": {"object": lie}}) == 200
    assert states(payment) == WAITING


def test_another_currency_is_not_money_for_us(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    stripe.intents[payment.provider_id]["currency"] = "usd"
    tell(stripe, stripe.events[-1])
    assert states(payment) == WAITING


def test_a_declined_card_can_be_followed_by_another(settings: Any, payment: Payment) -> None:
    assert swipe(settings, payment, DECLINED)["error"]["code"] == "card_declined"
    answer = Client().get(path_of(payment, "tra-xong/"))
    assert answer.headers["Location"] == path_of(payment, "tra-tien/")
    swipe(settings, payment, SUCCEEDS)
    Client().get(path_of(payment, "tra-xong/"))
    assert states(payment) == PAID


@pytest.mark.parametrize(("result", "end"), [("complete", PAID), ("fail", WAITING)])
def test_three_d_secure_decides(settings: Any, payment: Payment, result: str, end: Any) -> None:
    assert swipe(settings, payment, ASKS)["status"] == "requires_action"
    request = urllib.request.Request(f"{settings.STRIPE_API_URL}/3ds/{payment.provider_id}", f"result={result}".encode(), method="POST")

    class _Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any, **kwargs: Any) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError):
        urllib.request.build_opener(_Stay).open(request)
    Client().get(path_of(payment, "tra-xong/"))
    assert states(payment) == end


def test_a_lost_message_is_made_good_by_asking(settings: Any, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    assert settle_stuck() == 1
    assert settle_stuck() == 0
    assert states(payment) == PAID


def test_time_over_closes_the_intent_before_the_goods_go(settings: Any, stripe: State, payment: Payment) -> None:
    Client().get(path_of(payment, "tra-tien/"))
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert release_expired() == 1
    assert states(payment) == ("cancelled", "released", {"cancelled"})
    assert stripe.intents[payment.provider_id]["status"] == "canceled"
    assert "error" in swipe(settings, payment, SUCCEEDS)


def test_money_in_the_last_moment_keeps_the_order(settings: Any, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert release_expired() == 0
    assert states(payment) == PAID


def test_while_the_provider_is_silent_the_goods_stay_held(stripe: State, payment: Payment) -> None:
    Client().get(path_of(payment, "tra-tien/"))
    stripe.fails_with = 500
    assert not end_unpaid(payment.order_id)
    assert states(payment) == WAITING
    page = Client().get(path_of(payment, "tra-tien/"))
    assert page.status_code == 503
    assert "Chưa có khoản nào bị trừ" in page.content.decode()
    assert Client().get(path_of(payment, "tra-xong/")).status_code == 302


def test_a_cancelled_parcel_goes_back_to_the_card_once(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    settle_stuck()
    parcel = Parcel.objects.filter(order=payment.order).first()
    move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    assert (send_refunds(), send_refunds()) == (1, 0)
    assert Refund.objects.get().state == "done"
    assert [one["amount"] for one in stripe.refunds.values()] == [int(parcel.goods_price + parcel.shipping_price)]


def test_a_crash_between_refund_and_note_refunds_once(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    settle_stuck()
    move_parcel(parcel_id=Parcel.objects.filter(order=payment.order).first().pk, after="cancelled", by=ParcelMove.By.BUYER)
    gateway_for("card").refund(Refund.objects.get())
    send_refunds()
    assert len(stripe.refunds) == 1


def test_a_part_cancelled_before_paying_is_not_charged(settings: Any, stripe: State, payment: Payment) -> None:
    Client().get(path_of(payment, "tra-tien/"))
    move_parcel(parcel_id=Parcel.objects.filter(order=payment.order).first().pk, after="cancelled", by=ParcelMove.By.BUYER)
    payment.refresh_from_db()
    swipe(settings, payment, SUCCEEDS)
    assert stripe.intents[payment.provider_id]["amount_received"] == int(payment.due)


def test_a_dispute_is_noted_once(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, DISPUTED)
    for event in stripe.events * 2:
        tell(stripe, event)
    assert Dispute.objects.get().payment == payment
    assert states(payment) == PAID


def test_only_the_card_page_lets_the_providers_script_in(settings: Any, payment: Payment) -> None:
    card = Client().get(path_of(payment, "tra-tien/")).headers["Content-Security-Policy"]
    other = Client().get(path_of(payment)).headers["Content-Security-Policy"]
    assert settings.STRIPE_SCRIPT_ORIGIN in card
    assert settings.STRIPE_SCRIPT_ORIGIN not in other
    assert "unsafe" not in card


def test_placing_by_card_leads_to_the_form(stripe: State) -> None:
    rates()
    vat_rates()
    from tests.factories.producers import PlaceFactory

    client, province = Client(), PlaceFactory.create()
    client.post(reverse("checkout:basket-add"), {"product": ListingFactory.create().product_id})
    form = {"name": "Lan", "phone": "0912345678", "province": province.pk, "commune": "Hoàn Kiếm", "street": "1 Tràng Tiền"}
    page = client.post(reverse("checkout:details"), form, follow=True)
    form |= {"token": page.context["token"], "total_seen": int(page.context["page"].total), "method": "card", "consent": "on"}
    answer = client.post(reverse("checkout:place"), form)
    assert answer.headers["Location"] == path_of(Payment.objects.get(order=Order.objects.get()), "tra-tien/")


def test_the_clock_of_the_shop_asks_too(settings: Any, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    call_command("run_periodic", "--once")
    assert states(payment) == PAID
