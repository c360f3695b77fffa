"""Stories of invented makers: they show how a real one would be told."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from catalog.lib.languages import Language
from cms.stories.models import StoryIndexPage, StoryPage
from marketplace.demo.keys import producer_for
from marketplace.demo.writing import blocks_of, by_language, plant, read_files


@transaction.atomic
def load() -> None:
    """Publish the stories of `data/stories`, each named by its maker's key.

    Raises:
        Producer.DoesNotExist: the makers have not been loaded.
    """
    parents = by_language(StoryIndexPage)
    for key, story in read_files("stories").items():
        producer = producer_for(key)
        texts = {language: {"producer": producer, **_fields(story[language])} for language in Language.values}
        plant(StoryPage, parents, f"stories/{key}", texts, days_ago=story["days_ago"])


def _fields(text: dict[str, Any]) -> dict[str, Any]:
    return {"title": text["title"], "slug": text["slug"], "summary": text["summary"], "body": blocks_of(text["body"])}
