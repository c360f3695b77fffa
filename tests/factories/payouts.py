"""Delivered and paid parcels, checked accounts and officers for tests of payouts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine

from catalog.lib import clock
from catalog.producers.models import Producer
from catalog.products.models import Listing
from marketplace.accounts.models import Appointment, User
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment
from marketplace.payouts.models import BankAccount
from tests.cast import make_person
from tests.factories.orders import fill_basket, request_for
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

YESTERDAY = timedelta(days=1)


def seller_with_account(kind: str = "cooperative", price: int = 100_000, **facts: Any) -> Producer:
    """A producer with a listing and a checked account."""
    producer = ProducerFactory.create(kind=kind, **facts)
    ListingFactory.create(seller=producer, offer=(price, 1000))
    account_of(producer)
    return producer


def account_of(producer: Producer) -> BankAccount:
    """A checked account."""
    return BankAccount.objects.create(
        producer=producer,
        bank_bin="970436",
        number=f"00710001{producer.pk:05d}",
        holder="HTX THACH XA",
        state="verified",
        entered_by_id=900_001,
        verified_by_id=900_002,
        verified_at=clock.now(),
        verified_how="Sao kê 01",
    )


def officers() -> tuple[User, User]:
    """One who prepares, one who releases."""
    people = make_person("hoa", is_staff=True), make_person("minh", is_staff=True)
    for person, duty in zip(people, (Appointment.Duty.PREPARE, Appointment.Duty.RELEASE), strict=True):
        Appointment.objects.create(user=person, duty=duty)
    return people


def sold(producer: Producer, quantity: int = 1, *, days_ago: int = 20, is_paid: bool = True, is_delivered: bool = True) -> Parcel:
    """A parcel sold, paid and delivered some days ago."""
    with time_machine.travel(clock.now() - timedelta(days=days_ago), tick=False):
        listing = Listing.objects.get(seller=producer)
        order = place_order(request_for(fill_basket((listing, quantity)), phone=f"+8491{order_number():07d}"))
        parcel = Parcel.objects.get(order=order)
        if is_delivered:
            for after in ("confirmed", "sent", "delivered"):
                move_parcel(parcel_id=parcel.pk, after=after, by=ParcelMove.By.OFFICER)
        payment = Payment.objects.get(order=order)
        if is_paid:
            settle(payment=payment, event_id=f"carrier-{parcel.pk}", amount=payment.due)
    return Parcel.objects.get(pk=parcel.pk)


def order_number() -> int:
    """A number that no other order of this test has: buyers may place few orders at once."""
    return Parcel.objects.count() + 1
