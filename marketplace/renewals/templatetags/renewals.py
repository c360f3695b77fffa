"""Whether a person has awards to look after."""

from __future__ import annotations

from django import template

from marketplace.accounts.permissions import Person
from marketplace.renewals.selectors import producers_of_member

register = template.Library()


@register.simple_tag
def looks_after_awards(user: Person) -> bool:
    """Whether the person is a member of a producer, and so has a page of stars."""
    return bool(producers_of_member(user))
