"""The index follows the database by jobs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from catalog.producers.services import change_producer_state, write_producer_text
from catalog.products.models import Listing
from catalog.products.services import change_offer, withhold_listing, write_text
from search.engines import engine
from search.queries import SearchQuery
from search.sources import GivenDocuments
from search.tasks import index_products
from tests.factories.producers import ProducerFactory


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


def test_a_suspended_producer_and_its_goods_are_gone_and_come_back_when_restored(real_shop: dict[str, int]) -> None:
    producer = Listing.objects.get(product_id=real_shop["Mật ong hoa nhãn"]).seller

    def found(text: str) -> list[str]:
        answer = engine().search(SearchQuery(text=text))
        return [one.title for one in (*answer.cards, *answer.others)]

    assert "Mật ong hoa nhãn" in found("mat ong")
    change_producer_state(producer=producer, state="suspended", reference="Đơn 12", officer=None)
    work()
    assert "Mật ong hoa nhãn" not in found("mat ong")
    assert "Công ty Hồng Hà" not in found("cong ty hong ha")
    change_producer_state(producer=producer, state="verified", reference="Biên bản 02", officer=None)
    work()
    assert "Mật ong hoa nhãn" in found("mat ong")
    assert "Công ty Hồng Hà" in found("cong ty hong ha")
    call_command("search_index", "verify")


def test_what_a_suspended_maker_makes_is_gone_whoever_sells_it(real_shop: dict[str, int]) -> None:
    product_id = real_shop["Mật ong hoa nhãn"]
    maker = ProducerFactory.create()
    Listing.objects.filter(product_id=product_id).update(maker=maker)
    change_producer_state(producer=maker, state="suspended", reference="Đơn 12", officer=None)
    work()
    assert product_id not in [card.id for card in engine().search(SearchQuery(text="mat ong")).cards]


def test_a_producers_new_name_is_found(real_shop: dict[str, int]) -> None:
    producer = Listing.objects.get(product_id=real_shop["Mật ong hoa nhãn"]).seller
    write_producer_text(producer=producer, language="vi", title="Công ty Phương Nam")
    work()
    assert engine().search(SearchQuery(text="mat ong")).cards[0].producer_name == "Công ty Phương Nam"


def test_a_change_that_is_rolled_back_leaves_no_job(real_shop: dict[str, int]) -> None:
    listing = Listing.objects.get(product_id=real_shop["Mật ong hoa nhãn"])
    with transaction.atomic():
        write_text(listing=listing, language="vi", title="Mật ong bạc hà")
        transaction.set_rollback(True)
    work()
    assert "Mật ong bạc hà" not in [card.title for card in engine().search(SearchQuery(text="bac ha")).cards]


def test_verify_names_what_is_missing(real_shop: dict[str, int]) -> None:
    engine().replace([f"product-{real_shop['Mật ong hoa nhãn']}"], GivenDocuments())
    with pytest.raises(CommandError, match=f"vi: missing product-{real_shop['Mật ong hoa nhãn']}"):
        call_command("search_index", "verify")
