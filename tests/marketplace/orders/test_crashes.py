"""R6: the process dies at a named point, with nothing flushed and no handler run; two rounds of the reconciler bring all together."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connections
from django.test import override_settings

from catalog.lib import clock
from fakes.stripe_objects import SUCCEEDS, State
from marketplace.forks.shop import Basket, Order
from marketplace.notices.mails import SENT_WITHIN
from marketplace.orders.models import Parcel, ParcelMove, SentNotice
from marketplace.orders.notices import send_notices
from marketplace.orders.parcels import move_parcel
from marketplace.orders.reconciling import findings, finish_what_is_safe
from marketplace.orders.services import OrderRequest, place_order
from marketplace.orders.settling import end_unpaid, settle_asked
from marketplace.payments import failpoints
from marketplace.payments.failpoints import EXIT_CODE, POINTS, arm
from marketplace.payments.models import Payment, PaymentEvent, Refund
from marketplace.payments.refunds import send_refunds
from tests.databases import ROOT
from tests.factories.cards import stand_in, swipe
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates
from tests.marketplace.orders.invariants import check_all, check_settled

pytestmark = [pytest.mark.every_database, pytest.mark.heavy, pytest.mark.usefixtures("real_database")]
ENDING = {"stopped", "ended"}


@pytest.fixture
def stripe(settings: Any) -> Iterator[State]:
    with stand_in(settings) as state:
        yield state


@pytest.fixture
def request_of_lan(real_database: None, stripe: State) -> OrderRequest:
    rates()
    vat_rates()
    one, other = ListingFactory.create(offer=(45_000, 10)), ListingFactory.create(offer=(90_000, 10))
    return request_for(fill_basket((one, 1), (other, 2)), method="card", email="lan@nguoi.example")


def live(request: OrderRequest, settings: Any, *, ends: bool = False) -> None:
    """Do all that people and jobs do for an order, each step as often as it is tried: buy, pay, cancel a part, be paid back."""
    order = place_order(request)
    payment = Payment.objects.get(order=order)
    if ends:
        payment_page(payment)
        with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
            end_unpaid(order.pk)
        return
    if payment.state == "awaited":
        swipe(settings, payment, SUCCEEDS)
        payment.refresh_from_db()
        settle_asked(payment)
    send_notices(order.pk)
    parcel = Parcel.objects.filter(order=order).order_by("pk")[0]
    move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    send_refunds()


def payment_page(payment: Payment) -> None:
    """Open the form, without paying."""
    from marketplace.payments.methods import gateway_for

    if payment.state == "awaited":
        gateway_for(payment.method).open(payment)
        payment.refresh_from_db()


def _die(point: str, request: OrderRequest, settings: Any, ends: bool) -> None:
    for connection in connections.all(initialized_only=True):
        connection.connection = None  # the parent's; a forked child opens its own
        getattr(type(connection), "_connection_pools", {}).clear()
    arm(point)
    live(request, settings, ends=ends)


def die_at(point: str, request: OrderRequest, settings: Any) -> int | None:
    """Live in a process of its own that dies there; give how it ended."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_die, args=(point, request, settings, point in ENDING))
    process.start()
    process.join(timeout=120)
    return process.exitcode


@pytest.mark.parametrize("point", POINTS)
def test_r6_all_comes_together_after_a_crash(settings: Any, stripe: State, request_of_lan: OrderRequest, point: str) -> None:
    assert die_at(point, request_of_lan, settings) == EXIT_CODE  # else the point was never come to
    late = timedelta(minutes=31) if point in ENDING else timedelta(0)
    with time_machine.travel(clock.now() + late, tick=False):
        finish_what_is_safe()
        finish_what_is_safe()
        check_all(stripe)
        check_settled(stripe)
        assert set(finish_what_is_safe().values()) == {0}
    # Lan presses again, and whoever else was interrupted does so too: nothing is lost, nothing is there twice.
    live(request_of_lan, settings, ends=point in ENDING)
    finish_what_is_safe()
    check_all(stripe)
    check_settled(stripe)
    assert (Order.objects.count(), Payment.objects.count(), Basket.objects.get().status) == (1, 1, "Submitted")
    if point not in ENDING:
        assert (PaymentEvent.objects.count(), Refund.objects.get().state, len(stripe.refunds)) == (1, "done", 1)
        assert SentNotice.objects.filter(key__startswith="buyer:").count() == 1
    assert list(findings()) == []


def test_a_mail_of_a_process_that_died_leaves_once_its_claim_has_lapsed(
    settings: Any, stripe: State, request_of_lan: OrderRequest, mailoutbox: list[Any]
) -> None:
    assert die_at("mail", request_of_lan, settings) == EXIT_CODE
    order = Order.objects.get()
    send_notices(order.pk)
    assert ["lan@nguoi.example"] not in [message.to for message in mailoutbox]  # the dead one may be sending it still
    mailoutbox.clear()
    with time_machine.travel(clock.now() + SENT_WITHIN + timedelta(seconds=1), tick=False):
        for _time in range(2):
            send_notices(order.pk)
    assert [message.to for message in mailoutbox] == [["lan@nguoi.example"]]


class TestThePoints:
    """Named in one file, and dead in a shop."""

    def test_there_are_enough_and_each_stands_in_the_code_once(self) -> None:
        code = "".join(path.read_text() for path in Path(ROOT, "marketplace").rglob("*.py") if path.name != "failpoints.py")
        assert len(POINTS) >= 12
        assert {name: code.count(f'failpoint("{name}")') for name in POINTS} == dict.fromkeys(POINTS, 1)

    def test_nothing_is_armed_by_itself(self) -> None:
        assert failpoints._armed == ""

    def test_only_the_suites_settings_allow_it(self) -> None:
        with override_settings(FAILPOINTS_ALLOWED=False), pytest.raises(RuntimeError):
            arm("token")
        with pytest.raises(RuntimeError):
            arm("nowhere")
        settings_files = {path.name: path.read_text() for path in Path(ROOT, "marketplace", "settings").glob("*.py")}
        assert [name for name, text in settings_files.items() if "FAILPOINTS_ALLOWED = True" in text] == ["test.py"]
        assert "FAILPOINTS_ALLOWED = False" in settings_files["production.py"]
        assert django_settings.FAILPOINTS_ALLOWED
