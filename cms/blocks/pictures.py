"""Pictures of the CMS in the sizes that pages use."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from catalog.lib.languages import current_language
from catalog.products.cards import Picture
from cms.media import selectors
from cms.media.services import make_sizes
from cms.media.sizes import picture_from


def picture_of(image: Any, alt: str = "") -> Picture | None:
    """Give an image in all sizes; `alt` falls back to the image's own description.

    Editors preview a picture right after the upload, before the job has made its sizes: what is missing is made here, once.
    """
    described = alt or image.default_alt_text
    ready = picture_from(image, selectors.renditions_of([image.pk]).get(image.pk, {}), described)
    if ready is None:
        make_sizes(image=image)
        ready = picture_from(image, selectors.renditions_of([image.pk])[image.pk], described)
    return ready


def pictures_by_id(image_ids: Collection[int]) -> dict[int, Picture]:
    """Give pictures of many images in two queries, described in the reader's language."""
    return selectors.pictures_by_id(image_ids, current_language())
