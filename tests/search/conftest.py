"""A small shop, indexed; and the made-up goods in each engine."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from catalog.places.models import Place, PlaceAlias, PlaceText
from catalog.producers.models import Producer
from search.engines import SearchEngine, engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.sources import all_documents
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.producers import PlaceFactory, ProducerFactory
from tests.factories.products import ListingFactory
from tests.search import cases

ELASTIC_URL = os.environ.get("CHO_SAO_TEST_ELASTICSEARCH_URL", "")
NO_ELASTIC = "no Elasticsearch: ./test starts one, scripts/elasticsearch too"

WARES = [
    ("Chè lam Thạch Xá", 45_000),
    ("Bánh chè lam gừng", 60_000),
    ("Gốm Bát Tràng men lam", 350_000),
    ("Lụa Vạn Phúc hoa sen", 1_250_000),
    ("Mật ong hoa nhãn", 180_000),
    ("Giò lụa Ước Lễ", 150_000),
    ("Miến dong Minh Hồng", 90_000),
]


def make_shop() -> dict[str, int]:
    """Seven products of two makers; the first has four stars from 10/01/2025 to 09/01/2028."""
    province = PlaceFactory.create(name="Hà Nội")
    village = Place.objects.create(kind="village", parent=province, valid_from=date(2025, 7, 1))
    PlaceText.objects.create(place=village, language="vi", title="Làng Thạch Xá", slug="lang-thach-xa")
    PlaceAlias.objects.create(place=village, kind="district", name="Thạch Thất")
    PlaceAlias.objects.create(place=province, kind="province", name="Hà Tây")
    seller = ProducerFactory.create(place=village, name="Hợp tác xã Sao Mai")
    other = ProducerFactory.create(place=province, kind=Producer.Kind.COMPANY, name="Công ty Hồng Hà")
    ids = {}
    for number, (title, price) in enumerate(WARES):
        maker = seller if number < 2 else other
        listing = ListingFactory.create(title=title, offer=(price, 0 if number == 6 else 5), seller=maker)
        ids[title] = listing.product_id
        if number == 0:
            link(AwardFactory.create(decision=DecisionFactory.create(signed_on=date(2025, 1, 10))), listing)
    engine().rebuild(all_documents())
    return ids


@pytest.fixture
def shop(db: None) -> dict[str, int]:
    """The small shop."""
    return make_shop()


@pytest.fixture
def real_shop(real_database: None) -> dict[str, int]:
    """The small shop where transactions really commit."""
    return make_shop()


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """The made-up goods in the embedded engine."""
    found = EmbeddedEngine(tmp_path_factory.mktemp("index"))
    found.rebuild(cases.GOODS)
    return found


@pytest.fixture(scope="module")
def elastic() -> Iterator[ElasticEngine]:
    """The same goods in Elasticsearch, under names that are this module's alone; gone afterwards."""
    if not ELASTIC_URL:
        pytest.skip(NO_ELASTIC)
    found = ElasticEngine(ELASTIC_URL, prefix=f"test-{uuid.uuid4().hex[:8]}", timeout=30)  # a busy test machine is no failure
    found.rebuild(cases.GOODS)
    yield found
    found.indexes.client.indices.delete(index=f"{found.prefix}-*")
    found.indexes.client.indices.delete_index_template(name=found.prefix)
