"""Roles are given and taken with a trace, by those who may, and reach no further than their place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.audit.models import AuditEntry
from catalog.places.models import Place
from catalog.producers.errors import NotAllowed
from catalog.producers.models import Producer
from catalog.producers.services import change_producer_state, write_producer_text
from catalog.products.models import Listing
from catalog.products.services import change_offer, publish_listing, withhold_listing, write_text
from marketplace.accounts.errors import UnableToChangeRole
from marketplace.accounts.models import Appointment, Membership, User
from marketplace.accounts.services import add_member, appoint_officer, dismiss_officer, remove_member
from tests.cast import make_person
from tests.factories.producers import PlaceFactory, ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


def _log() -> list[tuple[int | None, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("actor_id", "action"))


def test_the_command_appoints_and_dismisses_with_a_trace(dung: User) -> None:
    hanoi = PlaceFactory.create(code="01")
    call_command("appoint_officer", "DUNG@nguoi.example", "verify", "--place", "01")
    call_command("appoint_officer", "dung@nguoi.example", "verify", "--place", "01")  # already so
    assert Appointment.objects.get(user=dung).place == hanoi
    call_command("appoint_officer", "dung@nguoi.example", "verify", "--place", "01", "--end")
    assert not Appointment.objects.exists()
    assert _log() == [(None, "accounts.appoint-officer"), (None, "accounts.dismiss-officer")]
    for words in (
        ["ai@nguoi.example", "verify"],
        ["dung@nguoi.example", "verify", "--place", "99"],
        ["dung@nguoi.example", "verify", "--end"],
    ):
        with pytest.raises(CommandError):
            call_command("appoint_officer", *words)


def test_an_officer_appoints_nobody(mai: User, dung: User) -> None:
    for service in (appoint_officer, dismiss_officer):
        with pytest.raises(NotAllowed):
            service(user=dung, duty="release", place=None, by=mai)
    assert not Appointment.objects.filter(user=dung).exists()
    assert not AuditEntry.objects.exists()


def test_an_owner_lets_somebody_act_for_the_producer_and_takes_it_back(binh: User, lan: User) -> None:
    producer = binh.memberships.get().producer
    add_member(producer=producer, user=lan, role="packer", by=binh)
    add_member(producer=producer, user=lan, role="seller", by=binh)
    assert Membership.objects.get(user=lan).role == "seller"
    assert AuditEntry.objects.first().before == {"role": "packer"}  # type: ignore[union-attr]  # there is one
    remove_member(producer=producer, user=lan, by=binh)
    assert not Membership.objects.filter(user=lan).exists()
    assert _log() == [(binh.pk, "accounts.add-member")] * 2 + [(binh.pk, "accounts.remove-member")]
    with pytest.raises(UnableToChangeRole):
        remove_member(producer=producer, user=lan, by=binh)


def test_another_producers_owner_and_a_packer_change_no_members(binh: User, lan: User, dung: User) -> None:
    producer = binh.memberships.get().producer
    Membership.objects.create(user=lan, producer=producer, role="packer")
    for person in (dung, lan):
        with pytest.raises(NotAllowed):
            add_member(producer=producer, user=person, role="owner", by=person)
        with pytest.raises(NotAllowed):
            remove_member(producer=producer, user=binh, by=person)
    assert set(producer.memberships.values_list("user_id", "role")) == {(binh.pk, "owner"), (lan.pk, "packer")}
    assert not AuditEntry.objects.exists()


CHANGES: dict[str, Callable[[Listing, User], Any]] = {
    "publish": lambda listing, user: publish_listing(listing=listing, actor=user),
    "withhold": lambda listing, user: withhold_listing(listing=listing, reason="Ảnh không đúng", officer=user),
    "write": lambda listing, user: write_text(listing=listing, language="vi", title="Tên khác", actor=user),
    "offer": lambda listing, user: change_offer(listing=listing, price=Decimal(1000), num_in_stock=1, actor=user),
    "suspend": lambda listing, user: change_producer_state(producer=listing.seller, state="suspended", reference="Đơn 12", officer=user),
    "name": lambda listing, user: write_producer_text(producer=listing.seller, language="vi", title="Tên khác", actor=user),
}


def _state(listing: Listing) -> list[Any]:
    found = Listing.objects.get(pk=listing.pk)
    record = found.product.stockrecords.get()
    return [found.state, found.seller.state, record.price, found.texts.get().title, found.seller.texts.get().title]


@pytest.fixture
def elsewhere() -> User:
    """An officer with every duty, but in another province."""
    user, province = make_person("tu"), PlaceFactory.create()
    Appointment.objects.bulk_create(Appointment(user=user, duty=duty, place=province) for duty in Appointment.Duty.values)
    return user


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_who_has_no_role_or_a_duty_elsewhere_changes_nothing(change: Any, dung: User, elsewhere: User) -> None:
    listing = ListingFactory.create(state="draft")
    before = _state(listing)
    for person in (dung, elsewhere):
        with pytest.raises(NotAllowed):
            change(Listing.objects.get(pk=listing.pk), person)
    assert _state(listing) == before
    assert not AuditEntry.objects.exists()


def test_a_duty_within_a_province_reaches_what_lies_in_it(db: None) -> None:
    province = PlaceFactory.create()
    village = Place.objects.create(kind="village", parent=province, valid_from=province.valid_from)
    user = make_person("tu")
    Appointment.objects.create(user=user, duty="verify", place=province)
    near, unknown = ProducerFactory.create(place=village), ProducerFactory.create(place=None)
    assert change_producer_state(producer=near, state="suspended", reference="Đơn 12", officer=user).state == "suspended"
    with pytest.raises(NotAllowed):
        change_producer_state(producer=unknown, state="suspended", reference="Đơn 12", officer=user)
    assert Producer.objects.get(pk=unknown.pk).state == "verified"


def test_a_packer_writes_no_listing_and_a_member_puts_nothing_back_that_was_withheld(binh: User, lan: User, mai: User) -> None:
    seller = binh.memberships.get().producer
    Membership.objects.create(user=lan, producer=seller, role="packer")
    listing = ListingFactory.create(seller=seller, state="draft")
    with pytest.raises(NotAllowed):
        publish_listing(listing=listing, actor=lan)
    assert publish_listing(listing=listing, actor=binh).state == "published"
    listing = withhold_listing(listing=listing, reason="Thiếu nhãn", officer=mai)
    with pytest.raises(NotAllowed):
        publish_listing(listing=listing, actor=binh)
    assert Listing.objects.get().state == "withheld"
    assert publish_listing(listing=listing, actor=mai).state == "published"
