"""What this room hears: a picture was uploaded or replaced."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from cms.media.models import CustomImage, ListingPicture
from cms.media.services import announce_image
from cms.media.signals import pictures_changed
from cms.media.tasks import make_sizes


def on_image_saved(sender: Any, instance: CustomImage, raw: bool = False, **kwargs: Any) -> None:
    """Have the sizes made outside the request; drawings bring their own."""
    if not raw and not instance.drawing:
        make_sizes.enqueue(instance.pk)


def on_image_text_saved(sender: Any, instance: CustomImage, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """Announce a picture whose words may have changed; a new one hangs nowhere yet."""
    if not raw and not created:
        announce_image(image_id=instance.pk)


def on_listing_picture(sender: Any, instance: ListingPicture, raw: bool = False, **kwargs: Any) -> None:
    """Announce a listing that got or lost a picture."""
    if not raw:
        pictures_changed.send(sender=ListingPicture, listing_ids=[instance.listing_id])


def connect() -> None:
    """Start listening; called once when the app is ready."""
    post_save.connect(on_image_saved, sender=CustomImage, dispatch_uid="media.sizes")
    post_save.connect(on_image_text_saved, sender=CustomImage, dispatch_uid="media.texts")
    for signal in (post_save, post_delete):
        signal.connect(on_listing_picture, sender=ListingPicture, dispatch_uid=f"media.listing.{id(signal)}")
