"""Phone numbers in templates: written as people write them, dialed as machines do."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace.accounts.phones import dialable, format_mobile

register = template.Library()


@register.filter
def phone(number: str) -> str:
    """Write a number as `0912 345 678`."""
    return format_mobile(number)


@register.filter
def phone_link(number: str) -> SafeString | str:
    """Write a number so that a tap calls it; nothing for none."""
    return format_html('<a href="tel:{}">{}</a>', dialable(number), format_mobile(number)) if number else ""
