"""The front page in both languages and the links at the foot of every page."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from django.db import transaction
from wagtail.models import Page, Site

from catalog.lib.languages import Language
from cms.home.models import HomePage
from cms.navigation.models import Footer
from marketplace.demo.writing import FOLDER, NAMESPACE, blocks_of, by_language, read_file


@transaction.atomic
def load() -> None:
    """Fill the home pages, the menu and the foot where they are empty: what an editor has put there stays."""
    home = read_file(FOLDER / "home" / "home.toml")
    for language, page in by_language(HomePage).items():
        if not page.body:
            page.body = blocks_of(home[language]["body"])
            page.search_description = home[language]["description"]
            page.save_revision().publish()
    _fill_menu()
    _fill_foot(read_file(FOLDER / "home" / "foot.toml"))


def _fill_menu() -> None:
    if not Page.objects.filter(show_in_menus=True).exists():
        Page.objects.filter(content_type__model__in=["storyindexpage", "regionindexpage"]).update(show_in_menus=True)


def _fill_foot(foot: dict[str, Any]) -> None:
    footer = Footer.for_site(Site.objects.get(is_default_site=True))
    if footer.columns_vi or footer.columns_en:
        return
    footer.columns_vi, footer.columns_en = (_columns(foot["columns"], language) for language in Language.values)
    footer.save()


def _columns(columns: list[dict[str, Any]], language: str) -> list[tuple[str, Any]]:
    return [("column", {"title": column[language], "links": [_link(link, language) for link in column["links"]]}) for column in columns]


def _link(link: dict[str, Any], language: str) -> dict[str, Any]:
    if "page" in link:
        return {"page": _page(link["page"], language), "address": "", "text": ""}
    return {"page": None, "address": link[language][0], "text": link[language][1]}


def _page(key: str, language: str) -> Page:
    """Give a page of ours by its file, or by its kind where the migration made it."""
    pages = Page.objects.filter(locale__language_code=language)
    kinds = {"stories": "storyindexpage", "regions": "regionindexpage"}
    if key in kinds:
        return pages.get(content_type__model=kinds[key])
    return pages.get(translation_key=uuid5(NAMESPACE, key))
