"""How payments and refunds may move, and who moves them (docs/algorithms/orders.md shows the same table)."""

from __future__ import annotations

from collections.abc import Mapping

SHOP, BUYER, OFFICER, PROVIDER = "system", "buyer", "officer", "provider"
Moves = Mapping[tuple[str, str], frozenset[str]]

# The empty state is where each begins.
PAYMENT_MOVES: Moves = {
    ("", "awaited"): frozenset({SHOP}),
    ("", "on_delivery"): frozenset({SHOP}),
    ("awaited", "paid"): frozenset({SHOP}),
    ("awaited", "cancelled"): frozenset({SHOP}),
    ("on_delivery", "paid"): frozenset({SHOP}),
    ("on_delivery", "cancelled"): frozenset({SHOP}),
    ("cancelled", "paid_late"): frozenset({SHOP}),
}

REFUND_MOVES: Moves = {
    ("", "asked"): frozenset({SHOP}),
    ("", "sent"): frozenset({PROVIDER}),  # made at the provider's own desk
    ("asked", "sent"): frozenset({SHOP, PROVIDER, OFFICER}),
    ("sent", "done"): frozenset({PROVIDER, OFFICER}),
    ("sent", "failed"): frozenset({PROVIDER, OFFICER}),
    ("done", "failed"): frozenset({PROVIDER, OFFICER}),  # a bank may send back what it had taken
}


def may_move(moves: Moves, before: str, after: str, by: str) -> bool:
    """Whether somebody in this role may move a thing so."""
    return by in moves.get((before, after), frozenset())
