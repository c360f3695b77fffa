"""Cash on delivery goes so far: a parcel's price, what a buyer owes already, and parcels that were not accepted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from catalog.audit.models import AuditEntry
from catalog.forks.partner.models import StockRecord
from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.forks.shop import Order
from marketplace.orders.cash_limits import cash_obstacle, set_cash_limit
from marketplace.orders.errors import CashRefused, LimitRefused
from marketplace.orders.models import CashLimit, Parcel, ParcelMove, Reservation
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.privacy.services import erase_person
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db

PHONE = "+84912345678"


@pytest.fixture(autouse=True)
def limit(db: None) -> CashLimit:
    """Two open orders, 500.000 ₫ open, 300.000 ₫ a parcel, one refusal in 90 days."""
    rates()
    vat_rates()
    facts = {"most_of_parcel": 300_000, "most_open_orders": 2, "most_open_amount": 500_000, "most_refused": 1, "refused_within_days": 90}
    return CashLimit.objects.create(**facts, valid_from=clock.today(), source="Quyết định 1")


def buy(price: int = 50_000, **facts: Any) -> Any:
    return place_order(request_for(fill_basket((ListingFactory.create(offer=(price, 10)), 1)), **facts))


def refuse(order: Any) -> None:
    parcel = Parcel.objects.get(order=order)
    for after in ("confirmed", "sent", "refused"):
        move_parcel(parcel_id=parcel.pk, after=after, by=ParcelMove.By.PRODUCER)


def obstacle(user: User | None = None, phone: str = PHONE, price: int = 50_000) -> str:
    return cash_obstacle(parcels=[Decimal(price)], phone=phone, user=user, day=clock.today())


def test_a_parcel_that_is_too_dear_is_not_paid_on_delivery() -> None:
    with pytest.raises(CashRefused, match="parcel"):
        buy(290_000)
    assert (Order.objects.count(), StockRecord.objects.get().num_allocated) == (0, None)
    buy(290_000, method="vietqr")  # paid before: no limit


def test_a_first_order_of_many_parcels_may_owe_too_much_in_all() -> None:
    def asked(*prices: int) -> str:
        return cash_obstacle(parcels=[Decimal(price) for price in prices], phone=PHONE, user=None, day=clock.today())

    assert asked(250_000, 250_000) == ""
    assert asked(250_000, 250_000, 1_000) == "number"


def test_a_number_or_account_owes_so_many_orders_and_so_much(lan: User) -> None:
    buy()
    assert obstacle() == ""
    buy()
    assert obstacle() == "number"
    assert obstacle(lan, "+84900000000") == ""
    with pytest.raises(CashRefused, match="number"):
        buy()
    for _order in range(2):
        buy(user=lan, phone="+84900000001")
    assert obstacle(lan, "+84900000002") == "open"


def test_what_is_owed_in_all_counts_too() -> None:
    buy(200_000)
    assert (obstacle(price=200_000), obstacle(price=290_000)) == ("", "number")


def test_refused_parcels_give_stock_back_and_count_for_a_time(lan: User) -> None:
    for _order in range(2):
        order = buy(user=lan)
        refuse(order)
        record = order.lines.get().stockrecord
        assert (record.num_in_stock, record.num_allocated) == (10, 0)
    assert (obstacle(), obstacle(lan, "+84900000003")) == ("number", "refused")
    with pytest.raises(CashRefused):
        buy()
    with time_machine.travel(clock.now() + timedelta(days=92)):
        assert obstacle(lan) == ""


def test_an_erased_number_is_forgotten(mai: User) -> None:
    for _order in range(2):
        refuse(buy())
    assert obstacle() == "number"
    erase_person(officer=mai, phone=PHONE)
    assert obstacle() == ""
    assert set(Reservation.objects.values_list("phone_key", flat=True)) == {""}


def test_the_checkout_says_why_and_offers_the_rest() -> None:
    client, province = Client(), PlaceFactory.create()
    client.post(reverse("checkout:basket-add"), {"product": ListingFactory.create(offer=(290_000, 9)).product_id, "quantity": 1})
    form = {"name": "Lan", "phone": "0912345678", "province": province.pk, "commune": "Hoàn Kiếm", "street": "1 Tràng Tiền"}
    page = client.post(reverse("checkout:details"), form, follow=True)
    assert [code for code, _name in page.context["confirm"].fields["method"].choices] == ["vietqr"]
    assert page.context["why_no_cash"] in page.content.decode()
    seen = {"token": page.context["token"], "total_seen": int(page.context["page"].total), "consent": "on"}
    answer = client.post(reverse("checkout:place"), {**form, **seen, "method": "cash_on_delivery"})
    assert (answer.status_code, Order.objects.count()) == (409, 0)
    assert client.post(reverse("checkout:place"), {**form, **seen, "method": "vietqr"}).status_code == 302


def test_an_officer_sets_a_limit_from_tomorrow_on(mai: User, limit: CashLimit) -> None:
    facts = {"most_of_parcel": 1, "most_open_orders": 1, "most_open_amount": 1, "most_refused": 0, "refused_within_days": 30}
    with pytest.raises(LimitRefused):
        set_cash_limit(officer=mai, limit=CashLimit(**facts, valid_from=clock.today(), source="QĐ 2"))
    with pytest.raises(LimitRefused):
        set_cash_limit(officer=mai, limit=CashLimit(**facts, valid_from=clock.today() + timedelta(days=1), source=""))
    set_cash_limit(officer=mai, limit=CashLimit(**facts, valid_from=clock.today() + timedelta(days=1), source="QĐ 2"))
    assert AuditEntry.objects.get(action="orders.set-cash-limit").actor_id == mai.pk
    assert obstacle() == ""
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert obstacle() == "parcel"
