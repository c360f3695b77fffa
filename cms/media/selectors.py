"""Pictures as pages and lists read them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F

from catalog.products.cards import Picture
from cms.media.models import CustomImage, ListingPicture, Rendition
from cms.media.sizes import ALL_SPECS, picture_from

SIZE = ("filter_spec", "file", "width", "height")  # what tells one size of an image


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
        """Give each listing's pictures in their order, in one query: a row for each ready size."""
        ready = ListingPicture.objects.filter(
            listing_id__in=listing_ids, image__renditions__filter_spec__in=ALL_SPECS, image__renditions__focal_point_key=""
        )
        rows: dict[int, Any] = {}
        sizes: dict[int, dict[str, Rendition]] = {}
        for row in ready.select_related("image").annotate(**{name: F(f"image__renditions__{name}") for name in SIZE}):
            rows.setdefault(row.pk, row)
            one = Rendition(image=row.image, **{name: getattr(row, name) for name in SIZE})
            sizes.setdefault(row.pk, {})[one.filter_spec] = one
        found: dict[int, list[Picture]] = {}
        for row in rows.values():
            picture = picture_from(row.image, sizes[row.pk], row.image.alt_in(language))
            if picture:
                found.setdefault(row.listing_id, []).append(picture)
        return found
