"""Suggestions while typing, other kinds of documents, and what a product leads to."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from catalog.producers.models import Producer
from search.engines import engine
from search.finding import find
from search.queries import Dimension, Rank, SearchQuery
from search.ranking import MOST_OF_ONE_MAKER, SPREAD_OVER, Hit, _spread, arrange, page_of_hits
from search.sources import all_documents
from tests.factories.producers import ProducerFactory
from tests.search.cases import make_card
from tests.search.test_finding import DAY


def suggested(client: Client, text: str) -> list[tuple[str, str]]:
    """Ask for suggestions and give kinds and titles."""
    return [(item["kind"], item["title"]) for item in client.get("/tim-kiem/goi-y/", {"q": text}).json()["items"]]


@pytest.mark.parametrize("text", ["chè la", "che la", "Chè lam", "che l", "lam che"])
def test_a_beginning_is_gone_on(client: Client, shop: dict[str, int], text: str) -> None:
    assert ("product", "Chè lam Thạch Xá") in suggested(client, text)


def test_makers_and_villages_are_suggested_after_products(client: Client, shop: dict[str, int]) -> None:
    assert ("producer", "Hợp tác xã Sao Mai") in suggested(client, "sao ma")
    kinds = [kind for kind, _ in suggested(client, "thach")]
    assert kinds[0] == "product"
    assert "place" in kinds[1:]


def test_no_kind_crowds_out_another(client: Client, shop: dict[str, int]) -> None:
    for number in range(8):
        ProducerFactory.create(name=f"Xưởng Thạch Xá {number}")
    engine().rebuild(all_documents())
    kinds = [kind for kind, _ in suggested(client, "thach")]
    assert kinds == ["product", "product", "producer", "producer", "place"]
    assert [hit.kind for hit in engine().suggest("thach", "vi", 5)].count("producer") == 5


@pytest.mark.parametrize("text", ["", "a", "\x00", "zzzzqq", '"(*:', "a" * 10_000])
def test_nothing_to_suggest_is_an_empty_list(client: Client, shop: dict[str, int], text: str) -> None:
    assert suggested(client, text) == []


def test_suggestions_may_be_kept_for_a_minute(client: Client, shop: dict[str, int]) -> None:
    assert "max-age=60" in client.get("/tim-kiem/goi-y/", {"q": "che"})["Cache-Control"]
    assert client.get("/en/search/suggestions/", {"q": "che la"}).json()["items"][0]["url"].startswith("/en/")


def test_a_village_leads_to_its_products(client: Client, shop: dict[str, int]) -> None:
    (village,) = [hit for hit in find(SearchQuery(text="làng thạch xá", today=DAY)).others if hit.kind == "place"]
    page = client.get(village.url).content.decode()
    assert "Chè lam Thạch Xá" in page
    assert "Lụa Vạn Phúc" not in page


def test_a_maker_is_a_facet(shop: dict[str, int]) -> None:
    maker = Producer.objects.get(texts__title="Hợp tác xã Sao Mai")
    answer = engine().search(SearchQuery(filters={Dimension.MAKER: (str(maker.pk),)}, today=DAY))
    assert answer.total == 2
    assert sum(answer.facets[Dimension.MAKER].values()) == 7


def test_a_product_leads_to_its_maker_and_village(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/san-pham/che-lam-thach-xa/").content.decode()
    shelves = page[page.index("product__more") :]
    assert shelves.count("Bánh chè lam gừng") == 1
    assert shelves.count("/san-pham/che-lam-thach-xa/") <= 1


def hits(makers: str, title: str = "", **names: str) -> list[Hit]:
    """Give hits in falling order of these makers, who may have names; `?` is a maker whom nobody knows."""
    stored = [
        {
            "certificates": [],
            "season": 4095,
            "free": 1,
            "maker": "" if maker == "?" else maker,
            "card": {**make_card(place, title, 1), "producer_name": names.get(maker, "")},
        }
        for place, maker in enumerate(makers)
    ]
    return [Hit(100.0 - place, one) for place, one in enumerate(stored)]


def test_no_maker_has_more_than_three_of_the_first_ten() -> None:
    given = hits("aaaaaaabbbbbcdefghij")
    arranged = _spread(given)
    first = [hit.maker for hit in arranged[:SPREAD_OVER]]
    assert max(first.count(maker) for maker in first) == MOST_OF_ONE_MAKER
    assert sorted(hit.score for hit in arranged) == sorted(hit.score for hit in given)


def test_unknown_makers_are_many() -> None:
    assert [hit.maker for hit in _spread(hits("???????a???b"))] == [hit.maker for hit in hits("???????a???b")]


@pytest.mark.parametrize(
    ("text", "title", "most"),
    [
        ("trà sao mai", "Trà sen", 7),  # the maker is named
        ("TRA SAO MAI", "Trà sen", 7),
        ("trà", "Trà sen", 3),
        ("sao mai", "Bánh sao mai", 3),  # others make what is called so: the name buys no place
        ("mai sao", "Trà sen", 3),
    ],
)
def test_a_maker_asked_for_by_name_may_have_more(text: str, title: str, most: int) -> None:
    given = hits("aaaaaaabcdefghijklm", title, a="Hợp tác xã Sao Mai (mẫu)")
    first = arrange(given, SearchQuery(text=text, today=DAY))[:SPREAD_OVER]
    assert sum(hit.maker == "a" for hit in first) == most


def test_pages_of_arranged_hits_neither_repeat_nor_lose_one(monkeypatch: pytest.MonkeyPatch) -> None:
    given = hits("a" * 40 + "bcdefghijk" * 4)
    monkeypatch.setattr("search.ranking.rank_of", lambda hit, query: Rank(scope=hit.scope, score=hit.score, factor=1, parts={}))
    query = SearchQuery(text="x", page_size=24, today=DAY)
    pages = [page_of_hits(lambda offset, limit: given[offset : offset + limit], query, page) for page in (1, 2, 3, 4)]
    ids = [hit.stored["card"]["id"] for page in pages for hit in page]
    assert sorted(ids) == list(range(80))
    assert [hit.maker for hit in pages[0][:4]] == ["a", "a", "a", "b"]


def test_stars_in_force_come_first_among_equals(shop: dict[str, int]) -> None:
    answer = find(SearchQuery(text="chè lam", today=DAY))
    assert answer.cards[0].badge is not None
    assert answer.ranks[0].parts["stars"] == pytest.approx(0.04)
    assert all(0.9 <= rank.factor <= 1.17 for rank in answer.ranks)


def test_only_those_who_look_after_the_search_see_why(client: Client, shop: dict[str, int]) -> None:
    assert "Vì sao theo thứ tự này" not in client.get("/tim-kiem/", {"q": "chè lam", "explain": "1"}).content.decode()
    client.force_login(get_user_model().objects.create_superuser(email="look@example.com", password="x" * 20))
    assert "Vì sao theo thứ tự này" in client.get("/tim-kiem/", {"q": "chè lam", "explain": "1"}).content.decode()
