"""What the officer who reads a page may do, for the links that it shows."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from marketplace.accounts.permissions import reach_of

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str) -> bool:
    """Say whether the reader's duties allow a permission somewhere."""
    request = context.get("request")
    return isinstance(request, HttpRequest) and reach_of(request.user, permission) is not None
