"""What the caches hear from below."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from catalog.certification.signals import badges_changed
from catalog.producers.signals import producers_changed
from catalog.products.signals import listings_changed
from cms.navigation.models import Footer
from marketplace.caching.generations import forget_pages
from marketplace.caching.purging import BADGES_KEY, NullPurge, present_purge
from marketplace.caching.tasks import purge


def on_badges_changed(sender: Any, product_ids: list[int], **kwargs: Any) -> None:
    """Purge pages with stars as soon as the change is committed: the job lies in its transaction."""
    if not isinstance(present_purge(), NullPurge):
        purge.enqueue(BADGES_KEY)


def connect() -> None:
    """Start listening; called once when the app is ready."""
    for signal in (
        listings_changed,
        badges_changed,
        producers_changed,
        page_published,
        page_unpublished,
        page_slug_changed,
        post_page_move,
    ):
        signal.connect(forget_pages, dispatch_uid=f"caching.pages.{id(signal)}")
    post_save.connect(forget_pages, sender=Footer, dispatch_uid="caching.pages.foot")
    badges_changed.connect(on_badges_changed, dispatch_uid="caching.badges")
