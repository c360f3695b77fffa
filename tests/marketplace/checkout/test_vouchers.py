"""Vouchers: shown before they count, frozen when ordered, used once, given back when an order ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalog.lib import clock
from catalog.products.models import Listing
from marketplace.accounts.models import User
from marketplace.forks.discounts import make_voucher
from marketplace.forks.shop import Basket, Order
from marketplace.orders.models import LineFacts, Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.settling import release_expired
from marketplace.payments.models import Payment
from tests.factories.orders import rates
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates
from tests.marketplace.checkout.test_buying import address

pytestmark = pytest.mark.django_db
SINGLE, EACH = "Single use", "Once per customer"


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()


@pytest.fixture
def tea() -> Listing:
    return ListingFactory.create(offer=(50_000, 20))


def voucher(*listings: Listing, code: str = "TRA10", percent: int = 10, usage: str = "Multi-use", days: int = 7) -> Any:
    now = clock.now()
    ids = [listing.product_id for listing in listings]
    return make_voucher(
        code=code,
        name="Mùa trà",
        percent=percent,
        product_ids=ids,
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=days),
        usage=usage,
    )


def with_basket(*wishes: tuple[Listing, int], user: User | None = None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    for listing, quantity in wishes:
        client.post("/gio-hang/them/", {"product": listing.product_id, "quantity": quantity})
    return client


def use(client: Client, code: str = "TRA10") -> Any:
    return client.post("/gio-hang/ma/", {"code": code})


def order_with(client: Client, method: str = "cash_on_delivery") -> Any:
    facts = address(PlaceFactory.create())
    review = client.post("/dat-hang/", facts, follow=True)
    page = review.context["page"]
    sent = {**facts, "method": method, "consent": "on", "total_seen": int(page.total), "token": review.context["token"]}
    return client.post("/dat-hang/xac-nhan/", sent)


class TestTheBasket:
    """A code is typed, shown, and taken off again."""

    def test_it_lowers_what_it_is_for_and_nothing_else(self, tea: Listing) -> None:
        voucher(tea)
        client = with_basket((tea, 2), (ListingFactory.create(offer=(30_000, 5)), 1))
        assert use(client, " tra10 ").status_code == 302
        page = client.get("/gio-hang/").context["page"]
        assert (page.goods, page.total) == (130_000, 120_000)
        assert [(row.code, row.amount) for row in page.discounts] == [("TRA10", 10_000)]

    def test_taken_off_it_is_gone(self, tea: Listing) -> None:
        voucher(tea)
        client = with_basket((tea, 1))
        use(client)
        client.post("/gio-hang/bo-ma/", {"code": "TRA10"})
        assert client.get("/gio-hang/").context["page"].discounts == []

    @pytest.mark.parametrize("code", ["", "KHONGCO", "x" * 5_000, "TRA10'--", "\x00", "ＴＲＡ１０"])
    def test_an_unknown_code_is_shown_again_with_the_reason(self, tea: Listing, code: str) -> None:
        voucher(tea)
        answer = use(with_basket((tea, 1)), code)
        assert answer.status_code == 400
        assert "Không có mã này" in answer.content.decode()

    def test_a_code_for_other_goods_is_refused_in_words(self, tea: Listing) -> None:
        voucher(ListingFactory.create())
        answer = use(with_basket((tea, 1)))
        assert (answer.status_code, answer.context["page"].discounts) == (400, [])

    def test_before_and_after_its_days_it_does_not_count(self, tea: Listing) -> None:
        voucher(tea, days=1)
        client = with_basket((tea, 1))
        use(client)
        with time_machine.travel(clock.now() + timedelta(days=2)):
            assert client.get("/gio-hang/").context["page"].discounts == []
            assert use(with_basket((tea, 1))).status_code == 400

    def test_once_a_person_asks_to_sign_in(self, tea: Listing, lan: User) -> None:
        voucher(tea, usage=EACH)
        assert use(with_basket((tea, 1))).status_code == 400
        hers = with_basket((tea, 1), user=lan)
        assert use(hers).status_code == 302
        assert order_with(hers).status_code == 302
        assert use(with_basket((tea, 1), user=lan)).status_code == 400

    def test_an_empty_basket_takes_no_code(self, tea: Listing) -> None:
        voucher(tea)
        assert use(Client()).status_code == 302
        assert Basket.objects.count() == 0


class TestTheOrder:
    """What was shown is what is ordered, charged, and written into the books."""

    def test_amounts_are_frozen_with_the_discount(self, tea: Listing) -> None:
        voucher(tea, percent=15)
        client = with_basket((tea, 3))
        use(client)
        order_with(client)
        order, facts, parcel = Order.objects.get(), LineFacts.objects.get(), Parcel.objects.get()
        assert (facts.unit_price, facts.quantity, facts.discount, facts.price) == (50_000, 3, 22_500, 127_500)
        assert parcel.goods_price == 127_500
        assert Payment.objects.get().amount == 127_500 + parcel.shipping_price == order.total_incl_tax
        assert facts.charges.goods == 127_500
        assert order.discounts.get().voucher_code == "TRA10"

    def test_a_single_voucher_is_used_by_one_order(self, tea: Listing) -> None:
        voucher(tea, usage=SINGLE)
        first, second = with_basket((tea, 1)), with_basket((tea, 1))
        use(first)
        use(second)
        order_with(first)
        answer = order_with(second)
        assert Order.objects.count() == 1
        assert answer.status_code in (302, 409)
        assert second.get("/gio-hang/").context["page"].count == 1

    def test_a_voucher_that_ends_while_paying_is_shown_and_confirmed(self, tea: Listing) -> None:
        voucher(tea, days=1)
        client = with_basket((tea, 1))
        use(client)
        facts = address(PlaceFactory.create())
        review = client.post("/dat-hang/", facts, follow=True)
        sent = {
            **facts,
            "method": "cash_on_delivery",
            "consent": "on",
            "total_seen": int(review.context["page"].total),
            "token": review.context["token"],
        }
        with time_machine.travel(clock.now() + timedelta(days=2)):
            answer = client.post("/dat-hang/xac-nhan/", sent)
        assert Order.objects.count() == 0
        assert answer.status_code in (302, 409)

    def test_what_nobody_paid_gives_the_voucher_back(self, tea: Listing) -> None:
        one = voucher(tea, usage=SINGLE)
        client = with_basket((tea, 1))
        use(client)
        order_with(client, "vietqr")
        with time_machine.travel(clock.now() + timedelta(minutes=31)):
            release_expired()
            release_expired()
        one.refresh_from_db()
        assert (one.num_orders, one.applications.count(), one.total_discount) == (0, 0, 0)
        assert use(with_basket((tea, 1))).status_code == 302

    def test_a_cancelled_order_gives_it_back_once(self, tea: Listing) -> None:
        one = voucher(tea, usage=SINGLE)
        client = with_basket((tea, 1))
        use(client)
        order_with(client)
        for _again in range(2):
            move_parcel(parcel_id=Parcel.objects.get().pk, after="cancelled", by=ParcelMove.By.BUYER)
        one.refresh_from_db()
        offer = one.offers.get()
        assert (one.num_orders, offer.num_orders, offer.num_applications, offer.total_discount) == (0, 0, 0, 0)

    def test_nobody_can_order_with_another_persons_discount(self, tea: Listing) -> None:
        voucher(tea)
        hers, his = with_basket((tea, 1)), with_basket((tea, 1))
        use(hers)
        facts = address(PlaceFactory.create())
        low = int(hers.post("/dat-hang/", facts, follow=True).context["page"].total)
        review = his.post("/dat-hang/", facts, follow=True)
        sent = {**facts, "method": "cash_on_delivery", "consent": "on", "total_seen": low, "token": review.context["token"]}
        assert his.post("/dat-hang/xac-nhan/", sent).status_code == 409
        assert Order.objects.count() == 0
