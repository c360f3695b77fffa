"""The life of a parcel: who may move it where, and what that does to goods and money."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from catalog.producers.models import Producer
from marketplace.accounts.models import User
from marketplace.orders.errors import UnableToMove
from marketplace.orders.links import order_link, parcel_link
from marketplace.orders.models import Parcel, ParcelMove, Reservation
from marketplace.orders.notices import remind_of_unconfirmed
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle
from marketplace.orders.states import PARCEL_MOVES
from marketplace.payments.models import Payment, Refund
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db
By, State = ParcelMove.By, Parcel.State


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()


def order_of_two(method: str = "cash_on_delivery") -> Any:
    one, other = ListingFactory.create(offer=(45_000, 10)), ListingFactory.create(offer=(90_000, 10))
    return place_order(request_for(fill_basket((one, 2), (other, 1)), method=method))


def parcels(order: Any) -> list[Parcel]:
    return list(Parcel.objects.filter(order=order))


def stock(parcel: Parcel) -> tuple[int, int]:
    record = parcel.lines.get().line.stockrecord
    record.refresh_from_db()
    return record.num_in_stock, record.num_allocated


def test_every_move_outside_the_table_is_refused_and_changes_nothing() -> None:
    parcel = parcels(order_of_two())[0]
    refused = 0
    for before, after, by in itertools.product(State.values, State.values, By.values):
        if before == after or by in PARCEL_MOVES.get((before, after), frozenset()):
            continue
        Parcel.objects.filter(pk=parcel.pk).update(state=before)
        with pytest.raises(UnableToMove):
            move_parcel(parcel_id=parcel.pk, after=after, by=by)
        refused += 1
    assert refused == 7 * 6 * 4 - sum(len(who) for (before, _after), who in PARCEL_MOVES.items() if before)
    assert (parcel.moves.count(), stock(parcel)) == (1, (10, 2))


def test_no_state_can_be_come_to_twice() -> None:
    followers: dict[str, set[str]] = {}
    for before, after in PARCEL_MOVES:
        followers.setdefault(before, set()).add(after)

    def reachable(state: str) -> set[str]:
        return {one for after in followers.get(state, set()) for one in {after, *reachable(after)}}

    assert all(state not in reachable(state) for state in State.values)


def test_from_ordered_to_delivered() -> None:
    parcel = parcels(order_of_two())[0]
    for after in (State.CONFIRMED, State.SENT, State.DELIVERED):
        move_parcel(parcel_id=parcel.pk, after=after, by=By.PRODUCER, tracking="VN123" if after == State.SENT else "")
    parcel.refresh_from_db()
    assert (parcel.state, parcel.tracking) == ("delivered", "VN123")
    assert stock(parcel) == (8, 0)
    assert [move.after for move in parcel.moves.all()] == ["ordered", "confirmed", "sent", "delivered"]
    assert AuditEntry.objects.filter(action="parcels.move", on_behalf_of_id=parcel.producer_id).count() == 3


def test_a_second_tap_changes_nothing() -> None:
    parcel = parcels(order_of_two())[0]
    move_parcel(parcel_id=parcel.pk, after=State.CONFIRMED, by=By.PRODUCER)
    move_parcel(parcel_id=parcel.pk, after=State.CONFIRMED, by=By.PRODUCER)
    assert parcel.moves.count() == 2


def test_a_cancelled_parcel_gives_back_goods_and_lowers_what_is_due() -> None:
    order = order_of_two()
    first = parcels(order)[0]
    before = Payment.objects.get(order=order).due
    move_parcel(parcel_id=first.pk, after=State.CANCELLED, by=By.BUYER)
    payment = Payment.objects.get(order=order)
    assert payment.due == before - first.goods_price - first.shipping_price
    assert (payment.state, stock(first)) == ("on_delivery", (10, 0))
    assert Reservation.objects.get(order=order).state == "kept"


def test_an_order_of_which_nothing_is_left_ends() -> None:
    order = order_of_two()
    for parcel in parcels(order):
        move_parcel(parcel_id=parcel.pk, after=State.CANCELLED, by=By.PRODUCER)
    assert Payment.objects.get(order=order).state == "cancelled"
    assert Reservation.objects.get(order=order).state == "released"


def test_what_was_paid_for_a_cancelled_parcel_goes_back_once() -> None:
    order = order_of_two("vietqr")
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    first = parcels(order)[0]
    move_parcel(parcel_id=first.pk, after=State.CANCELLED, by=By.PRODUCER)
    move_parcel(parcel_id=first.pk, after=State.CANCELLED, by=By.PRODUCER)
    refund = Refund.objects.get()
    assert (refund.key, refund.amount, refund.state) == (f"parcel:{first.pk}", first.goods_price + first.shipping_price, "asked")


def test_too_much_and_too_late_go_back_too() -> None:
    order = order_of_two("vietqr")
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount + 5_000)
    settle(payment=payment, event_id="bank-2", amount=payment.amount)
    assert [int(refund.amount) for refund in Refund.objects.order_by("pk")] == [5_000, int(payment.amount)]


def test_half_paid_and_half_cancelled_is_paid() -> None:
    order = order_of_two("vietqr")
    payment = Payment.objects.get(order=order)
    first, second = parcels(order)
    settle(payment=payment, event_id="bank-1", amount=first.goods_price + first.shipping_price)
    assert Reservation.objects.get(order=order).state == "held"
    move_parcel(parcel_id=second.pk, after=State.CANCELLED, by=By.BUYER)
    assert Reservation.objects.get(order=order).state == "kept"
    assert Parcel.objects.get(pk=first.pk).state == "ordered"
    assert Refund.objects.count() == 0


def test_a_refused_parcel_comes_back_to_the_shelf() -> None:
    order = order_of_two()
    parcel = parcels(order)[0]
    for after in (State.CONFIRMED, State.SENT, State.REFUSED):
        move_parcel(parcel_id=parcel.pk, after=after, by=By.PRODUCER)
    assert stock(parcel) == (10, 0)
    assert Payment.objects.get(order=order).cancelled_amount == parcel.goods_price + parcel.shipping_price


def test_the_database_keeps_every_move() -> None:
    parcel = parcels(order_of_two())[0]
    move_parcel(parcel_id=parcel.pk, after=State.CONFIRMED, by=By.PRODUCER)
    with pytest.raises(DatabaseError), transaction.atomic():
        ParcelMove.objects.update(by="buyer")


class TestTheProducersLink:
    """One tap in a mail, safe against previews and double taps."""

    def test_looking_changes_nothing(self) -> None:
        parcel = parcels(order_of_two())[0]
        assert Client().get(parcel_link(parcel.pk)).status_code == 200
        assert Client().head(parcel_link(parcel.pk)).status_code == 200
        assert Client().get(parcel_link(parcel.pk) + "chuyen/")["Location"] == parcel_link(parcel.pk)
        assert Parcel.objects.get(pk=parcel.pk).state == "ordered"

    def test_a_tap_confirms(self) -> None:
        parcel = parcels(order_of_two())[0]
        for _tap in range(2):
            assert Client().post(parcel_link(parcel.pk) + "chuyen/", {"after": "confirmed"}).status_code == 302
        assert Parcel.objects.get(pk=parcel.pk).state == "confirmed"

    def test_it_shows_this_parcel_alone(self) -> None:
        first, second = parcels(order_of_two())
        titles = [parcel.lines.get().listing.seller.texts.get().title for parcel in (first, second)]
        page = Client().get(parcel_link(first.pk)).content.decode()
        assert titles[1] not in page
        assert Client().get(parcel_link(first.pk).replace(f"/{first.pk}/", f"/{second.pk}/")).status_code == 404

    def test_the_address_goes_when_the_parcel_has_arrived(self) -> None:
        parcel = parcels(order_of_two())[0]
        assert "Tràng Tiền" in Client().get(parcel_link(parcel.pk)).content.decode()
        for after in (State.CONFIRMED, State.SENT, State.DELIVERED):
            move_parcel(parcel_id=parcel.pk, after=after, by=By.PRODUCER)
        assert "Tràng Tiền" not in Client().get(parcel_link(parcel.pk)).content.decode()

    def test_what_cannot_be_undone_asks_once_more_and_a_confirmation_does_not(self) -> None:
        parcel = parcels(order_of_two())[0]
        asks: dict[str, bool] = {}
        for move in (None, State.CONFIRMED, State.SENT):
            if move:
                move_parcel(parcel_id=parcel.pk, after=move, by=By.PRODUCER)
            page = Client().get(parcel_link(parcel.pk)).content.decode()
            for form in page.split("<form")[1:]:
                after = re.search(r'name="after" value="(\w+)"', form)
                if after:
                    asks[after[1]] = re.search(r"<details.*<button.*</details>", form.split("</form>")[0], re.DOTALL) is not None
        assert asks == {"confirmed": False, "sent": False, "cancelled": True, "delivered": True, "refused": True}

    def test_each_state_has_its_words(self) -> None:
        parcel = parcels(order_of_two("vietqr"))[0]

        def page() -> str:
            return Client().get(parcel_link(parcel.pk)).content.decode()

        assert "Người mua chưa trả tiền" in page()
        assert "Cần đóng gói" not in page()
        payment = Payment.objects.get(order=parcel.order)
        settle(payment=payment, event_id="bank-1", amount=payment.amount)
        assert "Cần đóng gói" in page()
        for after in (State.CONFIRMED, State.SENT, State.DELIVERED):
            move_parcel(parcel_id=parcel.pk, after=after, by=By.PRODUCER)
        assert "Kiện hàng đã đến nơi" in page()
        assert "Cần đóng gói" not in page()

    @pytest.mark.parametrize("after", ["delivered", "waiting", "", "x" * 500])
    def test_an_odd_move_is_refused_in_words(self, after: str) -> None:
        parcel = parcels(order_of_two())[0]
        answer = Client().post(parcel_link(parcel.pk) + "chuyen/", {"after": after}, follow=True)
        assert answer.status_code == 200
        assert len(answer.context["messages"]) == 1
        assert Parcel.objects.get(pk=parcel.pk).state == "ordered"


class TestTheBuyer:
    """Cancels until the producer has confirmed."""

    def cancel(self, order: Any, parcel: Parcel) -> int:
        return int(Client().post(f"{order_link(order.number, 'vi')}{parcel.pk}/huy/").status_code)

    def test_cancels_one_parcel(self) -> None:
        order = order_of_two()
        first = parcels(order)[0]
        assert self.cancel(order, first) == 302
        assert [parcel.state for parcel in parcels(order)] == ["cancelled", "ordered"]

    def test_calls_a_producer_by_a_tap(self) -> None:
        order = order_of_two()
        Producer.objects.filter(parcels__order=order).update(phone="0912 345 679")
        page = Client().get(order_link(order.number, "vi")).content.decode()
        assert page.count('<a href="tel:+84912345679">0912 345 679</a>') == 2

    def test_is_asked_once_more_before_a_parcel_is_cancelled(self) -> None:
        page = Client().get(order_link(order_of_two().number, "vi")).content.decode()
        form = page.split("/huy/")[1].split("</form>")[0]
        assert re.search(r"<details.*<button.*</details>", form, re.DOTALL)

    def test_cannot_cancel_what_is_being_packed(self) -> None:
        order = order_of_two()
        first = parcels(order)[0]
        move_parcel(parcel_id=first.pk, after=State.CONFIRMED, by=By.PRODUCER)
        self.cancel(order, first)
        assert Parcel.objects.get(pk=first.pk).state == "confirmed"

    def test_cannot_cancel_another_persons_parcel(self) -> None:
        mine, other = order_of_two(), order_of_two()
        assert self.cancel(mine, parcels(other)[0]) == 404
        assert parcels(other)[0].state == "ordered"

    def test_sees_their_own_orders_alone_and_orders_again(self, lan: User, dung: User) -> None:
        listing = ListingFactory.create()
        order = place_order(request_for(fill_basket((listing, 2), owner=lan), user=lan))
        hers, his = Client(), Client()
        hers.force_login(lan)
        his.force_login(dung)
        assert [row.number for row in hers.get("/don-hang/").context["rows"]] == [order.number]
        assert his.get("/don-hang/").context["rows"] == []
        assert his.post(f"/don-hang/{order.number}/mua-lai/").status_code == 404
        hers.post(f"/don-hang/{order.number}/mua-lai/")
        assert hers.get("/gio-hang/").context["page"].count == 2
        assert Client().get("/don-hang/").status_code == 302


def test_unconfirmed_parcels_remind_and_then_reach_the_department(mai: User) -> None:
    order_of_two()
    sent = []
    for hours in (1, 13, 14, 25, 49, 60):
        with time_machine.travel(clock.now() + timedelta(hours=hours), tick=False):
            sent.append(remind_of_unconfirmed())
    assert sent == [0, 2, 0, 2, 2, 0]
    assert sum(message.to == ["mai@nguoi.example"] for message in mail.outbox) == 2
