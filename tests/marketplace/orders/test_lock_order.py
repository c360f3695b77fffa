"""Whoever changes orders takes locks in one order: reservations, vouchers and offers, stock by id. Two who meet half-way both come through."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from catalog.forks.partner.models import StockRecord
from catalog.lib import clock
from marketplace.carriers import services as carriers
from marketplace.carriers.services import keep_carrier, stage_settlement, use_settlement
from marketplace.forks.discounts import make_voucher, priced_basket, put_voucher, read_discounts
from marketplace.orders import settling
from marketplace.orders.drafts import draft_order
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import OrderRequest, place_order
from tests.cast import make_officer
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates
from tests.marketplace.carriers.test_settlements import HEAD, due

pytestmark = [pytest.mark.every_database, pytest.mark.usefixtures("real_database")]
PATIENCE = 5


@pytest.fixture(autouse=True)
def _rules(real_database: None) -> None:
    rates()
    vat_rates()


def at_once(*works: Callable[[], object]) -> list[str]:
    """Do all at once, each with a connection of its own; give what went wrong."""
    errors: list[str] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            errors.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return errors


def test_a_settlement_and_a_buyer_of_the_same_goods(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file names the parcels in the other order than the buyer's stock records; each waits in the middle for the other."""
    officer, province = make_officer("mai"), PlaceFactory.create()
    low, high = (ListingFactory.create(offer=(45_000, 100)) for _ in range(2))
    lines = []
    for number, (code, listing) in enumerate((("GN1", high), ("GN2", low))):
        order = place_order(request_for(fill_basket((listing, 1)), province=province, phone=f"+8491234000{number}"))
        parcel = Parcel.objects.get(order=order)
        for state in ("confirmed", "sent"):
            move_parcel(parcel_id=parcel.pk, after=state, by=ParcelMove.By.PRODUCER, tracking=code if state == "sent" else "")
        lines.append(f"{code},,{due(parcel)},0,0,Giao thành công,24/11/2026")
    carrier = keep_carrier(name="Giao Nhanh", columns={}, officer=officer)
    file = stage_settlement(carrier=carrier, name="a.csv", data="\n".join([HEAD, *lines]).encode(), officer=officer)
    request = request_for(fill_basket((low, 1), (high, 1)), province=province, phone="+84912340099")
    has_counted, has_low = threading.Event(), threading.Event()
    count, allocate = carriers._count, StockRecord.allocate

    def slow_count(row: Any) -> None:
        if row.tracking == "GN2":
            has_low.wait(PATIENCE)
        count(row)
        has_counted.set()

    def slow_allocate(record: StockRecord, quantity: int) -> None:
        has_counted.wait(PATIENCE)
        allocate(record, quantity)
        has_low.set()

    monkeypatch.setattr(carriers, "_count", slow_count)
    monkeypatch.setattr(StockRecord, "allocate", slow_allocate)
    assert at_once(lambda: use_settlement(file_id=file.pk, officer=officer), lambda: place_order(request)) == []


def test_an_order_that_ends_and_a_buyer_with_the_same_voucher(monkeypatch: pytest.MonkeyPatch) -> None:
    province, listing, now = PlaceFactory.create(), ListingFactory.create(offer=(100_000, 50)), clock.now()
    day = timedelta(days=1)
    make_voucher(code="TET", name="Tết", percent=10, product_ids=[listing.product_id], starts_at=now - day, ends_at=now + day)

    def wish(phone: str) -> OrderRequest:
        basket = fill_basket((listing, 1))
        put_voucher(basket_id=basket.pk, code="TET", user=None)
        found = read_discounts(priced_basket(basket.pk, None)).by_product
        total = draft_order([(listing.product_id, 1)], destination=province, today=clock.today(), discounts=found).total
        return request_for(basket, province=province, phone=phone, method="vietqr", total_seen=total)

    first, request = place_order(wish("+84912340001")), wish("+84912340002")
    is_placing, has_stock = threading.Event(), threading.Event()
    allocate, lock_order = StockRecord.allocate, settling.lock_order

    def slow_allocate(record: StockRecord, quantity: int) -> None:
        is_placing.set()
        has_stock.wait(PATIENCE)
        allocate(record, quantity)

    def slow_lock(order_id: int) -> Any:
        is_placing.wait(PATIENCE)
        found = lock_order(order_id)
        has_stock.set()
        return found

    monkeypatch.setattr(StockRecord, "allocate", slow_allocate)
    monkeypatch.setattr(settling, "lock_order", slow_lock)
    assert at_once(lambda: place_order(request), lambda: settling.release_reservation(first.pk)) == []
