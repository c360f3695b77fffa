"""Jobs that keep the index in step. They take ids and read afresh, so that a lost or doubled one does no harm."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from search.documents import producer_key, product_key
from search.engines import engine
from search.errors import NotIndexed
from search.page_documents import page_key, place_key
from search.sources import all_documents


def _later() -> datetime:
    return timezone.now() + timedelta(minutes=1)


@task()
def index_products(product_ids: list[int]) -> None:
    """Put these products' present state into the index; those no longer on sale go. What fails is done again in a minute."""
    try:
        engine().replace([product_key(pk) for pk in product_ids], all_documents())
    except NotIndexed:
        index_products.using(run_after=_later()).enqueue(product_ids)


@task()
def index_producers(producer_ids: list[int]) -> None:
    """Put these producers' present state into the index."""
    try:
        engine().replace([producer_key(pk) for pk in producer_ids], all_documents())
    except NotIndexed:
        index_producers.using(run_after=_later()).enqueue(producer_ids)


@task()
def index_pages(page_ids: list[int]) -> None:
    """Put these stories' and regions' present state into the index; those no longer published go."""
    try:
        engine().replace([page_key(pk) for pk in page_ids], all_documents())
    except NotIndexed:
        index_pages.using(run_after=_later()).enqueue(page_ids)


@task()
def index_places(place_ids: list[int]) -> None:
    """Put these villages' present state into the index; those that are no villages of today go."""
    try:
        engine().replace([place_key(pk) for pk in place_ids], all_documents())
    except NotIndexed:
        index_places.using(run_after=_later()).enqueue(place_ids)
