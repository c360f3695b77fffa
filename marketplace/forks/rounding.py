"""How Oscar rounds a discount."""

from __future__ import annotations

from decimal import Decimal

from catalog.lib.money import whole_dong


def round_discount(amount: Decimal, currency: str) -> Decimal:
    """Round to whole đồng: VND, the shop's only price currency, has no minor unit (ISO 4217)."""
    return whole_dong(amount)
