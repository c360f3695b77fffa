"""Whoever saves, the index follows: a plain save in a shell or the back office announces itself, and a running worker hears it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from catalog.producers.models import Producer, ProducerText
from catalog.products.models import Listing, ListingText
from search.engines import engine
from search.queries import SearchQuery
from tests.races import IS_FULL

StockRecord = apps.get_model("partner", "StockRecord")
SECONDS = 2 if IS_FULL else 15  # two on a machine of its own; the reduced run shares its processors


@contextmanager
def a_running_worker() -> Iterator[None]:
    """Run the worker as `manage.py db_worker` does, asking once a second."""
    worker = Worker(
        queue_names=["default"], interval=1, batch=False, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="w" * 64, excluded_queue_names=[],
    )  # fmt: skip

    def run() -> None:
        try:
            worker.run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        worker.running = False
        thread.join(timeout=60)


def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return is_so()


def test_a_saved_price_title_and_listing_are_found_within_two_seconds(real_shop: dict[str, int]) -> None:
    DBTaskResult.objects.all().delete()  # what making the shop has left to do
    product_id = real_shop["Mật ong hoa nhãn"]
    with a_running_worker():
        record = StockRecord.objects.get(product_id=product_id)
        record.price = 210_000
        record.save()
        assert _within(SECONDS, lambda: [card.price for card in engine().search(SearchQuery(text="mat ong")).cards] == [210_000])
        text = ListingText.objects.get(listing__product_id=product_id)
        text.title = "Mật ong bạc hà"
        text.save()
        assert _within(SECONDS, lambda: [card.title for card in engine().search(SearchQuery(text="bac ha")).cards] == ["Mật ong bạc hà"])
        listing = Listing.objects.get(product_id=product_id)
        listing.state = Listing.State.WITHDRAWN
        listing.save()
        assert _within(SECONDS, lambda: not engine().search(SearchQuery(text="bac ha")).cards)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Listing, ListingText, StockRecord, Producer, ProducerText])
def test_a_plain_save_leaves_a_job_in_its_own_transaction(shop: dict[str, int], model: Any) -> None:
    one = model.objects.first()
    DBTaskResult.objects.all().delete()
    with transaction.atomic():
        one.save()
        assert DBTaskResult.objects.filter(task_path="search.tasks.index_products").exists()
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
