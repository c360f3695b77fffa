"""What is kept in the index of stories, regional pages and craft villages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from catalog.lib.languages import Language
from catalog.places.models import Place
from catalog.texts.models import best_text
from cms.regions.models import RegionPage
from cms.stories.models import StoryPage
from search.documents import SearchDocument, place_chain

MAX_BODY = 20_000


def page_key(page_id: int) -> str:
    """Give the key of a story's or region's document."""
    return f"page-{page_id}"


def _body(page: StoryPage | RegionPage) -> str:
    """Give the words of a page's body."""
    block: Any = page.body.stream_block
    return " ".join(block.get_searchable_content(page.body))[:MAX_BODY]


def _story(page: StoryPage, language: str) -> SearchDocument:
    maker = best_text(page.producer.texts.all(), language)
    places, names = place_chain(page.producer.place)
    return SearchDocument(
        key=page_key(page.pk), kind="story", language=language, title=page.title, url=page.get_url() or "", summary=page.summary,
        maker=maker.title if maker else "", names=names, body=f"{page.summary} {_body(page)}", places=places,
    )  # fmt: skip


def _region(page: RegionPage, language: str) -> SearchDocument:
    places, names = place_chain(page.place)
    return SearchDocument(
        key=page_key(page.pk), kind="region", language=language, title=page.title, url=page.get_url() or "", summary=page.summary,
        names=names, body=f"{page.summary} {_body(page)}", places=places,
    )  # fmt: skip


def page_documents(page_ids: Collection[int] | None = None) -> Iterator[SearchDocument]:
    """Give the documents of published stories and regions, all of them or some, each in its own language."""
    stories: Any = StoryPage.objects.live().public()
    regions: Any = RegionPage.objects.live().public()
    if page_ids is not None:
        stories, regions = stories.filter(pk__in=page_ids), regions.filter(pk__in=page_ids)
    around = ("texts", "aliases", "parent__texts", "parent__aliases", "parent__parent__texts", "parent__parent__aliases")
    of_maker = [f"producer__place__{name}" for name in around]
    for story in stories.select_related("locale", "producer__place__parent__parent").prefetch_related("producer__texts", *of_maker):
        yield _story(story, story.locale.language_code)
    for region in regions.select_related("locale", "place__parent__parent").prefetch_related(*(f"place__{name}" for name in around)):
        yield _region(region, region.locale.language_code)


def place_key(place_id: int) -> str:
    """Give the key of a craft village's document."""
    return f"place-{place_id}"


def village_documents(place_ids: Collection[int] | None = None) -> Iterator[SearchDocument]:
    """Give the documents of craft villages, all of them or some; each leads to the products that come from there."""
    query = Place.objects.filter(kind=Place.Kind.VILLAGE, valid_to=None).select_related("parent__parent")
    if place_ids is not None:
        query = query.filter(pk__in=place_ids)
    for place in query.prefetch_related(
        "texts", "aliases", "parent__texts", "parent__aliases", "parent__parent__texts", "parent__parent__aliases"
    ):
        ids, names = place_chain(place)
        for language in Language.values:
            text = best_text(place.texts.all(), language)
            if text is None:
                continue
            with override(language):
                url = f"{reverse('search:search')}?place={place.pk}"
            yield SearchDocument(
                key=place_key(place.pk), kind="place", language=language, title=text.title, url=url, names=names, places=ids,
                body=text.description, summary=text.summary,
            )  # fmt: skip
