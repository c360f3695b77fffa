"""`{% producer_stories producer.pk as stories %}`: the stories told of a producer."""

from __future__ import annotations

from django import template

from catalog.lib.languages import current_language
from cms.stories.cards import StoryCard
from cms.stories.selectors import stories_of_producer

register = template.Library()


@register.simple_tag
def producer_stories(producer_id: int) -> list[StoryCard]:
    """Give up to three stories in the reader's language."""
    return stories_of_producer(producer_id, current_language())
