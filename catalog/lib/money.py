"""Money: đồng are whole (VND has no minor unit, ISO 4217); foreign amounts are whole minor units of their currency."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

DONG = "VND"
_MINOR_DIGITS = {DONG: 0, "USD": 2, "EUR": 2}


def whole_dong(amount: Decimal) -> Decimal:
    """Round to whole đồng, half up."""
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def format_dong(amount: Decimal | int) -> str:
    """Write an amount as `1.250.000 ₫`, the same in both languages, with a no-break blank."""
    return f"{int(amount):,}".replace(",", ".") + "\u00a0₫"


def minor_units(amount: Decimal, currency: str) -> int:
    """Give an amount of a currency in its minor units (`12.34` USD is 1234), half up.

    Raises:
        KeyError: a currency that the shop does not keep books in.
    """
    return int(whole_dong(amount.scaleb(_MINOR_DIGITS[currency])))


def major_amount(minor: int, currency: str) -> Decimal:
    """Give minor units as an amount of the currency: 1234 of USD is `12.34`."""
    return Decimal(minor).scaleb(-_MINOR_DIGITS[currency])


def format_minor(minor: int, currency: str) -> str:
    """Write minor units of a currency: `1.250.000 ₫`, `12,34 USD`, the same in both languages."""
    if currency == DONG:
        return format_dong(minor)
    sign, (units, cents) = "-" if minor < 0 else "", divmod(abs(minor), 100)
    return f"{sign}{units:,}".replace(",", ".") + f",{cents:02d}\u00a0{currency}"
