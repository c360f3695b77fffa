"""The index follows the database by jobs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from catalog.products.models import Listing
from catalog.products.services import change_offer, withhold_listing, write_text
from search.engines import engine
from search.queries import SearchQuery
from search.tasks import index_products


def work() -> None:
    """Let the worker do all waiting jobs."""
    call_command("db_worker", "--batch", "--interval", "0", "--no-startup-delay", verbosity=0)


def test_a_saved_product_is_found_after_the_workers_turn(real_shop: dict[str, int]) -> None:
    listing = Listing.objects.get(product_id=real_shop["Mật ong hoa nhãn"])
    write_text(listing=listing, language="vi", title="Mật ong bạc hà")
    change_offer(listing=listing, price=Decimal(210_000), num_in_stock=3, actor=None)
    work()
    card = engine().search(SearchQuery(text="bac ha")).cards[0]
    assert (card.title, card.price, card.url) == ("Mật ong bạc hà", Decimal(210_000), "/san-pham/mat-ong-bac-ha/")
    call_command("search_index", "verify")


def test_a_withheld_product_is_gone_and_a_doubled_job_does_no_harm(real_shop: dict[str, int]) -> None:
    product_id = real_shop["Giò lụa Ước Lễ"]
    withhold_listing(listing=Listing.objects.get(product_id=product_id), reason="Thiếu hạn dùng", officer=None)
    index_products.enqueue([product_id])
    work()
    assert "Giò lụa Ước Lễ" not in [card.title for card in engine().search(SearchQuery(text="gio lua")).cards]
    call_command("search_index", "verify")


def test_a_change_that_is_rolled_back_leaves_no_job(real_shop: dict[str, int]) -> None:
    listing = Listing.objects.get(product_id=real_shop["Mật ong hoa nhãn"])
    with transaction.atomic():
        write_text(listing=listing, language="vi", title="Mật ong bạc hà")
        transaction.set_rollback(True)
    work()
    assert "Mật ong bạc hà" not in [card.title for card in engine().search(SearchQuery(text="bac ha")).cards]


def test_verify_names_what_is_missing(real_shop: dict[str, int]) -> None:
    engine().replace([f"product-{real_shop['Mật ong hoa nhãn']}"], [])
    with pytest.raises(CommandError, match=f"vi: missing product-{real_shop['Mật ong hoa nhãn']}"):
        call_command("search_index", "verify")
