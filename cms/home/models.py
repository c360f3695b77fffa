"""The home page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from cms.blocks.body import BodyBlock
from cms.blocks.page import ShopPage
from cms.blocks.pictures import picture_of
from cms.regions.selectors import regions_under
from cms.stories.selectors import stories_under


class HeroBlock(blocks.StructBlock):
    """The first thing a visitor sees: a line, a sentence, a way in."""

    line = blocks.CharBlock(label=_("line"), max_length=80)
    text = blocks.TextBlock(label=_("sentence"), max_length=300)
    image = ImageBlock(label=_("picture"), required=False)

    class Meta:
        icon = "home"
        label = _("Opening")
        template = "blocks/hero.html"
        preview_value = {"line": "Của nhà làm, có tên người làm", "text": "Đặc sản và sản phẩm OCOP từ các làng của Hà Nội."}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the picture in its sizes."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        image = value.get("image")
        context["picture"] = picture_of(image, getattr(image, "contextual_alt_text", None) or "") if image else None
        return context


class StoriesBlock(blocks.StructBlock):
    """The newest stories."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    limit = blocks.IntegerBlock(label=_("at most"), default=3, min_value=1, max_value=12)

    class Meta:
        icon = "openquote"
        label = _("Stories")
        template = "blocks/stories.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the cards of the page's own language."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        page = (parent_context or {}).get("page")
        context["stories"] = stories_under(page, limit=value.get("limit") or 3) if page else []
        return context


class RegionsBlock(blocks.StructBlock):
    """Region pages."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    limit = blocks.IntegerBlock(label=_("at most"), default=6, min_value=1, max_value=12)

    class Meta:
        icon = "site"
        label = _("Regions")
        template = "blocks/regions.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the cards of the page's own language."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        page = (parent_context or {}).get("page")
        context["regions"] = regions_under(page, limit=value.get("limit") or 6) if page else []
        return context


class HomeBlock(BodyBlock):
    """What a home page is made of."""

    hero = HeroBlock()
    stories = StoriesBlock()
    regions = RegionsBlock()


class HomePage(ShopPage):
    """The front door, one for each language."""

    body = StreamField(HomeBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*ShopPage.content_panels, FieldPanel("body")]
    template = "pages/home/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["stories.StoryIndexPage", "regions.RegionIndexPage", "pages.TextPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
