"""The life of a parcel: which move is open to whom, and what it does to stock and money (docs/algorithms/orders.md)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from catalog.audit.services import record_action
from catalog.forks.partner.models import StockRecord
from catalog.products.services import announce_listings
from marketplace.accounts.models import User
from marketplace.forks import shop
from marketplace.ledger.services import post_sale, undo_sale
from marketplace.orders.errors import UnableToMove
from marketplace.orders.models import Parcel, ParcelMove, Reservation
from marketplace.orders.tasks import send_order_notices
from marketplace.payments.models import Payment
from marketplace.payments.services import cancel_part

State, By = Parcel.State, ParcelMove.By

MOVES: dict[tuple[str, str], frozenset[str]] = {
    (State.WAITING, State.ORDERED): frozenset({By.SYSTEM}),
    (State.WAITING, State.CANCELLED): frozenset({By.SYSTEM, By.BUYER, By.OFFICER}),
    (State.ORDERED, State.CONFIRMED): frozenset({By.PRODUCER, By.OFFICER}),
    (State.ORDERED, State.CANCELLED): frozenset({By.BUYER, By.PRODUCER, By.OFFICER}),
    (State.CONFIRMED, State.SENT): frozenset({By.PRODUCER, By.OFFICER}),
    (State.CONFIRMED, State.CANCELLED): frozenset({By.PRODUCER, By.OFFICER}),
    (State.SENT, State.DELIVERED): frozenset({By.PRODUCER, By.OFFICER, By.SYSTEM}),
    (State.SENT, State.REFUSED): frozenset({By.PRODUCER, By.OFFICER, By.SYSTEM}),
}


def may_move(before: str, after: str, by: str) -> bool:
    """Whether somebody in this role may move a parcel so."""
    return by in MOVES.get((before, after), frozenset())


@transaction.atomic
def move_parcel(*, parcel_id: int, after: str, by: str, actor: User | None = None, reason: str = "", tracking: str = "") -> Parcel:
    """Move a parcel on, with what follows for stock and money; asking again for where it already is changes nothing.

    Raises:
        UnableToMove: the table knows no such move for this role.
        Parcel.DoesNotExist: there is none.
    """
    order_id = Parcel.objects.values_list("order_id", flat=True).get(pk=parcel_id)
    # Reservation before all else, as everywhere: the one lock that orders every change of an order.
    Reservation.objects.select_for_update().get(order_id=order_id)
    parcel = Parcel.objects.get(pk=parcel_id)
    before = parcel.state
    if before == after:
        return parcel
    if not may_move(before, after, by):
        raise UnableToMove(f"{by} cannot move a parcel from {before} to {after}")
    parcel.state, parcel.tracking = after, tracking or parcel.tracking
    parcel.save(update_fields=["state", "tracking"])
    _write_move(parcel, before, by, actor, reason)
    _follow(parcel, before)
    return parcel


def _write_move(parcel: Parcel, before: str, by: str, actor: User | None, reason: str) -> None:
    actor_id = actor.pk if actor else None
    ParcelMove.objects.create(parcel=parcel, before=before, after=parcel.state, by=by, actor_id=actor_id, reason=reason)
    if by in (By.PRODUCER, By.OFFICER):
        record_action(
            actor=actor,
            action="parcels.move",
            subject=parcel,
            before={"state": before},
            after={"state": parcel.state, "by": by},
            on_behalf_of_id=parcel.producer_id if by == By.PRODUCER else None,
        )


def _follow(parcel: Parcel, before: str) -> None:
    """Do what the new state means for the goods and the money."""
    if parcel.state == State.ORDERED:
        post_sale_of(parcel)
    elif parcel.state == State.CANCELLED:
        _give_back(parcel)
        _take_off(parcel)
    elif parcel.state == State.SENT:
        _consume(parcel)
    elif parcel.state == State.REFUSED:
        _restock(parcel)
        _take_off(parcel)


def _take_off(parcel: Parcel) -> None:
    """Lower what is due; what has arrived may now be enough, and an order of which nothing is left lets its reservation go."""
    undo_sale(parcel_id=parcel.pk)
    payment = Payment.objects.get(order_id=parcel.order_id)
    cancel_part(payment_id=payment.pk, amount=parcel.goods_price + parcel.shipping_price, key=f"parcel:{parcel.pk}")
    alive = Parcel.objects.filter(order_id=parcel.order_id).exclude(state__in=[State.CANCELLED, State.REFUSED])
    if not alive.exists():
        Reservation.objects.filter(order_id=parcel.order_id).update(state=Reservation.State.RELEASED)
    else:
        keep_if_paid(parcel.order_id)


def keep_if_paid(order_id: int) -> None:
    """Let a paid order stand: its stock is kept and its parcels go to their producers. Called under the order's lock."""
    if not Payment.objects.filter(order_id=order_id, state=Payment.State.PAID).exists():
        return
    held = Reservation.objects.filter(order_id=order_id, state=Reservation.State.HELD)
    if held.update(state=Reservation.State.KEPT):
        move_waiting(order_id, State.ORDERED, "paid")
        send_order_notices.enqueue(order_id)


def move_waiting(order_id: int, after: str, reason: str) -> None:
    """Move all parcels that wait for the money."""
    waiting = Parcel.objects.filter(order_id=order_id, state=State.WAITING).order_by("pk")
    for parcel_id in list(waiting.values_list("pk", flat=True)):
        move_parcel(parcel_id=parcel_id, after=after, by=By.SYSTEM, reason=reason)


def post_sale_of(parcel: Parcel) -> None:
    """Write a parcel's sale into the books, with what was frozen on its lines."""
    post_sale(
        parcel_id=parcel.pk,
        order_id=parcel.order_id,
        producer_id=parcel.producer_id,
        charges=[facts.charges for facts in parcel.lines.all()],
        shipping=parcel.shipping_price,
    )


def _lines(parcel: Parcel) -> list[shop.OrderLine]:
    rows = shop.OrderLine.objects.filter(facts__parcel=parcel).select_related("stockrecord", "facts")
    return list(rows.order_by("stockrecord_id"))


def _give_back(parcel: Parcel) -> None:
    for line in _lines(parcel):
        line.cancel_allocation(line.num_allocated)
    _announce(parcel)


def _consume(parcel: Parcel) -> None:
    for line in _lines(parcel):
        line.consume_allocation(line.num_allocated)


def _restock(parcel: Parcel) -> None:
    for line in _lines(parcel):
        StockRecord.objects.filter(pk=line.stockrecord_id).update(num_in_stock=F("num_in_stock") + line.quantity)
    _announce(parcel)


def _announce(parcel: Parcel) -> None:
    announce_listings(list(parcel.lines.values_list("listing_id", flat=True)))
