"""An empty answer leads on: one filter less, another spelling, what others buy in that group."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalog.certification.models import OcopGroup
from catalog.products.models import Listing
from marketplace.orders.models import Parcel
from marketplace.orders.parcels import move_parcel
from marketplace.orders.popularity import OrderedMost
from marketplace.orders.services import place_order
from search.engines import engine
from search.sources import all_documents
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import vat_rates


def page_of(client: Client, **parameters: object) -> str:
    """Give the search page."""
    return client.get("/tim-kiem/", parameters).content.decode()


def ways(page: str) -> list[tuple[str, str]]:
    """Give address and text of each way out."""
    return [
        (url.replace("&amp;", "&"), text) for url, text in re.findall(r'<li><a class="button button--quiet" href="([^"]*)">([^<]*)', page)
    ]


def test_each_filter_that_is_in_the_way_can_be_dropped_alone(client: Client, shop: dict[str, int]) -> None:
    page = page_of(client, q="chè lam", stars="4", price="1000-")
    assert ways(page) == [
        ("?q=ch%C3%A8+lam&price=1000-", "Bỏ “4 sao”: 1 sản phẩm"),
        ("?q=ch%C3%A8+lam&stars=4", "Bỏ “Từ 1.000.000 ₫”: 1 sản phẩm"),
        ("/tim-kiem/?q=ch%C3%A8+lam", "7 sản phẩm cho “chè lam” khi bỏ bộ lọc"),
    ]
    for url, _ in ways(page):
        assert "Không tìm thấy gì" not in client.get(f"/tim-kiem/{url.removeprefix('/tim-kiem/')}").content.decode()


def test_without_words_each_filter_is_offered(client: Client, shop: dict[str, int]) -> None:
    page = page_of(client, stars="4", price="1000-")
    assert [text for _, text in ways(page)] == ["Bỏ “4 sao”: 1 sản phẩm", "Bỏ “Từ 1.000.000 ₫”: 1 sản phẩm"]


def test_a_near_spelling_that_finds_something_is_a_link(client: Client, shop: dict[str, int]) -> None:
    page = page_of(client, q="gom bat tranh", stars="5")
    assert "Có phải bạn muốn tìm" in page
    assert ("/tim-kiem/?q=gom+bat+tr%C3%A0ng", "gom bat tràng: 1 sản phẩm") in ways(page)


def test_on_a_group_page_the_group_stays(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/danh-muc/thuc-pham/", {"stars": "4", "price": "1000-"}).content.decode()
    assert sorted(url for url, _ in ways(page)) == ["?price=1000-", "?stars=4"]


@pytest.fixture
def sold(shop: dict[str, int]) -> dict[str, int]:
    """Two orders of silk, which is a craft, and one of honey."""
    rates()
    vat_rates()
    food = OcopGroup.objects.get(code="thuc-pham")
    craft = OcopGroup.objects.create(code="thu-cong", name_vi="Đồ thủ công", name_en="Crafts", valid_from=food.valid_from)
    silk = Listing.objects.get(product_id=shop["Lụa Vạn Phúc hoa sen"])
    silk.group = craft
    silk.save()
    engine().rebuild(all_documents())
    honey = Listing.objects.get(product_id=shop["Mật ong hoa nhãn"])
    for number, listing in enumerate((silk, silk, honey)):
        place_order(request_for(fill_basket((listing, 1)), phone=f"+8491234567{number}"))
    return shop


def test_what_is_ordered_most_comes_first(sold: dict[str, int]) -> None:
    silk, honey = sold["Lụa Vạn Phúc hoa sen"], sold["Mật ong hoa nhãn"]
    assert OrderedMost().popular_products((), 5) == [silk, honey]
    assert OrderedMost().popular_products(("thuc-pham",), 5) == [honey]
    for parcel in Parcel.objects.filter(producer__listings__product_id=silk, lines__line__product_id=silk).distinct():
        move_parcel(parcel_id=parcel.pk, after="cancelled", by="buyer")
    assert OrderedMost().popular_products((), 5) == [honey]


@pytest.mark.parametrize("parameters", [{"q": "zzqqxx"}, {"q": "zzqqxx", "group": "thu-cong"}])
def test_the_page_shows_what_others_buy(client: Client, sold: dict[str, int], parameters: dict[str, str]) -> None:
    page = page_of(client, **parameters)
    assert "Nhiều người mua" in page
    assert re.findall(r'<h3 class="card__title"><a [^>]*>([^<]+)', page)[0] == "Lụa Vạn Phúc hoa sen"


def test_a_group_that_was_understood_counts_too(client: Client, sold: dict[str, int]) -> None:
    page = page_of(client, q="đồ thủ công", stars="3")
    first = re.findall(r'<h3 class="card__title"><a [^>]*>([^<]+)', page)
    assert first == ["Lụa Vạn Phúc hoa sen"]
