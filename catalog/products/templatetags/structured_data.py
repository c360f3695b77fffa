"""Structured data in the head of a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from catalog.lib.structured_data import json_ld
from catalog.products import structured
from catalog.products.pages import ProductPage

register = template.Library()


@register.simple_tag
def product_data(page: ProductPage) -> SafeString:
    """Write the product's data."""
    return json_ld(structured.product_data(page))
