"""What the order's page shows of refunds by bank transfer."""

from __future__ import annotations

from django import template

from marketplace.bank_refunds.selectors import RefundRow, refunds_of_order

register = template.Library()


@register.simple_tag
def bank_refunds_of(number: str) -> list[RefundRow]:
    """Give an order's refunds that still wait for the buyer's account or for an officer."""
    return [row for row in refunds_of_order(number) if row.step in ("asked", "given")]
