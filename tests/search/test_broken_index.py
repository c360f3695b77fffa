"""Whatever ails the index, pages show products from the database; the buyer notices little and the operator is told."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from search.engines import embedded_engine, engine
from search.queries import Dimension, Meaning, SearchQuery, Sort
from search.upkeep import mend_index
from tests.search.test_finding import DAY


def missing(folder: Path) -> None:
    """Lose the whole folder."""
    shutil.rmtree(folder)


def a_file(folder: Path) -> None:
    """Have a file where the folder should be."""
    shutil.rmtree(folder)
    folder.write_text("not an index")


def emptied(folder: Path) -> None:
    """Lose what the note speaks of."""
    for generation in folder.glob("g*"):
        shutil.rmtree(generation)


def unreadable_note(folder: Path) -> None:
    """Have half a note."""
    (folder / "current.json").write_text('{"generation": ')


def spoiled(folder: Path) -> None:
    """Have garbage in each of Tantivy's files."""
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in (".json", ".lock") and path.name != "current.json":
            path.write_bytes(b"\xff" * path.stat().st_size)


def old(folder: Path) -> None:
    """Have an index that an older version wrote."""
    note = json.loads((folder / "current.json").read_text())
    (folder / "current.json").write_text(json.dumps({**note, "version": "older"}))


AILMENTS = [missing, a_file, emptied, unreadable_note, spoiled, old]


@pytest.fixture(params=AILMENTS, ids=lambda ailment: ailment.__name__)
def ailing(request: pytest.FixtureRequest, shop: dict[str, int], settings: object) -> Callable[[Path], None]:
    """The small shop, and its index spoiled."""
    request.param(Path(settings.SEARCH_INDEX_DIR))  # type: ignore[attr-defined]
    return request.param  # type: ignore[no-any-return]


def titles(page: str) -> list[str]:
    """Give the titles of the cards on a page."""
    return re.findall(r'<h3 class="card__title"><a [^>]*>([^<]+)', page)


ALARMING = re.compile(r"lỗi|sự cố|không khả dụng|error|unavailable", re.IGNORECASE)


def test_the_search_page_shows_products(client: Client, ailing: object) -> None:
    answer = client.get("/tim-kiem/", {"q": "che lam"})
    assert answer.status_code == 200
    assert sorted(titles(answer.content.decode())[:2]) == ["Bánh chè lam gừng", "Chè lam Thạch Xá"]
    assert not ALARMING.search(re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_the_list_of_all_and_of_a_group_show_products(client: Client, ailing: object) -> None:
    for address in ("/tim-kiem/", "/danh-muc/thuc-pham/", "/en/search/", "/en/categories/food/"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        assert "Chè lam Thạch Xá" in titles(answer.content.decode())


def test_suggestions_go_on(client: Client, ailing: object) -> None:
    answer = client.get("/tim-kiem/goi-y/", {"q": "che la"})
    assert answer.status_code == 200
    assert {item["title"] for item in answer.json()["items"]} == {"Bánh chè lam gừng", "Chè lam Thạch Xá"}
    makers = client.get("/tim-kiem/goi-y/", {"q": "sao mai"}).json()["items"]
    assert ("producer", "Hợp tác xã Sao Mai") in {(item["kind"], item["title"]) for item in makers}


def test_a_product_page_leads_on(client: Client, ailing: object) -> None:
    answer = client.get("/san-pham/che-lam-thach-xa/")
    assert answer.status_code == 200
    assert len(titles(answer.content.decode())) >= 3


def test_the_operator_is_told(client: Client, ailing: object, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        client.get("/tim-kiem/")
    assert caplog.text.count("does not answer, database does instead") == 1
    answer = client.get("/readyz").json()
    assert answer["status"] == "degraded"
    assert answer["search"].startswith("database: ")


def test_a_change_is_not_lost_and_it_comes_back_by_itself(client: Client, ailing: object, settings: object) -> None:
    if ailing is a_file:
        Path(settings.SEARCH_INDEX_DIR).unlink()  # type: ignore[attr-defined]  # nobody but a person may remove a file
    client.get("/tim-kiem/")
    assert mend_index() == 1
    assert titles(client.get("/tim-kiem/", {"q": "gom bat trnag"}).content.decode()) == ["Gốm Bát Tràng men lam"]
    assert client.get("/readyz").json()["search"] == "ok"
    call_command("search_index", "verify")


@pytest.mark.parametrize(
    "query",
    [
        SearchQuery(),
        SearchQuery(text="gom"),
        SearchQuery(filters={Dimension.PRICE: ("0-100", "1000-")}),
        SearchQuery(filters={Dimension.STOCK: ("1",)}),
        SearchQuery(filters={Dimension.SEASON: ("1",)}),
        SearchQuery(filters={Dimension.STARS: ("4",)}),
        SearchQuery(filters={Dimension.STARS: ("5",)}),
        SearchQuery(filters={Dimension.KIND: ("company",)}),
        SearchQuery(filters={Dimension.GROUP: ("thuc-pham",)}),
        SearchQuery(filters={Dimension.MAKER: ("x", "9" * 30)}),
        SearchQuery(filters={Dimension.PLACE: ("x",)}),
        SearchQuery(meanings=(Meaning(kind="price", words="", name="", below=100_000),)),
        SearchQuery(meanings=(Meaning(kind="stars", words="", name="", stars=(4,)),)),
        SearchQuery(sort=Sort.PRICE_UP),
        SearchQuery(sort=Sort.PRICE_DOWN),
        SearchQuery(sort=Sort.PRICE_UP, page=2, page_size=3),
        SearchQuery(page=900, page_size=3),
    ],
)
def test_the_database_finds_what_the_index_finds(shop: dict[str, int], query: SearchQuery) -> None:
    chain = engine()
    plain, index = chain.behind, embedded_engine()
    ours, theirs = plain.search(query), index.search(query)
    assert (ours.total, ours.page, ours.pages) == (theirs.total, theirs.page, theirs.pages)
    if query.sort is not Sort.RELEVANCE:
        assert [card.id for card in ours.cards] == [card.id for card in theirs.cards]
    assert {card.id: card for card in ours.cards}.keys() == {card.id: card for card in theirs.cards}.keys() or query.page_size == 3
    for dimension, values in query.filters.items():
        assert (
            ours.facets[dimension] == {value: theirs.facets[dimension][value] for value in values if value in theirs.facets[dimension]}
            or not ours.total
        )
    assert plain.count(query) == index.count(query)


def test_places_and_goods_that_were_understood_are_found_in_the_database(shop: dict[str, int]) -> None:
    place = Meaning(kind="place", words="thạch xá", name="", places=())
    goods = Meaning(kind="occasion", words="tiệc trà", name="", goods=("lụa",))
    plain = engine().behind
    assert plain.count(SearchQuery(meanings=(place,), today=DAY)) == 2
    assert plain.count(SearchQuery(meanings=(goods,), today=DAY)) == 2
