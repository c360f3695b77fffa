"""Erasing a person: everything that names them goes, money and goods stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from marketplace.accounts.models import Appointment, ConsentRecord, OutgoingMail, User
from marketplace.forks.personal import ShippingAddress
from marketplace.forks.shop import Basket, Order
from marketplace.orders.models import OrderContact, Parcel, Reservation
from marketplace.orders.services import place_order
from marketplace.orders.settling import release_reservation
from marketplace.payments.models import Payment
from marketplace.privacy.errors import NothingToErase, StillNeeded
from marketplace.privacy.services import erase_person
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
MARKS = ("912345678", "Nguyễn Thị Lan", "Tràng Tiền", "lan@nguoi.example")


@pytest.fixture
def order(lan: User) -> Any:
    rates()
    vat_rates()
    basket = fill_basket((ListingFactory.create(), 1), owner=lan)
    order = place_order(request_for(basket, email="lan@nguoi.example", user=lan, method="vietqr"))
    release_reservation(order.pk)
    country = apps.get_model("address", "Country").objects.create(iso_3166_1_a2="VN", printable_name="Việt Nam", name="Việt Nam")
    address = ShippingAddress.objects.create(first_name="Nguyễn Thị Lan", line1="1 Tràng Tiền", country=country)
    Order.objects.filter(pk=order.pk).update(shipping_address=address, guest_email="lan@nguoi.example")
    return order


def everything_in_the_database() -> str:
    """Give all text of all tables."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names come from the database itself
            rows += [repr(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_nothing_that_names_the_person_is_left(order: Any, mai: User) -> None:
    before = everything_in_the_database()
    assert all(mark in before for mark in MARKS)
    erased = erase_person(phone="+84912345678", email="lan@nguoi.example", officer=mai)
    assert (erased.orders, erased.accounts) == (1, 1)
    after = everything_in_the_database()
    assert [mark for mark in MARKS if mark in after] == []


def test_money_and_goods_stay(order: Any, mai: User) -> None:
    erase_person(phone="+84912345678", officer=mai)
    assert Payment.objects.get(order=order).amount == 81_000
    assert Parcel.objects.get(order=order).goods_price == 45_000
    assert ConsentRecord.objects.get(order=order).text_version == "2026-11"
    assert OrderContact.objects.get(order=order).erased_at is not None
    assert Reservation.objects.get(order=order).phone_key == ""
    assert Basket.objects.get(pk=order.basket_id).owner is None


def test_the_audit_log_tells_who_erased_and_names_nobody(order: Any, mai: User) -> None:
    erase_person(phone="+84912345678", officer=mai)
    entries = AuditEntry.objects.filter(action="privacy.erase")
    assert {entry.object_type for entry in entries} == {"orders.ordercontact", "accounts.user"}
    assert all(entry.actor_id == mai.pk for entry in entries)


def test_a_parcel_on_its_way_keeps_its_address(lan: User, mai: User) -> None:
    rates()
    vat_rates()
    order = place_order(request_for(fill_basket((ListingFactory.create(), 1))))
    with pytest.raises(StillNeeded):
        erase_person(phone="+84912345678", officer=mai)
    assert OrderContact.objects.get(order=order).name == "Nguyễn Thị Lan"
    assert User.objects.filter(pk=lan.pk).exists()


def _gift(lan: User) -> Any:
    """Let Lan's account order for her mother, with her mother's number and no e-mail."""
    return place_order(request_for(fill_basket((ListingFactory.create(), 1), owner=lan), phone="+84987000222", user=lan))


def test_orders_of_the_account_with_another_number_are_reached_too(order: Any, lan: User, mai: User) -> None:
    gift = _gift(lan)
    Parcel.objects.update(state=Parcel.State.DELIVERED)
    assert erase_person(email="lan@nguoi.example", officer=mai).orders == 2
    assert (OrderContact.objects.get(order=gift).name, OrderContact.objects.get(order=gift).phone) == ("", "")


def test_such_an_order_on_its_way_is_still_needed(order: Any, lan: User, mai: User) -> None:
    _gift(lan)
    with pytest.raises(StillNeeded):
        erase_person(email="lan@nguoi.example", officer=mai)
    assert User.objects.filter(pk=lan.pk).exists()


def test_a_guests_order_with_a_number_that_the_account_never_proved_stays(order: Any, lan: User, mai: User) -> None:
    guest = place_order(request_for(fill_basket((ListingFactory.create(), 1))))  # with Lan's number and no e-mail
    Parcel.objects.update(state=Parcel.State.DELIVERED)
    assert erase_person(email="lan@nguoi.example", officer=mai).orders == 1  # the number is not proved to be hers
    assert OrderContact.objects.get(order=guest).phone == "+84912345678"


def test_a_proved_number_reaches_what_the_e_mail_does_not(order: Any, lan: User, mai: User) -> None:
    guest = place_order(request_for(fill_basket((ListingFactory.create(), 1))))
    Parcel.objects.update(state=Parcel.State.DELIVERED)
    User.objects.filter(pk=lan.pk).update(phone_verified_at=clock.now())
    assert erase_person(email="lan@nguoi.example", officer=mai).orders == 2
    assert OrderContact.objects.get(order=guest).phone == ""


def test_a_mail_that_waits_goes_too(lan: User, mai: User) -> None:
    OutgoingMail.objects.create(to="lan@nguoi.example", subject="Mã", text="123456")
    erase_person(email="lan@nguoi.example", officer=mai)
    assert not OutgoingMail.objects.exists()


def test_a_stranger_is_nothing_to_erase(mai: User) -> None:
    with pytest.raises(NothingToErase):
        erase_person(phone="+84987000111", officer=mai)
    with pytest.raises(NothingToErase):
        erase_person(officer=mai)


def test_only_an_officer_with_the_duty_erases(order: Any, lan: User, dung: User) -> None:
    Appointment.objects.create(user=dung, duty="prepare")
    for officer in ("dung@nguoi.example", "khong-ai@nguoi.example"):
        with pytest.raises(CommandError, match=officer):
            call_command("erase_person", "--phone", "0912 345 678", "--officer", officer)
    with pytest.raises(CommandError, match="--officer"):
        call_command("erase_person", "--phone", "0912 345 678")
    assert OrderContact.objects.get(order=order).name == "Nguyễn Thị Lan"
    assert User.objects.filter(pk=lan.pk).exists()
    assert not AuditEntry.objects.filter(action="privacy.erase").exists()


def test_the_command_reads_a_number_as_people_write_it(order: Any, mai: User) -> None:
    with pytest.raises(CommandError, match="not a mobile number"):
        call_command("erase_person", "--phone", "12", "--officer", "mai@nguoi.example")
    call_command("erase_person", "--phone", "0912 345 678", "--officer", "mai@nguoi.example")
    assert OrderContact.objects.get(order=order).phone == ""
