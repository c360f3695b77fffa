"""Read region pages for lists, and what belongs on one, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.models import Page

from catalog.places.selectors import places_within
from catalog.products.cards import Picture, ProductCard
from catalog.products.selectors import cards_for_products
from catalog.products.shelves import product_ids_from_place
from cms.blocks.page import cover_pictures
from cms.regions.models import RegionPage
from cms.stories.cards import StoryCard
from cms.stories.selectors import stories_in_places


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCard:
    """A region in a list."""

    title: str
    url: str
    summary: str
    picture: Picture | None


def region_cards(regions: Sequence[RegionPage]) -> list[RegionCard]:
    """Build the cards of region pages."""
    pictures = cover_pictures((region.pk, region.cover) for region in regions)
    return [
        RegionCard(title=region.title, url=region.get_url() or "", summary=region.summary, picture=pictures.get(region.pk))
        for region in regions
    ]


def regions_under(page: Page, limit: int | None = None) -> list[RegionCard]:
    """Give the published region pages below a page, in the order of the tree."""
    return region_cards(list(RegionPage.objects.live().descendant_of(page).order_by("path")[:limit]))


def products_of_region(region: RegionPage, limit: int) -> list[ProductCard]:
    """Give products of makers in the region."""
    return cards_for_products(product_ids_from_place(region.place, limit), language=region.locale.language_code)


def stories_of_region(region: RegionPage, limit: int) -> list[StoryCard]:
    """Give stories of producers in the region."""
    return stories_in_places(places_within(region.place), region.locale.language_code, limit)
