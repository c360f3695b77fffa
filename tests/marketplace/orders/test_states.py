"""The tables of states: what the page tells is what the code does, and every move leaves a row."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from marketplace.orders.models import Parcel, ParcelMove, Reservation, ReservationMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.orders.settling import release_reservation, settle
from marketplace.orders.states import PARCEL_MOVES, RESERVATION_MOVES
from marketplace.payments.models import Payment, PaymentMove, Refund
from marketplace.payments.states import PAYMENT_MOVES, REFUND_MOVES
from tests.databases import ROOT
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

TABLES = {"reservation": RESERVATION_MOVES, "parcel": PARCEL_MOVES, "payment": PAYMENT_MOVES, "refund": REFUND_MOVES}
ROLES = {"the shop": "system", "buyer": "buyer", "producer": "producer", "officer": "officer", "provider": "provider"}
ROW = re.compile(r"^\| (reservation|parcel|payment|refund) \| (\S+) \| (\S+) \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)


def test_the_page_shows_the_tables_of_the_code() -> None:
    page = (ROOT / "docs" / "algorithms" / "orders.md").read_text()
    shown: dict[str, dict[tuple[str, str], frozenset[str]]] = {name: {} for name in TABLES}
    for thing, before, after, who in ROW.findall(page):
        shown[thing][("" if before == "–" else before, after)] = frozenset(ROLES[role.strip()] for role in who.split(","))
    assert shown == {name: {key: frozenset(who) for key, who in table.items()} for name, table in TABLES.items()}


@pytest.mark.parametrize(
    ("table", "model"), [(RESERVATION_MOVES, Reservation), (PARCEL_MOVES, Parcel), (PAYMENT_MOVES, Payment), (REFUND_MOVES, Refund)]
)
def test_every_state_is_in_its_table_and_none_is_come_to_twice(table: Any, model: Any) -> None:
    assert {state for _before, state in table} == set(model.State.values)

    def followers(state: str) -> set[str]:
        return {one for before, after in table if before == state for one in {after, *followers(after)}}

    assert all(state not in followers(state) for state in ("", *model.State.values))


@pytest.fixture
def payment(db: None) -> Payment:
    rates()
    vat_rates()
    wishes = (ListingFactory.create(offer=(45_000, 10)), 1), (ListingFactory.create(offer=(90_000, 10)), 1)
    return Payment.objects.get(order=place_order(request_for(fill_basket(*wishes), method="vietqr")))


def rows(moves: Any) -> list[tuple[str, str]]:
    return list(moves.order_by("pk").values_list("before", "after"))


def test_every_move_from_the_first_on_is_recorded(payment: Payment) -> None:
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    parcel = Parcel.objects.filter(order=payment.order).first()
    move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    assert rows(parcel.moves) == [("", "waiting"), ("waiting", "ordered"), ("ordered", "cancelled")]
    assert rows(ReservationMove.objects.all()) == [("", "held"), ("held", "kept")]
    assert rows(PaymentMove.objects.filter(refund=None)) == [("", "awaited"), ("awaited", "paid")]
    assert rows(PaymentMove.objects.exclude(refund=None)) == [("", "asked")]


def test_an_end_is_recorded_with_its_cause(payment: Payment) -> None:
    release_reservation(payment.order_id)
    assert ReservationMove.objects.get(after="released").reason == "expired"
    assert set(ParcelMove.objects.filter(after="cancelled").values_list("by", "reason")) == {("system", "expired")}


@pytest.mark.parametrize("model", [ReservationMove, PaymentMove])
def test_the_database_keeps_them(payment: Payment, model: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(by="buyer")
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
