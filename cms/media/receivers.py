"""What this room hears: a picture was uploaded or replaced."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from cms.media.models import CustomImage
from cms.media.tasks import make_sizes


def on_image_saved(sender: Any, instance: CustomImage, raw: bool = False, **kwargs: Any) -> None:
    """Have the sizes made outside the request; drawings bring their own."""
    if not raw and not instance.drawing:
        make_sizes.enqueue(instance.pk)


def connect() -> None:
    """Start listening; called once when the app is ready."""
    post_save.connect(on_image_saved, sender=CustomImage, dispatch_uid="media.sizes")
