"""Whether a person has a producer's money to look after."""

from __future__ import annotations

from django import template

from marketplace.accounts.models import User
from marketplace.payouts.selectors import producers_of_member

register = template.Library()


@register.simple_tag
def looks_after_money(user: object) -> bool:
    """Whether the person may see what some producer is owed, and so has a page of it."""
    return isinstance(user, User) and bool(producers_of_member(user))
