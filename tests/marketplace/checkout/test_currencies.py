"""Đồng is the price; by a dated rate of today the checkout shows dollars and euros, and charges a card in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.lib import clock
from catalog.places.models import Place
from catalog.rates.models import ExchangeRate
from fakes.stripe_objects import State
from marketplace.forks.shop import Order
from marketplace.payments.models import Payment
from tests.factories.cards import stand_in
from tests.factories.orders import rates
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(settings: Any) -> Iterator[State]:
    with stand_in(settings) as state:
        yield state


@pytest.fixture
def client(db: None) -> Client:
    """A buyer with goods for 45.000 ₫ in the basket."""
    rates()
    vat_rates()
    buyer = Client()
    buyer.post(reverse("checkout:basket-add"), {"product": ListingFactory.create(offer=(45_000, 10)).product_id, "quantity": 1})
    return buyer


def rate(dong: int, currency: str = "USD", *, days_old: int = 0) -> ExchangeRate:
    day = clock.today() - timedelta(days=days_old)
    return ExchangeRate.objects.create(currency=currency, dong_per_unit=dong, valid_from=day, source="Vietcombank", max_age_days=7)


def review(client: Client, province: Place) -> tuple[dict[str, Any], list[str], str]:
    """Give the last page's fields, the ways to pay that it offers, and its text."""
    form = {"name": "Lan", "phone": "0912345678", "province": province.pk, "commune": "Hoàn Kiếm", "street": "1 Tràng Tiền"}
    page = client.post(reverse("checkout:details"), form, follow=True)
    seen = {"token": page.context["token"], "total_seen": int(page.context["page"].total), "consent": "on"}
    ways = [value for value, _label in page.context["confirm"].fields["method"].choices]
    return {**form, **seen}, ways, page.content.decode()


def test_a_fresh_rate_shows_both_currencies_and_offers_them_for_cards(stripe: State, client: Client) -> None:
    dollar, euro = rate(26_000), rate(30_000, "EUR")
    basket = client.get(reverse("checkout:basket")).content.decode()
    assert "1,73\u00a0USD" in basket
    assert "1,50\u00a0EUR" in basket
    _form, ways, page = review(client, PlaceFactory.create())
    assert {"card", f"card.USD.{dollar.pk}", f"card.EUR.{euro.pk}"} < set(ways)
    assert "Vietcombank" in page


def test_an_old_rate_or_none_leaves_dong_alone(stripe: State, client: Client) -> None:
    _form, ways, page = review(client, PlaceFactory.create())
    assert not [way for way in ways if "." in way]
    rate(26_000, days_old=8)
    _form, ways, page = review(client, PlaceFactory.create())
    assert not [way for way in ways if "." in way]
    assert "USD" not in page + client.get(reverse("checkout:basket")).content.decode()


def test_without_cards_the_amount_is_shown_but_not_charged(client: Client) -> None:
    rate(26_000)
    _form, ways, page = review(client, PlaceFactory.create())
    assert "USD" in page
    assert not [way for way in ways if "." in way]


def test_the_chosen_currency_is_frozen_with_the_order(stripe: State, client: Client) -> None:
    dollar = rate(26_000)
    form, _ways, _page = review(client, PlaceFactory.create())
    answer = client.post(reverse("checkout:place"), {**form, "method": f"card.USD.{dollar.pk}"})
    assert answer.status_code == 302
    payment = Payment.objects.get()
    assert (payment.method, payment.currency, payment.rate_id) == ("card", "USD", dollar.pk)
    assert payment.foreign_minor == int((payment.amount / 260).quantize(Decimal(1)))


def test_another_rate_than_the_one_seen_is_shown_again(stripe: State, client: Client) -> None:
    dollar = rate(26_000)
    form, _ways, _page = review(client, PlaceFactory.create())
    newer = rate(30_000)
    answer = client.post(reverse("checkout:place"), {**form, "method": f"card.USD.{dollar.pk}"})
    assert answer.status_code == 409
    assert f"card.USD.{newer.pk}" in answer.content.decode()
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    "way", ["card.JPY.{pk}", "vietqr.USD.{pk}", "cash_on_delivery.USD.{pk}", "card.USD.0", "card.USD.99", "card.USD.", "card.usd.{pk}"]
)
def test_a_tampered_currency_places_nothing(stripe: State, client: Client, way: str) -> None:
    dollar = rate(26_000)
    form, _ways, _page = review(client, PlaceFactory.create())
    answer = client.post(reverse("checkout:place"), {**form, "method": way.format(pk=dollar.pk), "currency": "JPY"})
    assert answer.status_code in (400, 409)
    assert (Order.objects.count(), Payment.objects.count()) == (0, 0)
