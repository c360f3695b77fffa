"""The product groups as ways into the shop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from catalog.certification.models import OcopGroup
from catalog.lib.languages import Language, current_language
from catalog.lib.vietnamese import slugify_vietnamese


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLink:
    """A group with its page in the reader's language; `icon` is the code of the group at the top."""

    name: str
    url: str
    icon: str


def category_slug(group: OcopGroup, language: str) -> str:
    """Give a group's address in a language."""
    return slugify_vietnamese(group.name_en if language == Language.ENGLISH else group.name_vi)


def group_link(group: OcopGroup) -> GroupLink:
    """Give the link to a group's page; `group.parent` should be loaded."""
    url = reverse("search:category-detail", args=[category_slug(group, current_language())])
    return GroupLink(name=group.name, url=url, icon=(group.parent or group).code)


def main_groups() -> list[GroupLink]:
    """Give the groups of today's criteria at the top, in official order; one query."""
    return [group_link(group) for group in OcopGroup.objects.filter(parent=None, valid_to=None).select_related("parent")]


def breadcrumb_data(group: OcopGroup, title: str) -> dict[str, Any]:
    """Give the way to a product as schema.org has it: its groups, then the product itself without an address."""
    links = [group_link(one) for one in (group.parent, group) if one]
    steps: list[dict[str, Any]] = [{"name": link.name, "item": settings.BASE_URL + link.url} for link in links]
    items = [{"@type": "ListItem", "position": number, **step} for number, step in enumerate([*steps, {"name": title}], start=1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}
