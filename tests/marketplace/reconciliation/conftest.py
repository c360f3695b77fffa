"""An order that waits for its transfer, and officers with the duty for money."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplace.accounts.models import Appointment, User
from marketplace.orders.services import place_order
from marketplace.payments.models import Payment
from tests.cast import make_person
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates


def new_payment(phone: str = "+84912345678") -> Payment:
    """Place an order that waits for its transfer."""
    return Payment.objects.get(order=place_order(request_for(fill_basket((ListingFactory.create(), 1)), method="vietqr", phone=phone)))


@pytest.fixture
def payment(db: None) -> Payment:
    rates()
    vat_rates()
    return new_payment()


@pytest.fixture
def preparer(db: None) -> User:
    user = make_person("Hoa")
    Appointment.objects.create(user=user, duty=Appointment.Duty.PREPARE)
    return user


@pytest.fixture
def desk_client(preparer: User) -> Client:
    client = Client()
    client.force_login(preparer)
    return client
