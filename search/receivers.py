"""What search hears from below. The jobs are enqueued in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.signals import page_published, page_unpublished, post_page_move

from catalog.certification.signals import badges_changed
from catalog.forks.partner.signals import stock_saved
from catalog.places.models import Place
from catalog.places.signals import places_changed
from catalog.producers.models import Producer
from catalog.producers.signals import producers_changed
from catalog.products.models import Listing
from catalog.products.signals import listings_changed
from cms.media.signals import pictures_changed
from cms.regions.models import RegionPage
from cms.stories.models import StoryPage
from search.freshness import forget_behind
from search.tasks import index_pages, index_places, index_producers, index_products

MANY = 500


_gathered: ContextVar[tuple[set[int], set[int]] | None] = ContextVar("gathered", default=None)


@contextmanager
def changes_gathered() -> Iterator[None]:
    """Gather what changes inside, and enqueue few large jobs at the end: for loading much at once.

    After an error nothing is enqueued: what changed before it may have been rolled back.
    """
    products: set[int] = set()
    producers: set[int] = set()
    token = _gathered.set((products, producers))
    try:
        yield
    finally:
        _gathered.reset(token)
    _enqueue_products(sorted(products))
    _enqueue_producers(sorted(producers))


def _enqueue_products(product_ids: list[int]) -> None:
    gathered = _gathered.get()
    if gathered:
        gathered[0].update(product_ids)
        return
    for start in range(0, len(product_ids), MANY):
        index_products.enqueue(product_ids[start : start + MANY])


def _enqueue_producers(producer_ids: list[int]) -> None:
    gathered = _gathered.get()
    if gathered:
        gathered[1].update(producer_ids)
        return
    for start in range(0, len(producer_ids), MANY):
        index_producers.enqueue(producer_ids[start : start + MANY])


def on_listings_changed(sender: Any, listing_ids: list[int], **kwargs: Any) -> None:
    """Index the products of changed listings."""
    _enqueue_products(list(Listing.objects.filter(pk__in=listing_ids).values_list("product_id", flat=True)))


def on_stock_saved(sender: Any, product_ids: list[int], **kwargs: Any) -> None:
    """Index products whose price or stock was saved."""
    _enqueue_products(list(product_ids))


def on_badges_changed(sender: Any, product_ids: list[int], **kwargs: Any) -> None:
    """Index products whose awards changed; until that is done, their stars are those of the database."""
    transaction.on_commit(forget_behind)
    _enqueue_products(list(product_ids))


def on_producers_changed(sender: Any, producer_ids: list[int], **kwargs: Any) -> None:
    """Index producers and everything they make or sell."""
    _enqueue_producers(list(producer_ids))
    listings = Listing.objects.filter(seller_id__in=producer_ids) | Listing.objects.filter(maker_id__in=producer_ids)
    _enqueue_products(list(listings.values_list("product_id", flat=True)))


def on_pictures_changed(sender: Any, listing_ids: list[int], **kwargs: Any) -> None:
    """Index the products whose pictures changed: the card holds the first one in all its sizes."""
    on_listings_changed(sender, listing_ids)


def on_places_changed(sender: Any, place_ids: list[int], **kwargs: Any) -> None:
    """Index villages, and whatever lies in a place that is called otherwise now: each is found by the names of all above it."""
    within = Place.objects.filter(Q(pk__in=place_ids) | Q(parent__in=place_ids) | Q(parent__parent__in=place_ids))
    villages = within.filter(kind=Place.Kind.VILLAGE).values_list("pk", flat=True)
    stories = StoryPage.objects.filter(producer__place__in=within).values_list("pk", flat=True)
    regions = RegionPage.objects.filter(place__in=within).values_list("pk", flat=True)
    for job, ids in ((index_places, villages), (index_pages, [*stories, *regions])):
        for start in range(0, len(ids), MANY):
            job.enqueue(list(ids[start : start + MANY]))
    _enqueue_producers(list(Producer.objects.filter(place__in=within).values_list("pk", flat=True)))
    listings = Listing.objects.filter(Q(made_in__in=within) | Q(maker__place__in=within))
    _enqueue_products(list(listings.values_list("product_id", flat=True)))


def on_page_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Index a story or a region that was published, taken off or moved."""
    index_pages.enqueue([instance.pk])


def connect() -> None:
    """Start listening; called once when the app is ready."""
    listings_changed.connect(on_listings_changed, dispatch_uid="search.listings")
    stock_saved.connect(on_stock_saved, dispatch_uid="search.stock")
    badges_changed.connect(on_badges_changed, dispatch_uid="search.badges")
    producers_changed.connect(on_producers_changed, dispatch_uid="search.producers")
    pictures_changed.connect(on_pictures_changed, dispatch_uid="search.pictures")
    places_changed.connect(on_places_changed, dispatch_uid="search.places")
    for model in (StoryPage, RegionPage):
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(on_page_changed, sender=model, dispatch_uid=f"search.{model.__name__}.{id(signal)}")
