"""Regional pages from public facts, each with its source."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from catalog.lib.languages import Language
from cms.regions.models import RegionIndexPage, RegionPage
from marketplace.demo.keys import place_for
from marketplace.demo.writing import blocks_of, by_language, plant, read_files


@transaction.atomic
def load() -> None:
    """Publish the pages of `data/regions`.

    Raises:
        Place.DoesNotExist: the places have not been loaded.
    """
    parents = by_language(RegionIndexPage)
    for key, region in read_files("regions").items():
        place = place_for(region["place"])
        texts = {language: {"place": place, **_fields(region[language])} for language in Language.values}
        plant(RegionPage, parents, f"regions/{key}", texts)


def _fields(text: dict[str, Any]) -> dict[str, Any]:
    return {"title": text["title"], "slug": text["slug"], "summary": text["summary"], "body": blocks_of(text["body"])}
