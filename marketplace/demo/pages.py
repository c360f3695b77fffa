"""Plain pages: about, how stars are shown, delivery, privacy, terms, contact."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from catalog.lib.languages import Language
from cms.home.models import HomePage
from cms.pages.models import TextPage
from marketplace.demo.writing import blocks_of, by_language, plant, read_files


@transaction.atomic
def load() -> None:
    """Publish the pages of `data/pages`."""
    parents = by_language(HomePage)
    for key, page in read_files("pages").items():
        plant(TextPage, parents, f"pages/{key}", {language: _fields(page[language]) for language in Language.values})


def _fields(text: dict[str, Any]) -> dict[str, Any]:
    return {"title": text["title"], "slug": text["slug"], "intro": text["intro"], "body": blocks_of(text["body"])}
