"""What a stranger or a curious buyer may send: refused, and nothing is changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.forks.partner.models import StockRecord
from catalog.places.models import Place
from catalog.products.models import Listing
from marketplace.forks.shop import Basket, Line, Order
from marketplace.ledger.models import Entry
from marketplace.orders.links import order_link
from marketplace.orders.models import CheckoutToken, Parcel, ParcelMove, Reservation
from marketplace.payments.models import Payment, PaymentEvent, Refund
from tests.factories.orders import fill_basket, rates
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing() -> Listing:
    rates()
    vat_rates()
    return ListingFactory.create(offer=(45_000, 10))


@pytest.fixture
def province() -> Place:
    return PlaceFactory.create()


def state_of_all() -> Any:
    """Give all that an order, a basket and money consist of; what was refused must have left it as it was."""
    models = (Order, Parcel, ParcelMove, Reservation, Payment, PaymentEvent, Refund, Entry, CheckoutToken, StockRecord, Basket, Line)
    return [list(model.objects.order_by("pk").values()) for model in models]


def put(client: Client, listing: Listing, quantity: object = 1) -> Any:
    return client.post(reverse("checkout:basket-add"), {"product": listing.product_id, "quantity": quantity})


def review(client: Client, province: Place) -> dict[str, Any]:
    form = {"name": "Lan", "phone": "0912345678", "province": province.pk, "commune": "Hoàn Kiếm", "street": "1 Tràng Tiền"}
    page = client.post(reverse("checkout:details"), form, follow=True)
    seen = {"token": page.context["token"], "total_seen": int(page.context["page"].total)}
    return {**form, **seen, "method": "cash_on_delivery", "consent": "on"}


def test_a_known_token_tells_a_stranger_nothing(listing: Listing, province: Place) -> None:
    lan, dung, passer_by = Client(), Client(), Client()
    put(lan, listing)
    form = review(lan, province)
    mine = lan.post(reverse("checkout:place"), form).headers["Location"]
    put(dung, listing)
    other = review(dung, province)
    before = state_of_all()
    for stranger, sent in ((dung, {**other, "token": form["token"]}), (passer_by, form), (Client(), {"token": form["token"]})):
        answer = stranger.post(reverse("checkout:place"), sent)
        assert mine not in answer.headers.get("Location", "")
        assert Order.objects.get().number not in answer.content.decode()
    assert state_of_all() == before
    assert lan.post(reverse("checkout:place"), form).headers["Location"] == mine  # the buyer's own second press
    assert dung.post(reverse("checkout:place"), other).status_code == 302  # and Dũng can still order


def test_another_basket_cannot_be_ordered_or_changed(listing: Listing, province: Place) -> None:
    mine = fill_basket((listing, 3))
    dung = Client()
    put(dung, listing)
    form = review(dung, province)
    before = list(Line.objects.filter(basket=mine).values())
    dung.post(reverse("checkout:basket-change"), {"product": listing.product_id, "quantity": 0, "basket": mine.pk, "basket_id": mine.pk})
    put(dung, listing)
    dung.post(reverse("checkout:place"), {**review(dung, province), "basket": mine.pk, "basket_id": mine.pk})
    assert list(Line.objects.filter(basket=mine).values()) == before
    assert Basket.objects.get(pk=mine.pk).status == "Open"
    assert Order.objects.get().basket_id != mine.pk
    assert form["token"]


@pytest.mark.parametrize("cookie", ["1", "1:1", "1:abc", "999999:x"])
def test_a_forged_basket_cookie_opens_nothing(listing: Listing, cookie: str) -> None:
    mine = fill_basket((listing, 3))
    client = Client()
    client.cookies["oscar_open_basket"] = cookie.replace("1", str(mine.pk), 1)
    assert client.get(reverse("checkout:basket")).context["page"].is_empty
    assert Line.objects.get(basket=mine).quantity == 3


@pytest.mark.parametrize("quantity", ["1.5", "0.5", "-1", "-99999999999", "1e3", "NaN", "", "two", "١", "99999999999999999999", "1 OR 1=1"])
def test_a_quantity_that_is_no_number_of_pieces_changes_nothing(listing: Listing, quantity: str) -> None:
    client = Client()
    put(client, listing, 2)
    client.get(reverse("checkout:basket"))  # reads the message of that
    before = state_of_all()
    for name in ("basket-change", "basket-add"):
        answer = client.post(reverse(f"checkout:{name}"), {"product": listing.product_id, "quantity": quantity}, follow=True)
        assert answer.status_code == 200
        assert len(answer.context["messages"]) == 1
        assert state_of_all() == before


@pytest.mark.parametrize(
    "changed",
    [
        {"total_seen": "1"},
        {"total_seen": "-67000"},
        {"total_seen": "67000.5"},
        {"method": "shells"},
        {"method": "card"},  # no keys: not offered
        {"method": ""},
        {"consent": ""},
        {"token": "short"},
        {"token": "x" * 65},
        {"province": "0"},
        {"phone": "12"},
    ],
)
def test_a_changed_form_places_nothing(listing: Listing, province: Place, changed: dict[str, str]) -> None:
    client = Client()
    put(client, listing)
    form = review(client, province)
    before = state_of_all()
    assert client.post(reverse("checkout:place"), {**form, **changed}).status_code in (200, 400, 409)
    assert state_of_all() == before


def test_a_price_or_currency_that_is_sent_along_is_not_heard(listing: Listing, province: Place) -> None:
    client = Client()
    put(client, listing)
    form = review(client, province)
    extra = {"currency": "USD", "price": "1", "unit_price": "1", "amount": "1", "shipping": "0", "state": "paid", "user": "1"}
    client.post(reverse("checkout:place"), {**form, **extra})
    order, payment = Order.objects.get(), Payment.objects.get()
    assert (order.currency, payment.amount, payment.state) == ("VND", form["total_seen"], "on_delivery")
    assert set(Entry.objects.values_list("currency", flat=True)) == {"VND"}


def test_anothers_parcel_and_links_stay_closed(listing: Listing, province: Place) -> None:
    lan, dung = Client(), Client()
    for client in (lan, dung):
        put(client, listing)
        client.post(reverse("checkout:place"), review(client, province))
    first, second = Order.objects.order_by("pk")
    theirs = Parcel.objects.get(order=first)
    before = state_of_all()
    assert dung.post(f"{order_link(second.number, 'vi')}{theirs.pk}/huy/").status_code == 404
    swapped = order_link(second.number, "vi").replace(second.number, first.number)
    for path in (swapped, f"{swapped}{theirs.pk}/huy/", f"{swapped}tra-tien/", f"{swapped}vietqr.svg"):
        assert dung.get(path, follow=True).status_code == 404
        assert dung.post(path).status_code in (404, 405)
    assert state_of_all() == before


@pytest.mark.parametrize("elsewhere", ["í ", "https://elsewhere.example/", "//elsewhere.example", "checkout:details"])
def test_nobody_is_sent_elsewhere_from_the_basket(listing: Listing, elsewhere: str) -> None:
    answer = Client().post(reverse("checkout:basket-add"), {"product": listing.product_id, "quantity": 1, "next": elsewhere})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("checkout:basket"))


@pytest.mark.parametrize("value", ["9" * 5000, "9" * 19, "-1", "1.5", "²", "0", "hà nội"])
@pytest.mark.parametrize("page", ["details", "place"])
def test_a_province_that_is_none_is_asked_for_again(listing: Listing, province: Place, value: str, page: str) -> None:
    lan = Client()
    put(lan, listing)
    form, before = {**review(lan, province), "province": value}, state_of_all()
    answer = lan.post(reverse(f"checkout:{page}"), form)
    assert answer.status_code == 400
    assert "province" in answer.context["form"].errors
    assert state_of_all() == before
