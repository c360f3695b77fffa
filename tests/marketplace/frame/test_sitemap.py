"""What search engines are told."""

from __future__ import annotations

from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client

from marketplace.frame import sitemap
from tests.factories.products import ListingFactory


def locations(client: Client, path: str) -> list[str]:
    """Give the paths that a sitemap lists."""
    root = ElementTree.fromstring(client.get(path).content)
    return [element.text.removeprefix("http://127.0.0.1:8000") for element in root.iter() if element.tag.endswith("loc") and element.text]


def listed(client: Client) -> list[str]:
    """Give the paths of all parts."""
    return [place for part in locations(client, "/sitemap.xml") for place in locations(client, part)]


@pytest.mark.django_db
def test_the_sitemap_lists_what_is_public_and_nothing_else(client: Client) -> None:
    shown = ListingFactory.create(title="Chè lam gừng")
    ListingFactory.create(title="Miến dong", state="draft")
    places = listed(client)
    assert f"/san-pham/{shown.texts.get().slug}/" in places
    assert not any("mien-dong" in place for place in places)
    assert all(client.get(place).status_code == 200 for place in places)
    assert len(places) == len(set(places))


@pytest.mark.django_db
def test_no_file_of_a_large_shops_sitemap_lists_more_than_a_part(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PART", 3)
    products = [ListingFactory.create(title=f"Chè lam số {number}").texts.get().slug for number in range(8)]
    parts = [part for part in locations(client, "/sitemap.xml") if "products" in part]
    files = [locations(client, part) for part in parts]
    assert max(map(len, files)) <= 3
    assert sorted(place for file in files for place in file) == sorted(f"/san-pham/{slug}/" for slug in products)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/sitemap-products-99.xml", "/sitemap-orders-0.xml", "/sitemap-pages-1.xml", f"/sitemap-products-{9**40}.xml"]
)
def test_there_is_no_part_beyond_the_last(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_demo_keeps_crawlers_out_and_a_shop_lets_them_in(client: Client, settings: Any) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    settings.DEMO = False
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /don-hang/" in text
    assert "Disallow: /\n" not in text
