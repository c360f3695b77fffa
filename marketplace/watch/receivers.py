"""What the watch list hears from below: it notes, in the transaction of the change, what is to be read again."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published, page_unpublished

from catalog.certification.signals import badges_changed
from catalog.claims.models import Claim
from catalog.claims.services import mark_unread
from catalog.producers.signals import producers_changed
from catalog.products.models import Listing
from catalog.products.signals import listings_changed
from cms.stories.models import StoryPage

Kind = Claim.Kind


def on_listings_changed(sender: Any, listing_ids: list[int], **kwargs: Any) -> None:
    """Note the changed listings."""
    mark_unread(kind=Kind.LISTING, subject_ids=listing_ids)


def on_badges_changed(sender: Any, product_ids: list[int], **kwargs: Any) -> None:
    """Note the listings whose stars may have changed, and their producers; stories follow with the daily reading."""
    rows = list(Listing.objects.filter(product_id__in=product_ids).values_list("pk", "maker_id", "seller_id"))
    mark_unread(kind=Kind.LISTING, subject_ids=[pk for pk, _maker, _seller in rows])
    mark_unread(kind=Kind.PRODUCER, subject_ids={one for _pk, maker, seller in rows for one in (maker, seller) if one})


def on_producers_changed(sender: Any, producer_ids: list[int], **kwargs: Any) -> None:
    """Note the changed producers."""
    mark_unread(kind=Kind.PRODUCER, subject_ids=producer_ids)


def on_story_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Note a story that was published or taken off."""
    mark_unread(kind=Kind.STORY, subject_ids=[instance.pk])


def connect() -> None:
    """Start listening; called once when the app is ready."""
    listings_changed.connect(on_listings_changed, dispatch_uid="watch.listings")
    badges_changed.connect(on_badges_changed, dispatch_uid="watch.badges")
    producers_changed.connect(on_producers_changed, dispatch_uid="watch.producers")
    for signal in (page_published, page_unpublished):
        signal.connect(on_story_changed, sender=StoryPage, dispatch_uid=f"watch.{id(signal)}")
