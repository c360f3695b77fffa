"""Đồng: whole amounts only (VND has no minor unit, ISO 4217)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def whole_dong(amount: Decimal) -> Decimal:
    """Round to whole đồng, half up."""
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def format_dong(amount: Decimal | int) -> str:
    """Write an amount as `1.250.000 ₫`, the same in both languages, with a no-break blank."""
    return f"{int(amount):,}".replace(",", ".") + "\u00a0₫"
