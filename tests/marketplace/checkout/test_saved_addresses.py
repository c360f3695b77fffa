"""A signed-in buyer keeps addresses by wish, chooses one at the checkout, deletes it, and nobody else's is ever seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.places.models import Place
from marketplace.accounts.addresses import MOST, keep_address
from marketplace.accounts.models import SavedAddress, User
from marketplace.privacy.services import erase_person
from tests.factories.orders import rates
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Place:
    rates()
    vat_rates()
    return PlaceFactory.create()


def order(client: Client, province: Place, **changes: Any) -> None:
    client.post(reverse("checkout:basket-add"), {"product": ListingFactory.create().product_id, "quantity": 1})
    form = {"name": "Lan", "phone": "0912345678", "province": province.pk, "commune": "Hoàn Kiếm", "street": "1 Tràng Tiền", **changes}
    page = client.post(reverse("checkout:details"), form, follow=True)
    carried = {field.html_name: field.value() for field in page.context["form"] if field.value() is not None}
    seen = {"token": page.context["token"], "total_seen": int(page.context["page"].total), "consent": "on", "method": "cash_on_delivery"}
    assert client.post(reverse("checkout:place"), {**carried, **seen}).status_code == 302


def saved(user: User, province: Place, street: str = "1 Tràng Tiền") -> SavedAddress:
    return keep_address(user=user, name="Lan", phone="+84912345678", province=province, commune="Hoàn Kiếm", street=street)


def test_an_address_is_kept_by_wish_alone_and_once(client: Client, lan: User, province: Place) -> None:
    client.force_login(lan)
    order(client, province)
    assert SavedAddress.objects.count() == 0
    for _again in range(2):
        order(client, province, keep="on")
    assert SavedAddress.objects.get().user == lan


def test_a_guest_keeps_nothing(client: Client, province: Place) -> None:
    order(client, province, keep="on")
    assert SavedAddress.objects.count() == 0


def test_a_kept_address_fills_the_form(client: Client, lan: User, dung: User, province: Place) -> None:
    mine, theirs = saved(lan, province, "5 Hàng Bạc"), saved(dung, province, "9 Hàng Gai")
    client.force_login(lan)
    client.post(reverse("checkout:basket-add"), {"product": ListingFactory.create().product_id, "quantity": 1})
    page = client.get(reverse("checkout:details"), {"address": mine.pk})
    assert page.context["form"]["street"].value() == "5 Hàng Bạc"
    assert page.context["form"]["phone"].value() == "0912 345 678"
    for other in (theirs.pk, "x", "9" * 30):
        page = client.get(reverse("checkout:details"), {"address": other})
        assert "9 Hàng Gai" not in page.content.decode()
        assert not page.context["form"]["street"].value()


def test_an_address_is_listed_and_deleted_by_its_owner_alone(client: Client, lan: User, dung: User, province: Place) -> None:
    mine = saved(lan, province)
    url = reverse("checkout:address-forget", args=[mine.pk])
    assert client.get(reverse("checkout:addresses")).status_code == 302
    client.force_login(dung)
    assert client.post(url).status_code == 404
    assert "Tràng Tiền" not in client.get(reverse("checkout:addresses")).content.decode()
    assert SavedAddress.objects.count() == 1
    client.force_login(lan)
    page = client.get(reverse("checkout:addresses")).content.decode()
    assert "Tràng Tiền" in page
    assert "0912 345 678" in page
    assert client.post(url).status_code == 302
    assert SavedAddress.objects.count() == 0


def test_of_too_many_the_oldest_is_forgotten(lan: User, province: Place) -> None:
    first = saved(lan, province, "0")
    for number in range(MOST):
        saved(lan, province, str(number + 1))
    assert SavedAddress.objects.count() == MOST
    assert not SavedAddress.objects.filter(pk=first.pk).exists()


def test_erasing_a_person_reaches_them_also_in_another_account(lan: User, dung: User, mai: User, province: Place) -> None:
    saved(lan, province)
    saved(dung, province)  # a friend who sent her a parcel
    erase_person(officer=mai, phone="+84912345678")
    assert SavedAddress.objects.count() == 0
