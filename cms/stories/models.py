"""Stories of producers and the page that lists them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from catalog.producers.models import Producer
from cms.blocks.body import BodyBlock, CoverBlock
from cms.blocks.page import ShopPage, cover_picture


class StoryIndexPage(ShopPage):
    """All stories of one language, newest first."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*ShopPage.content_panels, FieldPanel("intro")]
    template = "pages/stories/index.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["stories.StoryPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the stories."""
        from cms.stories.selectors import stories_under

        return {**super().get_context(request, *args, **kwargs), "stories": stories_under(self)}


class StoryPage(ShopPage):
    """One producer's story.

    Nobody's words or life may be invented: a story of a real producer is written with that producer; one of an invented
    producer shows that it is a sample.
    """

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+", verbose_name=_("producer"))
    summary = models.CharField(_("summary"), max_length=300)
    cover = StreamField(CoverBlock(), verbose_name=_("cover"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"))

    content_panels = [*ShopPage.content_panels, FieldPanel("producer"), FieldPanel("summary"), FieldPanel("cover"), FieldPanel("body")]
    template = "pages/stories/story.html"
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the cover, the producer's facts and other stories."""
        from cms.stories.selectors import byline_of, other_stories

        context = super().get_context(request, *args, **kwargs)
        return {**context, "cover": cover_picture(self.cover), "byline": byline_of(self), "others": other_stories(self, limit=3)}
