"""What the caches hear from below."""

from __future__ import annotations

from typing import Any

from catalog.certification.signals import badges_changed
from marketplace.caching.purging import BADGES_KEY, NullPurge, present_purge
from marketplace.caching.tasks import purge


def on_badges_changed(sender: Any, product_ids: list[int], **kwargs: Any) -> None:
    """Purge pages with stars as soon as the change is committed: the job lies in its transaction."""
    if not isinstance(present_purge(), NullPurge):
        purge.enqueue(BADGES_KEY)


def connect() -> None:
    """Start listening; called once when the app is ready."""
    badges_changed.connect(on_badges_changed, dispatch_uid="caching.badges")
