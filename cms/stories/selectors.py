"""Read stories for lists, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from catalog.places.models import Place
from catalog.products.selectors import place_name, producer_name
from cms.blocks.page import cover_pictures
from cms.stories.cards import Byline, StoryCard
from cms.stories.models import StoryPage


def _with_producer(query: QuerySet[StoryPage]) -> QuerySet[StoryPage]:
    return query.select_related("locale", "producer__place").prefetch_related("producer__texts", "producer__place__texts")


def byline_of(story: StoryPage) -> Byline:
    """Give who the story is about, in the story's language."""
    language = story.locale.language_code
    name, url = producer_name(story.producer, language)
    place = place_name(story.producer.place, language)
    return Byline(producer_name=name, producer_url=url, place_name=place, is_sample=story.producer.is_sample)


def story_cards(stories: Sequence[StoryPage]) -> list[StoryCard]:
    """Build the cards of stories that `_with_producer` loaded."""
    pictures = cover_pictures((story.pk, story.cover) for story in stories)
    return [
        StoryCard(
            title=story.title, url=story.get_url() or "", summary=story.summary, byline=byline_of(story), picture=pictures.get(story.pk)
        )
        for story in stories
    ]


def _live_stories() -> QuerySet[StoryPage]:
    return _with_producer(StoryPage.objects.live().order_by("-first_published_at", "-pk"))


def stories_under(page: Page, limit: int | None = None) -> list[StoryCard]:
    """Give the published stories below a page, newest first."""
    below: Any = _live_stories()  # Wagtail ships no types: descendant_of is its own
    return story_cards(list(below.descendant_of(page)[:limit]))


def other_stories(story: StoryPage, limit: int) -> list[StoryCard]:
    """Give other stories of the same language."""
    return story_cards(list(_live_stories().filter(locale=story.locale_id).exclude(pk=story.pk)[:limit]))


def stories_of_producer(producer_id: int, language: str, limit: int = 3) -> list[StoryCard]:
    """Give a producer's stories in a language; none is no error."""
    return story_cards(list(_live_stories().filter(producer=producer_id, locale__language_code=language)[:limit]))


def stories_in_places(places: QuerySet[Place], language: str, limit: int) -> list[StoryCard]:
    """Give stories of producers in places."""
    return story_cards(list(_live_stories().filter(producer__place__in=places.values("pk"), locale__language_code=language)[:limit]))
