"""How many queries a page costs: few, pinned, and no more for thirty products than for ten."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.certification.models import Award
from catalog.products.models import Listing
from cms.home.models import HomePage
from search.engines import engine
from search.sources import all_documents
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.orders import rates
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db

FEW, MANY = 10, 30
# The most that each page may take; `bench/` shows the same figures beside stock Oscar's.
# Where products are found, one of them asks which wait for the index; here all of them do.
HOME, LIST, GROUP, PRODUCT, RECORD, BASKET = 22, 3, 4, 6, 8, 18


def _stock_up(count: int) -> list[Listing]:
    """Make so many products, each of another producer and with stars of another award, and index them."""
    decision = DecisionFactory.create()
    listings = [ListingFactory.create(title=f"Chè lam {number}") for number in range(count)]
    for listing in listings:
        link(AwardFactory.create(decision=decision), listing)
    engine().rebuild(all_documents())
    return listings


def _queries(client: Client, path: str, **query: str) -> list[str]:
    """Open a page three times and give the last one's queries: menu and foot are kept, and the first page of all makes the foot."""
    for _time in range(2):
        assert client.get(path, query).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, query)
    assert answer.status_code == 200
    return [one["sql"] for one in captured.captured_queries]


def _told(queries: list[str]) -> str:
    return "\n".join(re.sub("SELECT.*? FROM", "FROM", one)[:200] for one in queries)


def _compare(client: Client, path: str, most: int, **query: str) -> None:
    """Count with few products and with many."""
    _stock_up(FEW)
    few = _queries(client, path, **query)
    _stock_up(MANY - FEW)
    many = _queries(client, path, **query)
    assert len(few) <= most, _told(few)
    assert len(many) == len(few), _told(many)


def test_home(client: Client):
    home = HomePage.objects.get(locale__language_code="vi")
    shelf: dict[str, Any] = {"title": "Mới lên kệ", "products": [], "limit": 24}
    home.body = [("shelf", {**shelf, "source": "newest"}), ("shelf", {**shelf, "source": "starred"})]
    home.save_revision().publish()
    _compare(client, "/", HOME)


def test_list(client: Client):
    _compare(client, reverse("search:search"), LIST)


def test_search_with_filters(client: Client):
    _compare(client, reverse("search:search"), LIST, q="che lam", stars="4", sort="price")


def test_group(client: Client):
    _stock_up(1)
    _compare(client, reverse("search:category-detail", args=["thuc-pham"]), GROUP)


def test_product(client: Client):
    listing = _stock_up(1)[0]
    _compare(client, reverse("products:product-detail", args=[listing.texts.get().slug]), PRODUCT)


def test_record_of_a_star(client: Client):
    _stock_up(1)
    _compare(client, reverse("certification:award-verify", args=[Award.objects.get().code]), RECORD)


def test_basket(client: Client):
    rates()
    vat_rates()
    PlaceFactory.create(name="Hà Nội")
    counts = []
    for number in (FEW, MANY - FEW):
        for listing in _stock_up(number):
            client.post(reverse("checkout:basket-add"), {"product": listing.product_id, "quantity": 2})
        counts.append(_queries(client, reverse("checkout:basket")))
    few, many = counts
    assert len(few) <= BASKET, _told(few)
    assert len(many) == len(few), _told(many)
