"""What the frame of every page asks for: menu, foot, and the page's address in each language."""

from __future__ import annotations

from typing import Any

from django import template

from catalog.lib.languages import current_language
from cms.navigation import selectors
from cms.navigation.addresses import PageAddresses
from cms.navigation.addresses import page_addresses as read_addresses

register = template.Library()


@register.simple_tag(takes_context=True)
def footer_columns(context: dict[str, Any]) -> list[selectors.Column]:
    """Give the columns of the foot in the reader's language; nothing outside a request."""
    request = context.get("request")
    return selectors.footer_columns(request, current_language()) if request else []


@register.simple_tag(takes_context=True)
def main_links(context: dict[str, Any]) -> list[selectors.Link]:
    """Give the pages of the menu in the reader's language; nothing outside a request."""
    request = context.get("request")
    return selectors.main_links(request, current_language()) if request else []


@register.simple_tag(takes_context=True)
def page_addresses(context: dict[str, Any]) -> PageAddresses | None:
    """Give the page's addresses from `alternates` of its view; nothing outside a request."""
    request = context.get("request")
    return read_addresses(request, context.get("alternates")) if request else None
