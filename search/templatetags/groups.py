"""Links to the pages of product groups."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from catalog.certification.models import OcopGroup
from catalog.lib.structured_data import json_ld
from catalog.products.pages import ProductPage
from search import groups, related

register = template.Library()


@register.simple_tag
def main_groups() -> list[groups.GroupLink]:
    """Give the groups at the top."""
    return groups.main_groups()


@register.simple_tag
def group_link(group: OcopGroup) -> groups.GroupLink:
    """Give the link to one group's page."""
    return groups.group_link(group)


@register.simple_tag
def breadcrumb_data(group: OcopGroup, title: str) -> SafeString:
    """Write the way to a product for search engines."""
    return json_ld(groups.breadcrumb_data(group, title))


@register.simple_tag
def related_to(page: ProductPage) -> related.Related:
    """Give what a product page leads to."""
    return related.related_to(page)
