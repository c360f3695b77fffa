"""The people of the tests: Lan buys, Bình produces, Mai is the officer, Dũng must not get in."""

from __future__ import annotations

import pytest

from catalog.producers.models import Producer
from marketplace.accounts.models import Appointment, Membership, User
from tests.factories.producers import ProducerFactory

PASSWORD = "mot-mat-khau-du-dai-2026"


def make_person(given: str, **facts: object) -> User:
    """Make a person with a verified e-mail."""
    user = User.objects.create_user(email=f"{given}@nguoi.example", password=PASSWORD, first_name=given.title(), **facts)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's table
    return user


def make_officer(given: str) -> User:
    """Make an officer with every duty everywhere."""
    user = make_person(given, is_staff=True)
    Appointment.objects.bulk_create(Appointment(user=user, duty=duty) for duty in Appointment.Duty.values)
    return user


@pytest.fixture
def lan(db: None) -> User:
    """Lan buys."""
    return make_person("lan", phone="+84912345678")


@pytest.fixture
def binh(db: None) -> User:
    """Bình produces: owner of a verified cooperative."""
    user = make_person("binh")
    Membership.objects.create(user=user, producer=ProducerFactory.create(), role=Membership.Role.OWNER)
    return user


@pytest.fixture
def mai(db: None) -> User:
    """Mai is the officer, with every duty everywhere."""
    return make_officer("mai")


@pytest.fixture
def dung(db: None) -> User:
    """Dũng must not get in: an account without any role, and a producer of his own."""
    user = make_person("dung")
    Membership.objects.create(user=user, producer=ProducerFactory.create(kind=Producer.Kind.HOUSEHOLD), role=Membership.Role.OWNER)
    return user
