"""What Stripe's own list tells and the shop does not know, or knows in another currency, stands on the desk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from catalog.lib import clock
from fakes.stripe_objects import Objects, State
from marketplace.orders.services import place_order
from marketplace.payments.card.stripe import breaker, open_intent
from marketplace.payments.models import Payment
from marketplace.reconciliation.findings import keep_findings, reconcile_every_five_minutes
from marketplace.reconciliation.models import ClockRound, OpenFinding, WholeLook
from tests.factories.cards import stand_in
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
DAY = 24 * 60 * 60


@pytest.fixture
def stripe(settings: Any) -> Iterator[State]:
    with stand_in(settings) as state:
        yield state


def taken(state: State, amount: str = "70000", currency: str = "vnd") -> dict[str, Any]:
    things = Objects(state)
    return things.succeed(things.create({"amount": amount, "currency": currency}))


def found() -> list[tuple[str, str, int]]:
    rows = OpenFinding.objects.filter(gone_at=None).order_by("pk").values_list("kind", "reference", "amount")
    return [(kind, reference, int(amount)) for kind, reference, amount in rows]


def test_money_that_no_order_knows_is_listed_and_one_that_waits_is_not(stripe: State) -> None:
    things = Objects(stripe)
    things.create({"amount": "5000", "currency": "vnd"})
    dong, dollars = taken(stripe), taken(stripe, "318", "usd")
    assert (keep_findings(), keep_findings()) == (2, 0)
    unknown = "unknown at the provider"
    assert set(found()) == {(unknown, f"{dong['id']} 70.000\u00a0₫", 70_000), (unknown, f"{dollars['id']} 3,18\u00a0USD", 0)}


def test_a_known_payment_in_another_currency_is_listed_until_it_fits(stripe: State) -> None:
    rates()
    vat_rates()
    payment = Payment.objects.get(order=place_order(request_for(fill_basket((ListingFactory.create(), 1)), method="card")))
    intent = stripe.intents[open_intent(payment).id]
    Objects(stripe).succeed(intent)
    assert keep_findings() == 0
    intent["currency"] = "usd"
    assert keep_findings() == 1
    assert [kind for kind, _reference, _amount in found()] == ["paid in a wrong currency"]
    intent["currency"] = "vnd"
    keep_findings()
    assert found() == []


def test_the_list_is_read_to_its_end(stripe: State) -> None:
    for _number in range(103):
        taken(stripe)
    assert keep_findings() == 103


def test_a_provider_that_does_not_answer_takes_nothing_off_the_desk(stripe: State) -> None:
    taken(stripe)
    keep_findings()
    stripe.fails_with = 500
    assert keep_findings() == 0
    assert len(found()) == 1
    stripe.fails_with = 0
    stripe.intents.clear()
    breaker.succeeded()
    keep_findings()
    assert found() == []


@pytest.fixture
def old(stripe: State) -> dict[str, Any]:
    """Money that no order knows, taken ten days ago; the clock has looked at everything."""
    intent = taken(stripe)
    intent["created"] -= 10 * DAY
    assert by_the_clock() == 1
    return intent


def by_the_clock() -> int:
    """Reconcile as periodic work does, when five minutes are over."""
    ClockRound.objects.all().delete()
    return reconcile_every_five_minutes()


def test_the_clock_asks_for_two_days_and_once_a_day_for_all(stripe: State, old: dict[str, Any]) -> None:
    missed, new = taken(stripe), taken(stripe)
    missed["created"] -= 3 * DAY
    assert by_the_clock() == 1
    assert {reference.split()[0] for _kind, reference, _amount in found()} == {old["id"], new["id"]}
    WholeLook.objects.update(looked_at=clock.now() - timedelta(days=9))  # the shop stood still meanwhile
    assert (by_the_clock(), by_the_clock()) == (1, 0)
    assert len(found()) == 3


def test_what_a_short_look_cannot_see_stays_until_the_next_whole_one(stripe: State, old: dict[str, Any]) -> None:
    by_the_clock()
    assert [reference.split()[0] for _kind, reference, _amount in found()] == [old["id"]]
    stripe.intents.clear()
    by_the_clock()
    assert len(found()) == 1
    WholeLook.objects.update(looked_at=clock.now() - timedelta(days=1, minutes=1))
    by_the_clock()
    assert found() == []


def test_a_whole_look_that_got_no_answer_is_tried_again(stripe: State, old: dict[str, Any]) -> None:
    long_ago = clock.now() - timedelta(days=2)
    WholeLook.objects.update(looked_at=long_ago)
    stripe.fails_with = 500
    by_the_clock()
    assert WholeLook.objects.get().looked_at == long_ago
    stripe.fails_with = 0
    breaker.succeeded()
    missed = taken(stripe)
    missed["created"] -= 20 * DAY
    assert by_the_clock() == 1
    assert WholeLook.objects.get().looked_at > long_ago


def test_by_hand_everything_is_looked_at(stripe: State, old: dict[str, Any]) -> None:
    missed = taken(stripe)
    missed["created"] -= 20 * DAY
    assert by_the_clock() == 0
    output = io.StringIO()
    call_command("reconcile", stdout=output)
    assert missed["id"] in output.getvalue()
