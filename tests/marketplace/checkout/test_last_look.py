"""The last look is a page of its own: reload and Back send nothing again, and what was given is lost to nobody and shown to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from catalog.lib import clock
from catalog.places.models import Place
from marketplace.forks.shop import Order
from marketplace.upkeep.jobs import prune_sessions
from tests.factories.orders import rates
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
WORDS = "Vui lòng xem lại địa chỉ giao hàng"


@pytest.fixture
def form() -> dict[str, Any]:
    rates()
    vat_rates()
    place: Place = PlaceFactory.create()
    return {
        "name": "Lan",
        "phone": "0912345678",
        "province": place.pk,
        "commune": "Hoàn Kiếm",
        "street": "1 Tràng Tiền",
        "note": "Cổng sau",
    }


@pytest.fixture
def lan(client: Client, form: dict[str, Any]) -> Client:
    client.post(reverse("checkout:basket-add"), {"product": ListingFactory.create().product_id, "quantity": 1})
    return client


def press(client: Client, form: dict[str, Any], page: Any) -> Any:
    seen = {"token": page.context["token"], "total_seen": int(page.context["page"].total)}
    return client.post(reverse("checkout:place"), {**form, **seen, "method": "cash_on_delivery", "consent": "on"})


def test_the_address_leads_to_a_page_that_can_be_reloaded(lan: Client, form: dict[str, Any]) -> None:
    answer = lan.post(reverse("checkout:details"), form)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("checkout:review"))
    pages = [lan.get(reverse("checkout:review")) for _reload in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert all("1 Tràng Tiền" in page.content.decode() for page in pages)
    assert press(lan, form, pages[0]).status_code == 302
    assert press(lan, form, pages[0]).headers["Location"] == press(lan, form, pages[0]).headers["Location"]
    assert Order.objects.count() == 1


def test_back_to_the_form_shows_what_was_given_and_a_change_counts(lan: Client, form: dict[str, Any]) -> None:
    lan.post(reverse("checkout:details"), form)
    back = lan.get(reverse("checkout:details"))
    assert [back.context["form"][name].value() for name in ("street", "note")] == ["1 Tràng Tiền", "Cổng sau"]
    answer = lan.post(reverse("checkout:details"), {**form, "street": "2 Hàng Bạc", "edit": "1"})
    assert answer.headers["Location"] == reverse("checkout:details")
    assert lan.get(reverse("checkout:details")).context["form"]["street"].value() == "2 Hàng Bạc"
    assert "2 Hàng Bạc" in lan.get(reverse("checkout:review")).content.decode()


def test_whoever_gave_nothing_here_is_asked(lan: Client, form: dict[str, Any]) -> None:
    lan.post(reverse("checkout:details"), form)
    stranger = Client()
    assert stranger.get(reverse("checkout:review")).headers["Location"] == reverse("checkout:basket")
    stranger.post(reverse("checkout:basket-add"), {"product": ListingFactory.create().product_id, "quantity": 1})
    page = stranger.get(reverse("checkout:review"), follow=True)
    assert page.redirect_chain == [(reverse("checkout:details"), 302)]
    assert WORDS in page.content.decode()
    assert "Tràng Tiền" not in page.content.decode()


def test_after_two_hours_the_form_comes_again_and_an_open_page_still_orders(lan: Client, form: dict[str, Any]) -> None:
    seen = lan.post(reverse("checkout:details"), form, follow=True)
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1), tick=False):
        page = lan.get(reverse("checkout:review"), follow=True)
        assert page.redirect_chain == [(reverse("checkout:details"), 302)]
        assert WORDS in page.content.decode()
        assert page.context["page"].count == 1
        assert press(lan, form, seen).status_code == 302
    assert Order.objects.count() == 1


def test_the_orders_page_forgets_what_was_given(lan: Client, form: dict[str, Any]) -> None:
    page = lan.post(reverse("checkout:details"), form, follow=True)
    lan.get(press(lan, form, page).headers["Location"])
    assert "checkout_given" not in lan.session


def test_a_session_that_has_run_out_is_deleted(lan: Client, form: dict[str, Any]) -> None:
    lan.post(reverse("checkout:details"), form)
    assert prune_sessions() == 0
    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert prune_sessions() == 1
    assert Session.objects.count() == 0
