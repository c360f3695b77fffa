"""Read stories for claimed stars: they stand above the room that keeps the claims."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from catalog.claims.models import Claim
from catalog.claims.services import Passage, note_claims, stars_of_producers
from cms.stories.models import StoryPage


def _text_of(value: Any) -> str:
    """Give every word in a stream of blocks, whatever its shape."""
    if isinstance(value, dict):
        return "\n".join(_text_of(one) for one in value.values())
    if isinstance(value, list):
        return "\n".join(_text_of(one) for one in value)
    return value if isinstance(value, str) else ""


def scan_stories(page_ids: Collection[int] | None = None) -> int:
    """Read the words of stories (all, unless some are named); a story that is not published claims nothing."""
    stories = StoryPage.objects.select_related("locale")
    chosen = list(stories if page_ids is None else stories.filter(pk__in=page_ids))
    allowed = stars_of_producers({story.producer_id for story in chosen})
    return note_claims(
        Passage(
            kind=Claim.Kind.STORY,
            subject_id=story.pk,
            producer_id=story.producer_id,
            language=story.locale.language_code,
            words="\n".join([story.title, story.summary, _text_of(story.body.get_prep_value())]) if story.live else "",
            allowed=allowed.get(story.producer_id, 0),
        )
        for story in chosen
    )
