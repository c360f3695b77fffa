"""The search page and the pages of groups."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from catalog.certification.models import OcopGroup
from search import related
from search.engines import engine
from search.queries import Rung, SearchAnswer, SearchQuery
from search.sources import all_documents
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory


def test_the_page_shows_cards_and_filters(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/tim-kiem/", {"q": "che lam"}).content.decode()
    assert "Kết quả cho “che lam”" in page
    assert re.findall(r'<h3 class="card__title"><a [^>]*>([^<]+)', page)[0] == "Chè lam Thạch Xá"
    assert 'id="facet-stars-4"' in page
    assert '<meta name="robots" content="noindex">' in page


# One of them asks what waits for the index: in this shop all of it does.
@pytest.mark.parametrize(("address", "queries"), [("/tim-kiem/", 3), ("/tim-kiem/?q=che+lam", 6), ("/danh-muc/thuc-pham/", 4)])
def test_a_list_takes_few_queries(
    client: Client, shop: dict[str, int], address: str, queries: int, django_assert_max_num_queries: Any
) -> None:
    """Cards come from the index alone; the database is asked for names of places and makers, and for the menu.

    A question is counted, by one statement in a transaction of its own.
    """
    client.get(address)
    with django_assert_max_num_queries(queries):
        client.get(address)


def test_htmx_gets_the_list_alone(client: Client, shop: dict[str, int]) -> None:
    answer = client.get("/tim-kiem/", {"q": "che lam"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.lstrip().startswith('<div class="found" id="found">')
    assert "<html" not in page
    assert "HX-Request" in answer["Vary"]


def test_a_chosen_filter_can_be_taken_off(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/tim-kiem/", {"q": "che lam", "stars": "4"}).content.decode()
    assert re.search(r'<a class="chip chip--chosen" href="\?q=che\+lam">4 sao', page)


def test_nothing_found_offers_something_else(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/tim-kiem/", {"q": "zzzqqqxxx"}).content.decode()
    assert "Không tìm thấy gì" in page
    assert 'class="card"' in page


def test_a_typed_text_cannot_break_out_of_the_page(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/tim-kiem/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_a_group_has_a_page_in_both_languages(client: Client, shop: dict[str, int]) -> None:
    group = OcopGroup.objects.get(code="thuc-pham")
    assert f"<h1>{group.name_vi}</h1>" in client.get("/danh-muc/thuc-pham/").content.decode()
    assert f"<h1>{group.name_en}</h1>" in client.get("/en/categories/food/").content.decode()


def test_other_languages_are_named_without_an_empty_question(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/tim-kiem/").content.decode()
    assert re.search(r'hreflang="en" href="[^"]*/en/search/"', page)


def test_a_product_leads_on_to_others_of_its_group_in_stock(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/san-pham/che-lam-thach-xa/").content.decode()
    others = re.findall(r'<h3 class="card__title"><a [^>]*>([^<]+)', page)
    assert len(others) == 4
    assert "Chè lam Thạch Xá" not in others
    assert "Miến dong Minh Hồng" not in others  # sold out


@pytest.mark.parametrize(
    ("is_known", "said", "unsaid"), [(True, "Cùng nhà làm", "Cùng người bán"), (False, "Cùng người bán", "Cùng nhà làm")]
)
def test_a_shelf_names_the_maker_only_where_one_is_known(client: Client, db: None, is_known: bool, said: str, unsaid: str) -> None:
    seller = ProducerFactory.create()
    facts = {"seller": seller, "maker": seller if is_known else None}
    for number in range(6):  # more than the shelf of the group has room for
        ListingFactory.create(title=f"Tương nếp {number}", offer=(45_000, 5), **facts)
    engine().rebuild(all_documents())
    page = client.get("/san-pham/tuong-nep-0/").content.decode()
    assert said in page
    assert unsaid not in page


def test_a_full_shelf_asks_the_index_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every product page has shelves: a question without a place for its answer would be asked on each."""
    monkeypatch.setattr(related, "engine", lambda: pytest.fail("asked"))
    assert related._take(SearchQuery(), {1}, 0) == []


def test_a_shelf_of_the_same_kind_weighs_no_other_products(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        ListingFactory.create(title=f"Mật ong hoa số {number}")
    ListingFactory.create(title="Bánh hoa hồng")
    engine().rebuild(all_documents())
    asked: list[SearchQuery] = []

    def search(query: SearchQuery) -> SearchAnswer:
        asked.append(query)
        return engine().search(query)

    monkeypatch.setattr(related, "engine", lambda: SimpleNamespace(search=search))
    page = client.get("/san-pham/mat-ong-hoa-so-0/").content.decode()
    assert set(re.findall(r'<h3 class="card__title"><a [^>]*>([^<]+)', page)) == {f"Mật ong hoa số {number}" for number in range(1, 5)}
    assert [query.text for query in asked if query.rung is Rung.SOME] == []


def test_a_shelf_is_filled_up_with_what_shares_some_words_then_with_the_group(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/san-pham/banh-che-lam-gung/").content.decode()
    others = re.findall(r'<h3 class="card__title"><a [^>]*>([^<]+)', page)
    assert others[0] == "Chè lam Thạch Xá"
    assert len(others) == 4


def test_the_head_tells_how_many_are_called_so(client: Client, shop: dict[str, int]) -> None:
    """All texts of the small shop mention chè lam; two products are called so."""
    for number in range(4):
        ListingFactory.create(title=f"Bánh quê số {number}")
    engine().rebuild(all_documents())
    page = client.get("/tim-kiem/", {"q": "che lam"}).content.decode()
    assert "11 sản phẩm" in page
    assert "Xếp đầu là 2 sản phẩm có đủ các từ này trong tên." in page
    assert re.findall(r'<h3 class="card__title"><a [^>]*>([^<]+)', page)[1] in ("Chè lam Thạch Xá", "Bánh chè lam gừng")
    assert "Xếp đầu là" not in client.get("/tim-kiem/", {"q": "banh"}).content.decode()
