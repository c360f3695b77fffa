"""What stands in the browser's tab."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from cms.home.models import HomePage

pytestmark = pytest.mark.django_db


def title(client: Client, path: str) -> str:
    found = re.search(r"<title>(.*?)</title>", client.get(path).content.decode())
    assert found
    return found[1]


def test_the_shop_is_named_once_on_each_page(client: Client):
    assert title(client, "/") == "Chợ Sao"
    assert title(client, "/gio-hang/").endswith(" · Chợ Sao")
    home = HomePage.objects.get(locale__language_code="vi")
    home.seo_title = "Sản phẩm OCOP"
    home.save_revision().publish()
    assert title(client, "/") == "Sản phẩm OCOP · Chợ Sao"
