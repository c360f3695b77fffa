"""The life of a parcel: which move is open to whom, and what it does to stock and money (docs/algorithms/orders.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction

from catalog.audit.services import record_action
from marketplace.accounts.models import User
from marketplace.forks.discounts import give_discounts_back, lock_discounts
from marketplace.ledger.charges import Charges
from marketplace.ledger.provider_postings import post_less_borne
from marketplace.ledger.services import Sale, post_sales, undo_sale
from marketplace.orders.errors import MoneyWentBack, UnableToMove
from marketplace.orders.models import LineFacts, Parcel, ParcelMove, Reservation, ReservationMove
from marketplace.orders.objections import is_objected_to
from marketplace.orders.states import PARCEL_MOVES, RESERVATION_MOVES
from marketplace.orders.stock import consume, give_back, lock_stock, restock
from marketplace.orders.tasks import send_order_notices
from marketplace.payments.models import Payment
from marketplace.payments.services import cancel_part
from marketplace.payments.states import may_move

State, By = Parcel.State, ParcelMove.By
ENDED = (State.CANCELLED, State.REFUSED)


def lock_order(order_id: int) -> Reservation:
    """Lock an order for a change: its reservation before all else, as everywhere, then its vouchers and offers, then its stock, by id.

    Placing takes vouchers and offers before stock too.
    """
    reservation = Reservation.objects.select_for_update().get(order_id=order_id)
    lock_discounts(order_id)
    lock_stock(order_id)
    return reservation


def lock_orders(order_ids: Iterable[int]) -> None:
    """Lock many orders for one transaction that changes them one after the other, kind by kind as `lock_order` does for one."""
    ids = sorted(set(order_ids))
    list(Reservation.objects.select_for_update().filter(order_id__in=ids).order_by("pk").values_list("pk", flat=True))
    lock_discounts(*ids)
    lock_stock(*ids)


def move_reservation(reservation: Reservation, after: str, *, by: str = By.SYSTEM, actor: User | None = None, reason: str = "") -> None:
    """Move a locked reservation on and record it.

    Raises:
        UnableToMove: the table knows no such move for this role.
    """
    before = reservation.state
    if not may_move(RESERVATION_MOVES, before, after, by):
        raise UnableToMove(f"{by} cannot move a reservation from {before} to {after}")
    reservation.state = after
    reservation.save(update_fields=["state"])
    actor_id = actor.pk if actor else None
    if after == Reservation.State.RELEASED:
        give_discounts_back(reservation.order_id)
    ReservationMove.objects.create(reservation=reservation, before=before, after=after, by=by, actor_id=actor_id, reason=reason)


@transaction.atomic
def move_parcel(*, parcel_id: int, after: str, by: str, actor: User | None = None, reason: str = "", tracking: str = "") -> Parcel:
    """Move a parcel on, with what follows for stock and money; asking again for where it already is changes nothing.

    Raises:
        UnableToMove: the table knows no such move for this role.
        MoneyWentBack: it is to end, and its money went back another way already.
        Parcel.DoesNotExist: there is none.
    """
    reservation = lock_order(Parcel.objects.values_list("order_id", flat=True).get(pk=parcel_id))
    parcel = Parcel.objects.get(pk=parcel_id)
    if parcel.state == after:
        return parcel
    if after in ENDED and is_objected_to(parcel_id):
        raise MoneyWentBack(f"Parcel {parcel_id}: its money went back by a complaint")
    before = _write_move(parcel, after, by, actor, reason, tracking)
    if parcel.state == State.ORDERED:
        post_sales_of([parcel])
    elif parcel.state == State.SENT:
        consume(parcel)
    elif parcel.state in ENDED:
        restock(parcel) if before == State.SENT else give_back([parcel])
        undone = undo_sale(parcel_id=parcel.pk)
        cancel_part(payment_id=_payment_id(parcel.order_id), amount=_price(parcel), key=f"parcel:{parcel.pk}")
        if undone is not None:
            post_less_borne(of=undone)
        _follow_end(reservation, by, actor, reason)
    return parcel


def _payment_id(order_id: int) -> int:
    return Payment.objects.values_list("pk", flat=True).get(order_id=order_id)


def _price(parcel: Parcel) -> Decimal:
    return parcel.goods_price + parcel.shipping_price


def _write_move(parcel: Parcel, after: str, by: str, actor: User | None, reason: str, tracking: str = "") -> str:
    before = parcel.state
    if not may_move(PARCEL_MOVES, before, after, by):
        raise UnableToMove(f"{by} cannot move a parcel from {before} to {after}")
    parcel.state, parcel.tracking = after, tracking or parcel.tracking
    parcel.save(update_fields=["state", "tracking"])
    actor_id = actor.pk if actor else None
    ParcelMove.objects.create(parcel=parcel, before=before, after=after, by=by, actor_id=actor_id, reason=reason)
    if by in (By.PRODUCER, By.OFFICER):
        record_action(
            actor=actor,
            action="parcels.move",
            subject=parcel,
            before={"state": before},
            after={"state": after, "by": by},
            on_behalf_of_id=parcel.producer_id if by == By.PRODUCER else None,
        )
    return before


def _follow_end(reservation: Reservation, by: str, actor: User | None, reason: str) -> None:
    """An order of which nothing is left lets its reservation go; what has arrived may now be enough for the rest."""
    alive = Parcel.objects.filter(order_id=reservation.order_id).exclude(state__in=ENDED)
    if alive.exists():
        keep_if_paid(reservation)
    elif reservation.state != Reservation.State.RELEASED:
        move_reservation(reservation, Reservation.State.RELEASED, by=by, actor=actor, reason=reason)


def keep_if_paid(reservation: Reservation) -> None:
    """Let a paid order stand: its stock is kept and its parcels go to their producers. Called under the order's lock."""
    is_paid = Payment.objects.filter(order_id=reservation.order_id, state=Payment.State.PAID).exists()
    if not is_paid or reservation.state != Reservation.State.HELD:
        return
    move_reservation(reservation, Reservation.State.KEPT, reason="paid")
    parcels = _waiting(reservation.order_id)
    for parcel in parcels:
        _write_move(parcel, State.ORDERED, By.SYSTEM, None, "paid")
    post_sales_of(parcels)
    send_order_notices.enqueue(reservation.order_id)


def _waiting(order_id: int) -> list[Parcel]:
    return list(Parcel.objects.filter(order_id=order_id, state=State.WAITING).order_by("pk"))


def end_waiting(reservation: Reservation, *, by: str, actor: User | None, reason: str) -> None:
    """Cancel all that waits for the money, at once: goods back, and the whole of what is due lowered in one step.

    Parcel by parcel, a part of the sum that has arrived would look like enough for the parcels that are still to be cancelled.
    Called under the order's lock.
    """
    parcels = _waiting(reservation.order_id)
    for parcel in parcels:
        _write_move(parcel, State.CANCELLED, by, actor, reason)
    give_back(parcels)
    amount = sum((_price(parcel) for parcel in parcels), Decimal(0))
    cancel_part(payment_id=_payment_id(reservation.order_id), amount=amount, key=f"ended:{reservation.order_id}")
    move_reservation(reservation, Reservation.State.RELEASED, by=by, actor=actor, reason=reason)


def post_sales_of(parcels: Sequence[Parcel], facts: Iterable[LineFacts] | None = None) -> None:
    """Write the sale of parcels of one order into the books, with what was frozen on their lines.

    `facts` are their lines where the caller has them at hand.
    """
    charges: dict[int, list[Charges]] = {parcel.pk: [] for parcel in parcels}
    for line in LineFacts.objects.filter(parcel__in=parcels).order_by("pk") if facts is None else facts:
        charges[line.parcel_id].append(line.charges)
    post_sales(
        [
            Sale(
                parcel_id=parcel.pk,
                order_id=parcel.order_id,
                producer_id=parcel.producer_id,
                charges=charges[parcel.pk],
                shipping=parcel.shipping_price,
            )
            for parcel in parcels
        ]
    )
