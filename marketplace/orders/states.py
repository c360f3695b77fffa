"""How reservations and parcels may move, and who moves them (docs/algorithms/orders.md shows the same table)."""

from __future__ import annotations

from marketplace.orders.models import Parcel, ParcelMove, Reservation
from marketplace.payments.states import Moves

State, By, Stock = Parcel.State, ParcelMove.By, Reservation.State

# The empty state is where each begins.
PARCEL_MOVES: Moves = {
    ("", State.WAITING): frozenset({By.SYSTEM}),
    ("", State.ORDERED): frozenset({By.SYSTEM}),
    (State.WAITING, State.ORDERED): frozenset({By.SYSTEM}),
    (State.WAITING, State.CANCELLED): frozenset({By.SYSTEM, By.BUYER, By.OFFICER}),
    (State.ORDERED, State.CONFIRMED): frozenset({By.PRODUCER, By.OFFICER}),
    (State.ORDERED, State.CANCELLED): frozenset({By.BUYER, By.PRODUCER, By.OFFICER}),
    (State.CONFIRMED, State.SENT): frozenset({By.PRODUCER, By.OFFICER}),
    (State.CONFIRMED, State.CANCELLED): frozenset({By.PRODUCER, By.OFFICER}),
    (State.SENT, State.DELIVERED): frozenset({By.PRODUCER, By.OFFICER, By.SYSTEM}),
    (State.SENT, State.REFUSED): frozenset({By.PRODUCER, By.OFFICER, By.SYSTEM}),
}

RESERVATION_MOVES: Moves = {
    ("", Stock.HELD): frozenset({By.SYSTEM}),
    ("", Stock.KEPT): frozenset({By.SYSTEM}),
    (Stock.HELD, Stock.KEPT): frozenset({By.SYSTEM}),
    (Stock.HELD, Stock.RELEASED): frozenset({By.SYSTEM, By.BUYER, By.OFFICER}),
    (Stock.KEPT, Stock.RELEASED): frozenset({By.SYSTEM, By.BUYER, By.PRODUCER, By.OFFICER}),
}
