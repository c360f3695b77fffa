"""What all our pages share: two languages, a cover, and no password wall."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from catalog.products.cards import Picture
from cms.blocks.pictures import picture_of, pictures_by_id


def alternates_of(page: Page, request: HttpRequest) -> dict[str, str]:
    """Give the addresses of the page's published translations, itself included, by language."""
    translations = page.get_translations(inclusive=True).live().select_related("locale")
    return {one.locale.language_code: url for one in translations if (url := one.get_url(request))}


def cover_picture(cover: Any) -> Picture | None:
    """Give the cover in its sizes, or none."""
    for block in cover or []:
        return picture_of(block.value, getattr(block.value, "contextual_alt_text", None) or "")
    return None


def cover_pictures(covers: Iterable[tuple[int, Any]]) -> dict[int, Picture]:
    """Give the covers of many pages, by page id, in two queries; (page id, raw cover) pairs come in."""
    image_of = {page_id: raw[0]["value"]["image"] for page_id, cover in covers if (raw := list(cover.raw_data)) and raw[0].get("value")}
    pictures = pictures_by_id(set(image_of.values()))
    return {page_id: pictures[image] for page_id, image in image_of.items() if image in pictures}


class ShopPage(Page):
    """A page of the shop's site."""

    class Meta:
        abstract = True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Let the editor's side panel frame the preview; the published page can be framed by nobody."""
        serve: Any = csp_replace({"frame-ancestors": [SELF]})(super().serve_preview)
        answer: HttpResponse = serve(request, mode_name)
        return answer

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the addresses of the translations."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["alternates"] = alternates_of(self, request)
        return context
