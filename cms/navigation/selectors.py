"""Read the menu and the foot of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.cache import caches
from django.http import HttpRequest
from wagtail.models import Page

from catalog.lib.languages import Language
from cms.navigation.models import Footer

# Root, home page, pages under it.
MENU_DEPTH = 3
KEPT_SECONDS = 60

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Link:
    """One link."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """Links under a title."""

    title: str
    links: tuple[Link, ...]


def _kept(name: str, read: Callable[[], list[Kept]]) -> list[Kept]:
    """Read once a minute in this process: every page asks for the same few links."""
    found: list[Kept] | None = caches["local"].get(name)
    if found is None:
        found = read()
        caches["local"].set(name, found, KEPT_SECONDS)
    return found


def forget_links() -> None:
    """Let the next page of this process read menu and foot anew; other processes do so within a minute."""
    caches["local"].delete_many([f"{part}:{language}" for part in ("menu", "foot") for language in Language.values])


def footer_columns(request: HttpRequest, language: str) -> list[Column]:
    """Give the columns in a language; links to pages that are gone or unpublished are left out."""
    return _kept(f"foot:{language}", lambda: _read_foot(request, language))


def _read_foot(request: HttpRequest, language: str) -> list[Column]:
    footer = Footer.for_request(request)
    stream = footer.columns_en if language == Language.ENGLISH else footer.columns_vi
    columns = [Column(block.value["title"], tuple(filter(None, map(_link, block.value["links"])))) for block in stream]
    return [column for column in columns if column.links]


def _link(value: Any) -> Link | None:
    page = value.get("page")
    if page and page.live and (url := page.get_url()):
        return Link(value.get("text") or page.title, url)
    if not page and value.get("address") and value.get("text"):
        return Link(value["text"], value["address"])
    return None


def main_links(request: HttpRequest, language: str) -> list[Link]:
    """Give the pages right under a language's home page that an editor put into the menu, in the order of the tree."""
    return _kept(f"menu:{language}", lambda: _read_menu(request, language))


def _read_menu(request: HttpRequest, language: str) -> list[Link]:
    pages = Page.objects.live().filter(depth=MENU_DEPTH, show_in_menus=True, locale__language_code=language).order_by("path")
    return [Link(page.title, url) for page in pages if (url := page.get_url(request))]
