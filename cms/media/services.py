"""Writing the sizes of pictures."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import slugify

from cms.media.encoding import File, encode_sizes, read_pixels
from cms.media.models import CustomImage, ListingPicture, Rendition
from cms.media.signals import pictures_changed
from cms.media.sizes import specs_of, width_and_form


def make_sizes(*, image: CustomImage) -> None:
    """Make what is missing of a picture's sizes."""
    ready = set(image.renditions.filter(focal_point_key="").values_list("filter_spec", flat=True))
    missing = [name for name in specs_of(image.width) if name not in ready]
    if missing:
        with image.file.storage.open(image.file.name) as source:
            whole = read_pixels(source.read())
        files = encode_sizes(whole, [width_and_form(name) for name in missing])
        keep_sizes(image=image, specs=missing, files=files)
        announce_image(image_id=image.pk)


def announce_image(*, image_id: int) -> None:
    """Announce the listings that show a picture, where any does."""
    listing_ids = list(ListingPicture.objects.filter(image_id=image_id).values_list("listing_id", flat=True))
    if listing_ids:
        pictures_changed.send(sender=ListingPicture, listing_ids=listing_ids)


def keep_sizes(*, image: CustomImage, specs: Sequence[str], files: Sequence[File]) -> None:
    """Store encoded sizes under Wagtail's names for them; two jobs at once leave one row each."""
    stem = slugify(image.title)[:40] or "picture"
    rows = [_row(image, f"images/{image.pk}-{stem}", name, file) for name, file in zip(specs, files, strict=True)]
    Rendition.objects.bulk_create(rows, ignore_conflicts=True)


def _row(image: CustomImage, path: str, name: str, file: File) -> Rendition:
    _, form = width_and_form(name)
    stored = default_storage.save(f"{path}.{file.width}.{form}", ContentFile(file.data))
    return Rendition(image=image, filter_spec=name, file=stored, width=file.width, height=file.height)
