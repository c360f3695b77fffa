"""Shelves choose by an index, however large the shop is: SQLite says how it will look for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.products.models import Listing
from catalog.products.shelves import newest_product_ids, product_ids_from_place, product_ids_of_producer, starred_product_ids
from tests.factories.awards import AwardFactory, link
from tests.factories.producers import PlaceFactory, ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def ways_to_listings(ask: Callable[[], list[int]]) -> list[str]:
    """Give how the database finds the listings of each query, and where it sorts what it found."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    found = []
    for query in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            found += [row[-1] for row in cursor.fetchall()]
    return [way for way in found if "products_listing" in way or "U0" in way or "TEMP B-TREE" in way]


def test_the_newest_are_read_in_their_order():
    ListingFactory.create_batch(3)
    assert ways_to_listings(lambda: newest_product_ids(4)) == ["SCAN products_listing USING INDEX listing_newest"]


def test_the_starred_are_looked_for_among_the_awards():
    for listing in ListingFactory.create_batch(3):
        link(AwardFactory.create(), listing)
    assert len(starred_product_ids(2, DAY)) == 2
    ways = ways_to_listings(lambda: starred_product_ids(4, DAY))
    assert [way for way in ways if "products_listing" in way] == [
        next(way for way in ways if way.startswith("SEARCH products_listing") and way.endswith("(product_id=?)"))
    ]


def test_what_comes_from_a_place_is_looked_for_by_the_place():
    place = PlaceFactory.create()
    ways = ways_to_listings(lambda: product_ids_from_place(place, 4))
    assert sorted(way.rpartition(" ")[2] for way in ways if "products_listing" in way) == ["(made_in_id=?)", "(maker_id=?)"]


def test_what_a_producer_offers_is_looked_for_by_the_producer():
    producer = ProducerFactory.create()
    ways = ways_to_listings(lambda: product_ids_of_producer(producer.pk, 4))
    assert sorted(way.rpartition(" ")[2] for way in ways if "products_listing" in way) == ["(maker_id=?)", "(seller_id=?)"]


def test_from_a_place_comes_what_is_made_in_it_newest_first_and_nothing_that_its_makers_make_elsewhere():
    here, elsewhere = PlaceFactory.create(), PlaceFactory.create()
    of_here = ListingFactory.create(seller=ProducerFactory.create(place=here), published_on=date(2026, 1, 5))
    made_here = ListingFactory.create(maker=None, made_in=here, published_on=date(2026, 2, 5))
    undated = ListingFactory.create(seller=ProducerFactory.create(place=here))
    Listing.objects.filter(pk=undated.pk).update(published_on=None)
    ListingFactory.create(seller=of_here.seller, made_in=elsewhere)
    ListingFactory.create(maker=None, seller=of_here.seller)
    assert product_ids_from_place(here, 4) == [made_here.product_id, of_here.product_id, undated.product_id]
