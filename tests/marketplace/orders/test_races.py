"""The last piece is sold once, whoever presses at once, and one press counts once (R1, R2 and R3 of docs/testing.md)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Coalesce
from django.test import Client
from django.urls import reverse

from catalog.forks.partner.models import StockRecord
from catalog.products.models import Listing, ListingText
from catalog.products.selectors import product_url
from fakes.stripe_objects import SUCCEEDS
from marketplace.forks.shop import Order
from marketplace.orders import services
from marketplace.orders.errors import UnableToOrder
from marketplace.orders.models import Parcel, Reservation
from marketplace.orders.services import OrderRequest, place_order
from marketplace.orders.settling import settle_asked
from marketplace.payments.models import Payment
from tests.factories.cards import stand_in, swipe
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates
from tests.races import IS_FULL, at_once, in_processes

pytestmark = [pytest.mark.every_database, pytest.mark.heavy, pytest.mark.usefixtures("real_database")]
BUYERS = 100 if IS_FULL else 50
PRESSES = 32 if IS_FULL else 12


def buyers_of(listing: Listing, count: int) -> list[OrderRequest]:
    """Let `count` guests, each with a phone of their own, stand before the button with one piece in the basket."""
    province = PlaceFactory.create()
    return [
        request_for(fill_basket((listing, 1)), province=province, phone=f"+849{number:08d}", network=f"10.0.0.{number}")
        for number in range(count)
    ]


def press(request: OrderRequest) -> str:
    """Press the button; give what happened. Anything but a named refusal surfaces."""
    try:
        place_order(request)
    except UnableToOrder as error:
        return type(error).__name__
    return "placed"


@pytest.fixture
def _rules(real_database: None) -> None:
    rates()
    vat_rates()


def check_nothing_oversold(listing: Listing, stock: int, results: list[str]) -> None:
    assert results.count("placed") == stock
    assert set(results) <= {"placed", "OutOfStock"}
    assert Order.objects.count() == Parcel.objects.count() == Payment.objects.count() == Reservation.objects.count() == stock
    assert StockRecord.objects.get(product_id=listing.product_id).num_allocated == stock


@pytest.mark.usefixtures("_rules")
@pytest.mark.parametrize("stock", [1, 10, 37])
def test_r1_as_many_orders_as_pieces_by_threads(stock: int) -> None:
    listing = ListingFactory.create(offer=(45_000, stock))
    check_nothing_oversold(listing, stock, at_once(press, buyers_of(listing, BUYERS)))


@pytest.mark.usefixtures("_rules")
def test_r1_as_many_orders_as_pieces_by_processes() -> None:
    listing = ListingFactory.create(offer=(45_000, 10))
    check_nothing_oversold(listing, 10, in_processes(press, buyers_of(listing, BUYERS), count=4))


def _allocate_without_a_condition(self: Any, quantity: int) -> None:
    StockRecord.objects.filter(pk=self.pk).update(num_allocated=Coalesce(F("num_allocated"), 0) + quantity)


@pytest.mark.usefixtures("_rules")
def test_r2_without_the_guard_the_last_piece_is_sold_many_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: were this to sell one piece only, the tests above would prove nothing."""
    monkeypatch.setattr(StockRecord, "allocate", _allocate_without_a_condition)
    # SQLite runs one writing transaction at a time: there the look before the leap is part of the guard.
    monkeypatch.setattr(services, "_check_draft", lambda *_: None)
    listing = ListingFactory.create(offer=(45_000, 1))
    results = at_once(press, buyers_of(listing, 20))
    assert results.count("placed") > 1


def press_over_http(buyer: tuple[Client, dict[str, Any]]) -> tuple[int, str, str]:
    """Press the last button and follow; give status, where it led, and the page."""
    answer = buyer[0].post(reverse("checkout:place"), buyer[1], follow=True)
    return answer.status_code, answer.redirect_chain[-1][0], answer.content.decode()


def alternatives_on(page: str) -> list[int]:
    """Give the products that the basket's page offers in place of what is sold out, by the addresses of their cards."""
    paths = re.findall(r'<h3 class="card__title"><a href="([^"]+)"', page.partition('id="others"')[2])
    texts = {
        product_url(text, "vi"): text.listing.product_id for text in ListingText.objects.filter(language="vi").select_related("listing")
    }
    return [texts[path] for path in paths]


@pytest.mark.usefixtures("_rules")
@pytest.mark.parametrize("processes", [False, True], ids=["threads", "processes"])
def test_r1_losers_see_sold_out_and_what_they_may_take_instead(processes: bool) -> None:
    """Over HTTP, as browsers do it: everybody stands before the last button, one is first."""
    listing = ListingFactory.create(offer=(45_000, 1), title="Chè lam gừng")
    other = ListingFactory.create(title="Kẹo dồi")
    province = PlaceFactory.create()

    def prepare(number: int) -> tuple[Client, dict[str, Any]]:
        client = Client(REMOTE_ADDR=f"10.0.0.{number + 1}")
        client.post(reverse("checkout:basket-add"), {"product": listing.product_id, "quantity": 1})
        form = {
            "name": "Nguyễn Thị Lan", "phone": f"0912{number:06d}", "province": province.pk, "commune": "Hoàn Kiếm",
            "street": "1 Tràng Tiền", "method": "cash_on_delivery", "consent": "on",
        }  # fmt: skip
        page = client.post(reverse("checkout:details"), form, follow=True).context["page"]
        return client, {**form, "token": f"{number:03d}" + "t" * 40, "total_seen": int(page.total)}

    buyers = [prepare(number) for number in range(8)]
    # In processes of their own too, as web workers are; what is told of a page is its HTML: a client's templates mix between threads.
    answers = in_processes(press_over_http, buyers, count=4) if processes else at_once(press_over_http, buyers)
    assert all(status < 500 for status, _path, _page in answers)
    losers = [page for _status, path, page in answers if path == reverse("checkout:basket")]
    assert (len(answers) - len(losers), Order.objects.count()) == (1, 1)
    for page in losers:
        assert "Hết hàng" in page
        assert alternatives_on(page) == [other.product_id]


@pytest.mark.usefixtures("_rules")
def test_r3_many_presses_make_one_order_and_one_page() -> None:
    listing = ListingFactory.create(offer=(45_000, 500))
    province = PlaceFactory.create()
    first = Client()
    first.post(reverse("checkout:basket-add"), {"product": listing.product_id, "quantity": 2})
    form = {
        "name": "Nguyễn Thị Lan",
        "phone": "0912345678",
        "province": province.pk,
        "commune": "Hoàn Kiếm",
        "street": "1 Tràng Tiền",
        "method": "vietqr",
        "consent": "on",
        "token": "t" * 43,
    }
    review = first.post(reverse("checkout:details"), form, follow=True)
    form["total_seen"] = int(review.context["page"].total)

    def press_again(_number: int) -> tuple[int, str]:
        client = Client()
        client.cookies = first.cookies
        answer = client.post(reverse("checkout:place"), form)
        return answer.status_code, answer.headers.get("Location", "")

    answers = at_once(press_again, list(range(PRESSES)))
    assert {status for status, _location in answers} == {302}
    assert len({location for _status, location in answers}) == 1
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)
    assert StockRecord.objects.get(product_id=listing.product_id).num_allocated == 2


@pytest.mark.usefixtures("_rules")
def test_r3_many_presses_and_many_looks_at_the_form_capture_a_card_once(settings: Any) -> None:
    with stand_in(settings) as stripe:
        request = request_for(fill_basket((ListingFactory.create(offer=(45_000, 500)), 2)), method="card")
        orders = at_once(lambda _number: place_order(request).pk, list(range(PRESSES)))
        payment = Payment.objects.get(order_id=orders[0])
        assert set(orders) == {payment.order_id}
        at_once(lambda _number: swipe(settings, Payment.objects.get(pk=payment.pk), SUCCEEDS), list(range(8)))
        at_once(lambda _number: settle_asked(Payment.objects.get(pk=payment.pk)), list(range(8)))
        payment.refresh_from_db()
        captured = [intent for intent in stripe.intents.values() if intent["status"] == "succeeded"]
        assert [intent["amount_received"] for intent in captured] == [payment.amount]
        assert (payment.state, payment.events.count(), len(stripe.refunds)) == ("paid", 1, 0)


@pytest.mark.usefixtures("_rules")
@pytest.mark.parametrize(
    ("limit", "same"),
    [("MOST_PER_PHONE", {"phone": "+84912345678"}), ("MOST_PER_NETWORK", {"network": "10.0.0.1"})],
    ids=["phone", "network"],
)
def test_many_at_once_from_one_phone_or_network_do_not_pass_the_limit(
    limit: str, same: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, limit, 3)
    listing = ListingFactory.create(offer=(45_000, 100))
    province = PlaceFactory.create()
    requests = []
    for number in range(12):
        own = {"phone": f"+849{number:08d}", "network": f"10.0.1.{number}", **same}
        requests.append(request_for(fill_basket((listing, 1)), province=province, **own))
    results = at_once(press, requests)
    assert sorted(results) == ["TooManyReservations"] * 9 + ["placed"] * 3
    assert Reservation.objects.count() == 3
