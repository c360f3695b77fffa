"""Pictures as pages and lists read them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from catalog.products.cards import Picture
from cms.media.models import CustomImage, ListingPicture, Rendition
from cms.media.sizes import ALL_SPECS, picture_from


def renditions_of(image_ids: Collection[int]) -> dict[int, dict[str, Rendition]]:
    """Give the ready sizes of each image in one query."""
    found: dict[int, dict[str, Rendition]] = {}
    for rendition in Rendition.objects.filter(image_id__in=image_ids, filter_spec__in=ALL_SPECS, focal_point_key=""):
        found.setdefault(rendition.image_id, {})[rendition.filter_spec] = rendition
    return found


def pictures_by_id(image_ids: Collection[int], language: str) -> dict[int, Picture]:
    """Give pictures of many images in two queries."""
    renditions = renditions_of(image_ids)
    images = CustomImage.objects.filter(pk__in=image_ids)
    pictures = ((image.pk, picture_from(image, renditions.get(image.pk, {}), image.alt_in(language))) for image in images)
    return {pk: picture for pk, picture in pictures if picture}


class StoredPictures:
    """The source of products' pictures (`catalog.products.pictures.PictureSource`): it only reads what is ready."""

    def pictures_for_listings(self, listing_ids: Collection[int], language: str) -> dict[int, list[Picture]]:
        """Give each listing's pictures in their order, in two queries."""
        rows: list[Any] = list(ListingPicture.objects.filter(listing_id__in=listing_ids).select_related("image"))
        renditions = renditions_of({row.image_id for row in rows})
        found: dict[int, list[Picture]] = {}
        for row in rows:
            picture = picture_from(row.image, renditions.get(row.image_id, {}), row.image.alt_in(language))
            if picture:
                found.setdefault(row.listing_id, []).append(picture)
        return found
