"""What basket and order say about money in each state: a sum is a sum, and nobody is asked for what they have paid."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.checkout.qr import vietqr_svg
from marketplace.orders.links import order_link
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.selectors import order_page
from marketplace.orders.services import place_order
from marketplace.orders.settling import cancel_parcel, settle
from marketplace.payments.models import Payment
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
TOTAL, CANCELLED, PAID, STILL = "Tổng cộng", "Đã hủy hoặc trả hàng", "Đã trả", "Còn phải trả"


@pytest.fixture(autouse=True)
def prices() -> None:
    rates()
    vat_rates()


def place(method: str) -> Any:
    """Order from two producers."""
    return place_order(request_for(fill_basket((ListingFactory.create(), 1), (ListingFactory.create(), 2)), method=method))


def sums(page: str) -> dict[str, int]:
    """Read the sums of a page, without goods and shipping."""
    block = page.split('<dl class="totals">')[1].split("</dl>")[0]
    rows = re.findall(r"<dt[^>]*>(.*?)</dt><dd[^>]*>−?([\d.]+)", block)
    return {name: int(amount.replace(".", "")) for name, amount in rows if not name.startswith(("Tiền hàng", "Hàng", "Phí giao"))}


def shown(client: Client, order: Any) -> dict[str, int]:
    return sums(client.get(order_link(order.number, "vi")).content.decode())


def amount_of(order: Any) -> int:
    return int(Payment.objects.get(order=order).amount)


def pay(order: Any, amount: Decimal | int, event: str = "bank-1") -> None:
    settle(payment=Payment.objects.get(order=order), event_id=event, amount=Decimal(amount))


def deliver(parcel: Parcel) -> None:
    for after in (Parcel.State.CONFIRMED, Parcel.State.SENT, Parcel.State.DELIVERED):
        move_parcel(parcel_id=parcel.pk, after=after, by=ParcelMove.By.PRODUCER)


def test_a_basket_without_an_address_shows_a_subtotal(client: Client) -> None:
    client.post(reverse("checkout:basket-add"), {"product": ListingFactory.create().product_id, "quantity": 1})
    for name in ("checkout:basket", "checkout:details"):
        assert list(sums(client.get(reverse(name)).content.decode())) == ["Tạm tính, chưa gồm phí giao hàng"]


def test_an_order_that_waits_asks_for_all_and_a_paid_one_for_nothing(client: Client) -> None:
    order = place("vietqr")
    amount = amount_of(order)
    assert shown(client, order) == {TOTAL: amount, STILL: amount}
    pay(order, amount)
    assert shown(client, order) == {TOTAL: amount, PAID: amount}


def test_a_cancelled_order_asks_for_nothing_whether_or_not_it_was_paid(client: Client) -> None:
    unpaid, paid = place("vietqr"), place("vietqr")
    amount = amount_of(paid)
    pay(paid, amount)
    for order in (unpaid, paid):
        for parcel in Parcel.objects.filter(order=order):
            cancel_parcel(parcel_id=parcel.pk, by=ParcelMove.By.BUYER)
    assert shown(client, unpaid) == {TOTAL: amount_of(unpaid), CANCELLED: amount_of(unpaid)}
    assert shown(client, paid) == {TOTAL: amount, CANCELLED: amount, PAID: amount}


def test_cash_is_paid_parcel_by_parcel_at_the_door(client: Client) -> None:
    order = place("cash_on_delivery")
    amount = amount_of(order)
    first, second = Parcel.objects.filter(order=order).order_by("pk")
    assert shown(client, order) == {TOTAL: amount, STILL: amount}
    deliver(first)
    assert "Cảm ơn bạn" in client.get(order_link(order.number, "vi")).content.decode()  # the other is still to be packed
    one = int(first.goods_price + first.shipping_price)
    assert shown(client, order) == {TOTAL: amount, PAID: one, STILL: amount - one}
    deliver(second)
    assert shown(client, order) == {TOTAL: amount, PAID: amount}


def test_cash_does_not_say_twice_that_it_is_paid_on_delivery(client: Client) -> None:
    order = place("cash_on_delivery")
    assert "trả khi nhận hàng" not in client.get(order_link(order.number, "vi")).content.decode()


def test_a_part_that_arrived_is_told_and_the_code_asks_for_the_rest(client: Client) -> None:
    order = place("vietqr")
    amount = amount_of(order)
    pay(order, 10_000)
    page = client.get(order_link(order.number, "vi")).content.decode()
    assert sums(page) == {TOTAL: amount, PAID: 10_000, STILL: amount - 10_000}
    assert "Đã nhận được 10.000\u00a0₫, còn thiếu" in page
    assert "đã nhận được một phần" in page
    transfer = order_page(order, language="vi").transfer
    assert transfer is not None
    assert (transfer.amount, transfer.reference) == (amount - 10_000, Payment.objects.get(order=order).reference)
    assert f"54{len(str(amount - 10_000)):02}{amount - 10_000}" in transfer.qr
    picture = client.get(reverse("checkout:order-qr", args=order_link(order.number, "vi").strip("/").split("/")[1:]))
    assert picture.content.decode() == vietqr_svg(transfer)
    pay(order, amount - 10_000, "bank-2")
    assert shown(client, order) == {TOTAL: amount, PAID: amount}
