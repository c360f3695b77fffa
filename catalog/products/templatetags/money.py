"""Money in templates."""

from decimal import Decimal

from django import template

from catalog.lib.money import format_dong

register = template.Library()


@register.filter
def dong(amount: Decimal | int | None) -> str:
    """Write an amount as `1.250.000 ₫`; nothing for no amount."""
    return "" if amount is None else format_dong(amount)
