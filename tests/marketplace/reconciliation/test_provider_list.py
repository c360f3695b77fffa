"""What Stripe's own list tells and the shop does not know, or knows in another currency, stands on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fakes.stripe_objects import Objects, State
from marketplace.orders.services import place_order
from marketplace.payments.card.stripe import breaker, open_intent
from marketplace.payments.models import Payment
from marketplace.reconciliation.findings import keep_findings
from marketplace.reconciliation.models import OpenFinding
from tests.factories.cards import stand_in
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


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
