"""R10: the whole life of orders as a machine that does anything in any order, dies anywhere, and must keep its invariants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from catalog.lib import clock
from catalog.lib.kept import forget_kept
from fakes.stripe_objects import SUCCEEDS, Objects, State
from marketplace.ledger.models import Account
from marketplace.orders.errors import UnableToMove, UnableToOrder
from marketplace.orders.models import Parcel, ParcelMove, Reservation
from marketplace.orders.parcels import move_parcel
from marketplace.orders.reconciling import finish_what_is_safe
from marketplace.orders.services import OrderRequest, place_order
from marketplace.orders.settling import cancel_parcel, hear, release_expired, settle
from marketplace.payments.errors import ProviderUnavailable
from marketplace.payments.failpoints import POINTS, arm, disarm
from marketplace.payments.methods import gateway_for
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunds import move_refund, send_refunds
from tests.factories.cards import confirm, stand_in
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates
from tests.marketplace.orders.invariants import check_all, check_settled
from tests.races import IS_FULL

EXAMPLES = 1_000 if IS_FULL else 100
STEPS = 50 if IS_FULL else 30
By = ParcelMove.By
WORLD: list[State] = []
ANY = st.integers(0, 1_000)


class Died(BaseException):
    """The process is gone: nothing catches this, and what was not committed is rolled back."""


def _die() -> None:
    raise Died


class OrderLife(RuleBasedStateMachine):
    """Lan and others buy, pay or not, late, twice or in part; producers, officers, banks and Stripe do their part in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.stripe = WORLD[0]
        for things in (self.stripe.intents, self.stripe.refunds, self.stripe.charges, self.stripe.answers, self.stripe.disputes):
            things.clear()
        self.stripe.events.clear()
        self.stripe.fails_with, self.stripe.refunds_as = 0, "succeeded"
        self.requests: list[OrderRequest] = []
        self.messages = 0
        self.outer = transaction.atomic()
        self.outer.__enter__()

    def teardown(self) -> None:
        """Ask about everything; then the provider's money and ours must be the same. Nothing of it is kept."""
        try:
            disarm()
            self.stripe.fails_with = 0
            finish_what_is_safe()
            finish_what_is_safe()
            check_all(self.stripe)
            check_settled(self.stripe)
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def do(self, work: Callable[[], object]) -> None:
        """Do it as a request or a job would: it may die, be refused, or find the provider silent; then it is simply over."""
        # Only the services' own transactions roll back: what was committed before a process dies stays.
        with suppress(Died, UnableToOrder, UnableToMove, ProviderUnavailable):
            work()
        disarm()

    @initialize()
    def open_shop(self) -> None:
        forget_kept()
        rates()
        vat_rates()
        self.province = PlaceFactory.create()
        self.listings = [ListingFactory.create(offer=(45_000, 6)), ListingFactory.create(offer=(90_000, 3))]

    def payment(self, number: int) -> Payment:
        payments = list(Payment.objects.order_by("pk"))
        return payments[number % len(payments)]

    @rule(
        pieces=st.tuples(st.integers(0, 3), st.integers(0, 2)).filter(any), method=st.sampled_from(["card", "vietqr", "cash_on_delivery"])
    )
    def buy(self, pieces: tuple[int, int], method: str) -> None:
        wishes = [(listing, count) for listing, count in zip(self.listings, pieces, strict=True) if count]
        basket = fill_basket(*wishes)
        phone = f"+849{len(self.requests):08d}"
        self.requests.append(request_for(basket, province=self.province, phone=phone, method=method))
        self.do(lambda: place_order(self.requests[-1]))

    @precondition(lambda self: self.requests)
    @rule(number=ANY)
    def press_again(self, number: int) -> None:
        self.do(lambda: place_order(self.requests[number % len(self.requests)]))

    @rule(point=st.sampled_from(sorted(POINTS)))
    def let_the_next_one_die(self, point: str) -> None:
        arm(point, _die)

    @precondition(lambda self: Payment.objects.exists())
    @rule(number=ANY)
    def open_the_form(self, number: int) -> None:
        payment = self.payment(number)
        if payment.state == "awaited":
            self.do(lambda: gateway_for(payment.method).open(payment))

    @precondition(lambda self: self.stripe.intents)
    @rule(number=ANY)
    def pay_by_card(self, number: int) -> None:
        intents = list(self.stripe.intents.values())
        intent = intents[number % len(intents)]
        payment = Payment.objects.filter(provider_id=intent["id"]).first()
        if payment is not None:  # else no form was shown
            confirm(LIVE[0], payment, intent["client_secret"], SUCCEEDS)

    @precondition(lambda self: Payment.objects.exists())
    @rule(number=ANY, part=st.sampled_from([Decimal("0.4"), Decimal(1), Decimal("1.5")]), again=st.booleans())
    def a_bank_or_carrier_tells(self, number: int, part: Decimal, again: bool) -> None:
        payment = self.payment(number)
        self.messages += not again
        source = Account.CLEARING_CASH if payment.method == "cash_on_delivery" and part == 1 else Account.CLEARING_BANK
        amount = max(Decimal(1), (payment.amount * part).to_integral_value())
        self.do(lambda: settle(payment=payment, event_id=f"told:{self.messages}", amount=amount, source=source))

    @precondition(lambda self: self.stripe.events)
    @rule(number=ANY)
    def stripe_tells(self, number: int) -> None:
        event = self.stripe.events[number % len(self.stripe.events)]  # in any order, any number of times
        gateway = gateway_for("card")
        body, signature = self.stripe.signed(event)
        self.do(lambda: hear(gateway, gateway.read_message(body, {"Stripe-Signature": signature})))

    @precondition(lambda self: Parcel.objects.exists())
    @rule(number=ANY, after=st.sampled_from(["confirmed", "sent", "delivered", "refused", "cancelled"]), by=st.sampled_from(By.values))
    def move(self, number: int, after: str, by: str) -> None:
        parcels = list(Parcel.objects.order_by("pk").values_list("pk", flat=True))
        parcel_id = parcels[number % len(parcels)]
        if after == "cancelled" and by in (By.BUYER, By.OFFICER):
            self.do(lambda: cancel_parcel(parcel_id=parcel_id, by=by))
        else:
            self.do(lambda: move_parcel(parcel_id=parcel_id, after=after, by=by))

    @precondition(lambda self: Reservation.objects.filter(state="held").exists())
    @rule(number=ANY)
    def time_is_over(self, number: int) -> None:
        held = list(Reservation.objects.filter(state="held").order_by("pk").values_list("pk", flat=True))
        Reservation.objects.filter(pk=held[number % len(held)]).update(expires_at=clock.now() - timedelta(minutes=1))
        self.do(release_expired)

    @rule(status=st.sampled_from([0, 0, 0, 500]))
    def the_provider_ails_or_recovers(self, status: int) -> None:
        self.stripe.fails_with = status

    @rule(state=st.sampled_from(["succeeded", "pending"]))
    def refunds_will_be(self, state: str) -> None:
        self.stripe.refunds_as = state

    @precondition(lambda self: self.stripe.refunds)
    @rule(number=ANY, status=st.sampled_from(["succeeded", "failed"]))
    def a_refund_ends(self, number: int, status: str) -> None:
        refunds = list(self.stripe.refunds.values())
        if refunds[number % len(refunds)]["status"] == "pending":
            Objects(self.stripe).end_refund(refunds[number % len(refunds)]["id"], status)

    @precondition(lambda self: Refund.objects.filter(source=Account.CLEARING_BANK).exists())
    @rule(number=ANY, after=st.sampled_from(["sent", "done"]))
    def an_officer_pays_back(self, number: int, after: str) -> None:
        before = {"sent": "asked", "done": "sent"}[after]
        waiting = list(Refund.objects.filter(source=Account.CLEARING_BANK, state=before).order_by("pk").values_list("pk", flat=True))
        if waiting:
            self.do(lambda: move_refund(refund_id=waiting[number % len(waiting)], after=after, by="officer"))

    @rule()
    def refunds_leave(self) -> None:
        self.do(send_refunds)

    @rule()
    def reconcile(self) -> None:
        self.do(finish_what_is_safe)

    @invariant()
    def all_is_true(self) -> None:
        check_all(self.stripe)


LIVE: list[Any] = []


@pytest.fixture
def _world(settings: Any) -> Iterator[None]:
    with stand_in(settings) as state:
        WORLD[:], LIVE[:] = [state], [settings]
        yield


@pytest.mark.heavy
@pytest.mark.django_db
@pytest.mark.usefixtures("_world")
@pytest.mark.timeout(7200 if IS_FULL else 900)
def test_r10_the_invariants_hold_whatever_happens() -> None:
    options = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(OrderLife, settings=options)
