"""What pieces that go back are worth: price, and the very share of commission and tax that was frozen at their sale."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from catalog.lib.money import whole_dong
from marketplace.ledger.charges import Charges
from marketplace.orders.models import LineFacts


def charges_of_pieces(facts: LineFacts, *, before: int, pieces: int) -> Charges:
    """Give the charges of `pieces` of a line of which `before` went back earlier.

    Shares are taken from the running total and rounded there, so that all returns of a line together undo exactly its sale.
    """

    def share(whole: Decimal) -> Decimal:
        return whole_dong(whole * (before + pieces) / facts.quantity) - whole_dong(whole * before / facts.quantity)

    return replace(
        facts.charges,
        goods=share(facts.price),
        commission=share(facts.commission),
        withheld_vat=share(facts.withheld_vat),
        withheld_income=share(facts.withheld_income),
    )
