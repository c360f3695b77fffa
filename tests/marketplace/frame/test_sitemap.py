"""What search engines are told."""

from __future__ import annotations

from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client

from tests.factories.products import ListingFactory


@pytest.mark.django_db
def test_the_sitemap_lists_what_is_public_and_nothing_else(client: Client) -> None:
    shown = ListingFactory.create(title="Chè lam gừng")
    ListingFactory.create(title="Miến dong", state="draft")
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    places = [str(element.text) for element in root.iter() if element.tag.endswith("loc") and element.text]
    assert any(str(place).endswith(f"/san-pham/{shown.texts.get().slug}/") for place in places)
    assert not any("mien-dong" in place for place in places)
    assert all(client.get(place.removeprefix("http://127.0.0.1:8000")).status_code == 200 for place in places)


def test_a_demo_keeps_crawlers_out_and_a_shop_lets_them_in(client: Client, settings: Any) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    settings.DEMO = False
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /don-hang/" in text
    assert "Disallow: /\n" not in text
