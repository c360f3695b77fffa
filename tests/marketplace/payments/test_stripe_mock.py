"""Every request that we send is valid to Stripe's published OpenAPI: stripe-mock says so, where scripts/stripe_mock has installed it.

Its answers are fixed samples, so what they say is no matter here; what a request must be, it checks.
"""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalog.lib import clock
from catalog.rates.models import ExchangeRate
from marketplace.orders.services import place_order
from marketplace.payments.card import stripe
from marketplace.payments.errors import ProviderUnavailable
from marketplace.payments.models import Payment, Refund
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

PROGRAM = Path(__file__).resolve().parents[3] / ".cache" / "stripe-mock" / "stripe-mock"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PROGRAM.exists(), reason="stripe-mock is not there: scripts/stripe_mock installs it"),
]


@pytest.fixture(scope="module")
def mock() -> Iterator[str]:
    """Run stripe-mock on loopback and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [str(PROGRAM), "-http-addr", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        end = time.monotonic() + 20
        while not _answers(port):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(params=["VND", "USD"])
def payment(request: pytest.FixtureRequest, settings: Any, mock: str) -> Payment:
    """An order that waits for a card, charged in đồng or in dollars."""
    settings.STRIPE_API_URL, settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = mock, "sk_test_123", "pk_test_123"
    stripe.breaker.succeeded()
    rates()
    vat_rates()
    row = ExchangeRate.objects.create(currency="USD", dong_per_unit=26_000, valid_from=clock.today(), source="Vietcombank")
    facts = {"currency": "USD", "rate_seen": row.pk} if request.param == "USD" else {}
    basket = fill_basket((ListingFactory.create(offer=(45_000, 10)), 1))
    return Payment.objects.get(order=place_order(request_for(basket, method="card", **facts)))


def test_every_request_of_the_gateway_is_valid(payment: Payment) -> None:
    made = stripe.make_intent(payment)
    Payment.objects.filter(pk=payment.pk).update(provider_id=made.id)
    payment.refresh_from_db()
    stripe.fetch_intent(made.id)
    stripe.list_paid(clock.now())
    stripe.open_intent(payment)  # its sample asks for another amount: an update is sent where its state allows one
    with stripe._asking() as api:
        api.payment_intents.update(made.id, {"amount": 1_234})
    stripe.stop_intent(payment)
    refund = Refund.objects.create(
        payment=payment, key="x", amount=Decimal(45_000), source="clearing_card", foreign_minor=payment.foreign_minor
    )
    stripe.send_refund(refund)
    stripe.list_refunds(payment)
    stripe.list_bookings(payment)
    with stripe._asking() as api:
        api.charges.retrieve("ch_123")
        api.balance_transactions.retrieve("txn_123")
    assert stripe.fetch_dispute("dp_123").id
    assert stripe.list_disputes(clock.now())


def test_the_check_is_one(payment: Payment, mock: str) -> None:
    """What Stripe's description does not know, or wants otherwise, is refused: else the test above would prove nothing."""
    wrong: list[Any] = [{"currency": "vnd"}, {"amount": "many", "currency": "vnd"}, {"amount": 1_000, "currency": "vnd", "colour": "red"}]
    for params in wrong:
        with pytest.raises(ProviderUnavailable), stripe._asking() as api:
            api.payment_intents.create(params)
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(urllib.request.Request(f"{mock}/v1/nothing", headers={"Authorization": "Bearer sk_test_123"}))
