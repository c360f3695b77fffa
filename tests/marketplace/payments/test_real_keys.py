"""What we send, Stripe itself takes. Runs where CHO_SAO_TEST_STRIPE_KEY holds a test key of an account."""

from __future__ import annotations

import os

import pytest
from pytest_django.fixtures import Settings

from marketplace.ledger.services import Foreign
from marketplace.orders.services import place_order
from marketplace.payments.card.stripe import open_intent, stop_intent
from marketplace.payments.models import Payment
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

KEY = os.environ.get("CHO_SAO_TEST_STRIPE_KEY", "")


@pytest.mark.skipif(not KEY, reason="no test key of a Stripe account")
@pytest.mark.enable_socket
@pytest.mark.django_db
def test_stripe_opens_an_intent_once_and_closes_it(settings: Settings):
    assert KEY.startswith("sk_test_"), "only a test key may be used here"
    settings.STRIPE_API_URL, settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = "", KEY, "pk_test_unused"
    rates()
    vat_rates()
    payment = Payment.objects.get(
        order=place_order(request_for(fill_basket((ListingFactory.create(offer=(45_000, 10)), 1)), method="card"))
    )
    intent = open_intent(payment)
    assert (intent.status, intent.asked) == ("requires_payment_method", Foreign("VND", int(payment.amount)))
    payment.refresh_from_db()
    assert open_intent(payment).id == intent.id
    stopped = stop_intent(payment)
    assert stopped is not None
    assert stopped.status == "canceled"
