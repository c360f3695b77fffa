"""A person has an e-mail or a number, each only once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from marketplace.accounts.models import User
from marketplace.accounts.permissions import get_producer_for, has_duty, is_officer
from marketplace.accounts.phones import format_mobile, parse_mobile
from marketplace.accounts.templatetags.phones import phone, phone_link

pytestmark = pytest.mark.django_db


def test_an_email_belongs_to_one_person_whatever_its_case() -> None:
    User.objects.create_user(email="lan@nguoi.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(email="LAN@nguoi.example")


def test_a_person_without_any_contact_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user()


def test_two_people_may_each_have_no_email() -> None:
    User.objects.create_user(phone="+84912345678")
    User.objects.create_user(phone="+84912345679", email="")
    assert User.objects.filter(email=None).count() == 2


@pytest.mark.parametrize("text", ["0912 345 678", "+84 912 345 678", "84912345678", "0912.345.678"])
def test_a_mobile_number_is_read_as_people_write_it(text: str) -> None:
    assert parse_mobile(text) == "+84912345678"
    assert format_mobile("+84912345678") == "0912 345 678"


@pytest.mark.parametrize(
    ("number", "shown", "dialed"),
    [
        ("+84912345678", "0912 345 678", "+84912345678"),
        ("0912 345 678", "0912 345 678", "+84912345678"),
        ("0243 825 3861", "024 3825 3861", "+842438253861"),
        ("(mẫu) -", "(mẫu) -", ""),
    ],
)
def test_a_number_is_shown_as_people_write_it_and_dialed_without_blanks(number: str, shown: str, dialed: str) -> None:
    assert phone(number) == shown
    assert phone_link(number) == f'<a href="tel:{dialed}">{shown}</a>'


def test_no_number_is_no_link() -> None:
    assert (phone(""), phone_link("")) == ("", "")


@pytest.mark.parametrize("text", ["", "0243 123 4567", "123", "abc", "+1 650 253 00", "\x00"])
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    assert parse_mobile(text) is None


def test_a_foreign_number_may_receive_an_order_but_is_no_account() -> None:
    assert parse_mobile("+33 6 12 34 56 78") == "+33612345678"
    assert parse_mobile("+33 6 12 34 56 78", abroad=False) is None
    assert parse_mobile("0912 345 678", abroad=False) == "+84912345678"


def test_duties_and_memberships_reach_only_their_own(mai: User, binh: User, dung: User) -> None:
    producer_id = binh.memberships.get().producer_id
    assert is_officer(mai)
    assert has_duty(mai, "verify")
    assert mai.has_perm("registry.apply_run")
    assert not is_officer(dung)
    assert not dung.has_perm("registry.apply_run")
    assert get_producer_for(binh, producer_id, "listings.write").pk == producer_id
    with pytest.raises(Exception, match="does not exist"):
        get_producer_for(dung, producer_id, "listings.write")
