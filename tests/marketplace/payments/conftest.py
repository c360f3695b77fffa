"""A stand-in for Stripe, and an order that waits for a card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fakes.stripe_objects import State
from marketplace.orders.services import place_order
from marketplace.payments.models import Payment
from tests.factories.cards import stand_in
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates


@pytest.fixture
def stripe(settings: Any) -> Iterator[State]:
    """Run the stand-in for a test."""
    with stand_in(settings) as state:
        yield state


@pytest.fixture
def payment(db: None, stripe: State) -> Payment:
    """Let an order of two producers wait for a card."""
    rates()
    vat_rates()
    one, other = ListingFactory.create(offer=(45_000, 10)), ListingFactory.create(offer=(90_000, 10))
    return Payment.objects.get(order=place_order(request_for(fill_basket((one, 1), (other, 1)), method="card")))
