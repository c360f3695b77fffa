"""Placing an order: reserve first, one parcel per producer, money and people apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django_tasks_db.models import DBTaskResult

from catalog.producers.models import Producer
from catalog.products.models import Listing
from catalog.products.signals import listings_changed
from marketplace.accounts.models import ConsentRecord
from marketplace.forks.shop import Basket, Order
from marketplace.orders.errors import EmptyBasket, NotForSale, OutOfStock, TooManyReservations, TotalChanged
from marketplace.orders.models import LineFacts, OrderContact, Parcel, Reservation
from marketplace.orders.services import MOST_PER_PHONE, place_order
from marketplace.payments.models import Payment
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()


def free_pieces(listing: Listing) -> int:
    record = listing.product.stockrecords.get()
    return int(record.num_in_stock - (record.num_allocated or 0))


def test_an_order_of_two_producers_has_two_parcels() -> None:
    one, other = ListingFactory.create(offer=(45_000, 10)), ListingFactory.create(offer=(90_000, 5))
    order = place_order(request_for(fill_basket((one, 2), (other, 1))))
    parcels = list(Parcel.objects.filter(order=order))
    assert [(parcel.producer_id, parcel.goods_price) for parcel in parcels] == [(one.seller_id, 90_000), (other.seller_id, 90_000)]
    assert [parcel.state for parcel in parcels] == ["ordered", "ordered"]
    assert all(parcel.shipping_price == 36_000 for parcel in parcels)
    assert order.total_incl_tax == 180_000 + 72_000
    assert Payment.objects.get(order=order).amount == 252_000


def test_stock_is_taken_at_once() -> None:
    listing = ListingFactory.create(offer=(45_000, 3))
    place_order(request_for(fill_basket((listing, 2))))
    assert free_pieces(listing) == 1


def test_the_index_and_kept_pages_hear_of_an_order_that_takes_the_last_piece_and_of_no_other() -> None:
    listing = ListingFactory.create(offer=(45_000, 2))
    heard: list[int] = []

    def hear(sender: object, listing_ids: list[int], **_more: object) -> None:
        heard.extend(listing_ids)

    listings_changed.connect(hear)
    try:
        place_order(request_for(fill_basket((listing, 1))))
        assert heard == []
        place_order(request_for(fill_basket((listing, 1))))
    finally:
        listings_changed.disconnect(hear)
    assert heard == [listing.pk]


def test_vat_is_frozen_on_the_line() -> None:
    listing = ListingFactory.create(offer=(108_000, 3), vat_class="standard")
    order = place_order(request_for(fill_basket((listing, 1))))
    facts = LineFacts.objects.get(line__order=order)
    assert (facts.vat_percent, facts.vat_amount) == (8, 8_000)


def test_the_same_token_gives_the_same_order() -> None:
    listing = ListingFactory.create()
    request = request_for(fill_basket((listing, 1)))
    assert place_order(request) == place_order(request)
    assert Order.objects.count() == 1
    assert free_pieces(listing) == 9


def test_a_basket_becomes_one_order_only() -> None:
    basket = fill_basket((ListingFactory.create(), 1))
    place_order(request_for(basket))
    with pytest.raises(EmptyBasket):
        place_order(request_for(basket))
    assert Order.objects.count() == 1


def test_more_than_is_left_orders_nothing() -> None:
    scarce, plenty = ListingFactory.create(offer=(45_000, 1)), ListingFactory.create()
    basket = fill_basket((plenty, 1), (scarce, 2))
    with pytest.raises(OutOfStock) as caught:
        place_order(request_for(basket))
    assert caught.value.product_ids == [scarce.product_id]
    assert (Order.objects.count(), free_pieces(plenty), Reservation.objects.count()) == (0, 10, 0)
    assert Basket.objects.get(pk=basket.pk).status == Basket.OPEN


@pytest.mark.parametrize("change", ["suspended", "withheld", "out_of_season"])
def test_what_may_not_be_bought_is_refused(change: str) -> None:
    listing = ListingFactory.create()
    request = request_for(fill_basket((listing, 1)))
    if change == "suspended":
        Producer.objects.filter(pk=listing.seller_id).update(state="suspended")
    elif change == "withheld":
        Listing.objects.filter(pk=listing.pk).update(state="withheld", state_reason="Khiếu nại 7")
    else:
        from catalog.lib import clock

        Listing.objects.filter(pk=listing.pk).update(season_months=1 << (clock.today().month % 12))
    with pytest.raises(NotForSale):
        place_order(request)
    assert Order.objects.count() == 0


def test_what_is_not_sent_that_far_is_refused() -> None:
    listing = ListingFactory.create(storage="chilled", send_to="hanoi")
    with pytest.raises(NotForSale):
        place_order(request_for(fill_basket((listing, 1))))


def test_a_price_that_changed_is_shown_again_first() -> None:
    listing = ListingFactory.create()
    request = request_for(fill_basket((listing, 1)))
    listing.product.stockrecords.update(price=Decimal(46_000))
    with pytest.raises(TotalChanged):
        place_order(request)
    assert free_pieces(listing) == 10


def test_a_transfer_waits_and_cash_does_not() -> None:
    listing = ListingFactory.create()
    waiting = place_order(request_for(fill_basket((listing, 1)), method="vietqr"))
    ordered = place_order(request_for(fill_basket((listing, 1))))
    assert Reservation.objects.get(order=waiting).state == "held"
    assert Parcel.objects.get(order=waiting).state == "waiting"
    assert Reservation.objects.get(order=ordered).state == "kept"
    assert Payment.objects.get(order=ordered).state == "on_delivery"


def test_personal_data_stand_in_one_table_alone() -> None:
    order = place_order(request_for(fill_basket((ListingFactory.create(), 1)), email="lan@nguoi.example"))
    order.refresh_from_db()
    assert (order.guest_email, order.shipping_address_id, order.billing_address_id) == ("", None, None)
    assert OrderContact.objects.get(order=order).phone == "+84912345678"
    reservation = Reservation.objects.get(order=order)
    assert "912345678" not in reservation.phone_key
    consent = ConsentRecord.objects.get(order=order)
    assert (consent.purpose, consent.text_version) == ("order", "2026-11")


def test_a_phone_cannot_hold_everything() -> None:
    listing = ListingFactory.create(offer=(45_000, 50))
    province = PlaceFactory.create()
    for _number in range(MOST_PER_PHONE):
        place_order(request_for(fill_basket((listing, 1)), province=province, method="vietqr"))
    with pytest.raises(TooManyReservations):
        place_order(request_for(fill_basket((listing, 1)), province=province))
    place_order(request_for(fill_basket((listing, 1)), province=province, phone="+84987654321"))
    assert Order.objects.count() == MOST_PER_PHONE + 1


def test_a_network_cannot_hold_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.orders.services.MOST_PER_NETWORK", 3)
    listing, province = ListingFactory.create(offer=(45_000, 50)), PlaceFactory.create()

    def buy(number: int, network: str) -> None:
        place_order(request_for(fill_basket((listing, 1)), province=province, phone=f"+849{number:08d}", network=network))

    for number in range(3):
        buy(number, "10.0.0.1")
    with pytest.raises(TooManyReservations):
        buy(3, "10.0.0.1")
    buy(4, "10.0.0.2")
    assert Order.objects.count() == 4


def test_mails_leave_by_a_job_of_the_same_transaction() -> None:
    order = place_order(request_for(fill_basket((ListingFactory.create(), 1))))
    jobs = DBTaskResult.objects.filter(task_path__endswith="send_order_notices")
    assert [job.args_kwargs["args"] for job in jobs] == [[order.pk]]
