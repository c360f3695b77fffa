"""Regional specialty pages and the page that lists them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from catalog.places.models import Place
from cms.blocks.body import BodyBlock, CoverBlock
from cms.blocks.page import ShopPage, cover_picture


class RegionIndexPage(ShopPage):
    """All region pages of one language."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*ShopPage.content_panels, FieldPanel("intro")]
    template = "pages/regions/index.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["regions.RegionPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of regions")
        verbose_name_plural = _("lists of regions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the regions."""
        from cms.regions.selectors import regions_under

        return {**super().get_context(request, *args, **kwargs), "regions": regions_under(self)}


class RegionPage(ShopPage):
    """A place and what it is known for, with the products of its makers."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place"))
    summary = models.CharField(_("summary"), max_length=300)
    cover = StreamField(CoverBlock(), verbose_name=_("cover"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"))

    content_panels = [*ShopPage.content_panels, FieldPanel("place"), FieldPanel("summary"), FieldPanel("cover"), FieldPanel("body")]
    template = "pages/regions/region.html"
    parent_page_types = ["regions.RegionIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("region page")
        verbose_name_plural = _("region pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the cover, the products of the place and its stories."""
        from cms.regions.selectors import products_of_region, stories_of_region

        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "cover": cover_picture(self.cover),
            "cards": products_of_region(self, limit=12),
            "stories": stories_of_region(self, limit=3),
        }
