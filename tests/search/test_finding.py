"""What a buyer finds in a small shop, by whichever engine answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from catalog.certification.models import OcopGroup
from catalog.products.models import Listing
from search.engines import engine
from search.finding import find
from search.lexicon import forget_lexicons
from search.queries import Dimension, SearchQuery, Sort
from search.sources import all_documents
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def titles(text: str = "", **fields: object) -> list[str]:
    """Search and give the titles found."""
    return [card.title for card in find(SearchQuery(text=text, today=DAY, **fields)).cards]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("che lam", "Chè lam Thạch Xá"),
        ("chè lam", "Chè lam Thạch Xá"),
        ("CHÈ LAM", "Chè lam Thạch Xá"),
        ("banh che lam", "Bánh chè lam gừng"),
        ("gom bat trang", "Gốm Bát Tràng men lam"),
        ("lua van phuc", "Lụa Vạn Phúc hoa sen"),
        ("Vạn Phúc", "Lụa Vạn Phúc hoa sen"),
        ("matong", "Mật ong hoa nhãn"),
        ("gom bat trnag", "Gốm Bát Tràng men lam"),
        ("mien dogn", "Miến dong Minh Hồng"),
    ],
)
def test_a_buyer_finds_what_is_meant(shop: dict[str, int], text: str, first: str) -> None:
    assert titles(text)[0] == first


@pytest.mark.parametrize(("text", "count"), [("thach that", 2), ("Hà Tây", 7), ("hong ha", 5), ("sao mai", 2)])
def test_old_places_and_makers_find_their_products(shop: dict[str, int], text: str, count: int) -> None:
    assert find(SearchQuery(text=text, today=DAY)).total == count


def test_stars_are_those_of_the_day_asked_for(shop: dict[str, int]) -> None:
    four = SearchQuery(filters={Dimension.STARS: ("4",)}, today=date(2028, 1, 9))
    before, last, after = (engine().search(replace(four, today=day)) for day in (date(2025, 1, 9), date(2028, 1, 9), date(2028, 1, 10)))
    assert (before.total, last.total, after.total) == (0, 1, 0)
    assert last.facets[Dimension.STARS] == {"4": 1}
    assert after.facets[Dimension.STARS] == {}
    badge = last.cards[0].badge
    assert badge is not None
    assert (badge.stars, badge.state, badge.last_day) == (4, "expiring", date(2028, 1, 9))
    card = next(card for card in engine().search(SearchQuery(text="Thạch Xá", today=date(2028, 1, 10))).cards)
    assert card.badge is None


def test_facets_count_under_the_other_filters(shop: dict[str, int]) -> None:
    answer = engine().search(SearchQuery(filters={Dimension.PRICE: ("0-100",), Dimension.KIND: ("cooperative",)}, today=DAY))
    assert answer.total == 2
    assert answer.facets[Dimension.KIND] == {"cooperative": 2, "company": 1}
    assert answer.facets[Dimension.PRICE] == {"0-100": 2}
    assert answer.facets[Dimension.STOCK] == {"1": 2}


def test_values_of_one_dimension_are_alternatives(shop: dict[str, int]) -> None:
    assert len(titles(filters={Dimension.PRICE: ("0-100", "1000-")})) == 4


def test_only_what_is_in_stock(shop: dict[str, int]) -> None:
    assert "Miến dong Minh Hồng" not in titles(filters={Dimension.STOCK: ("1",)})
    assert len(titles(filters={Dimension.STOCK: ("1",)})) == 6


def test_sorting_by_price(shop: dict[str, int]) -> None:
    assert titles(sort=Sort.PRICE_UP)[:2] == ["Chè lam Thạch Xá", "Bánh chè lam gừng"]
    assert titles(sort=Sort.PRICE_DOWN)[0] == "Lụa Vạn Phúc hoa sen"


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_neither_repeat_nor_lose_a_hit(shop: dict[str, int], sort: Sort) -> None:
    pages = [titles(sort=sort, page=page, page_size=2) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert len({title for page in pages for title in page}) == 7


def test_a_page_beyond_the_last_is_the_last(shop: dict[str, int]) -> None:
    answer = engine().search(SearchQuery(page=900, page_size=5, today=DAY))
    assert (answer.page, answer.pages, len(answer.cards)) == (2, 2, 2)


def test_english_titles_fall_back_to_vietnamese(shop: dict[str, int]) -> None:
    card = engine().search(SearchQuery(text="che lam", language="en", today=DAY)).cards[0]
    assert (card.language, card.url) == ("vi", "/en/products/che-lam-thach-xa/")


def test_nothing_found_is_told_with_what_was_searched_instead(shop: dict[str, int]) -> None:
    assert find(SearchQuery(text="mien dogn", today=DAY)).corrected == "miến dong"
    nothing = find(SearchQuery(text="xyzzyx qwerty", today=DAY))
    assert (nothing.total, nothing.cards) == (0, [])


def test_without_an_index_the_answer_is_empty_and_not_an_error(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    assert engine().search(SearchQuery(text="che lam")).total == 0


def test_a_group_is_understood_by_its_name_and_words_of_it_are_met_too(shop: dict[str, int]) -> None:
    craft = OcopGroup.objects.create(code="thu-cong", name_vi="Thủ công mỹ nghệ", name_en="Handicrafts", valid_from=DAY)
    Listing.objects.filter(product_id=shop["Gốm Bát Tràng men lam"]).update(group=craft)
    engine().rebuild(all_documents())
    forget_lexicons()
    for text in ("thủ công mỹ nghệ", "thu cong my nghe", "thủ công mĩ nghệ"):
        answer = find(SearchQuery(text=text, today=DAY))
        assert [card.title for card in answer.cards] == ["Gốm Bát Tràng men lam"], text
    (group,) = find(SearchQuery(text="thu cong my nghe", today=DAY)).meanings
    assert (group.kind, group.groups, group.name) == ("group", ("thu-cong",), "Thủ công mỹ nghệ")


def test_words_in_a_row_come_before_the_same_words_scattered(shop: dict[str, int]) -> None:
    for title in ("Sen hồng hoa lụa", "Trà hoa sen Tây Hồ", "Hoa khô và hạt sen"):
        ListingFactory.create(title=title)
    engine().rebuild(all_documents())
    found = titles("hoa sen")
    rows = {title: "hoa sen" in title for title in found}
    assert list(rows.values()) == sorted(rows.values(), reverse=True)
    assert sum(rows.values()) == 2
    assert {"Sen hồng hoa lụa", "Hoa khô và hạt sen"} <= set(found)


def test_what_a_name_begins_with_is_what_the_thing_is(shop: dict[str, int]) -> None:
    ListingFactory.create(title="Hộp đựng miến tre")
    engine().rebuild(all_documents())
    assert titles("miến")[0] == "Miến dong Minh Hồng"


def test_in_a_text_with_marks_a_word_without_any_is_meant_so(shop: dict[str, int]) -> None:
    ListingFactory.create(title="Ống mật hoa")
    engine().rebuild(all_documents())
    assert "Ống mật hoa" not in titles("mật ong")
    assert "Ống mật hoa" in titles("mat ong")


def test_a_mended_word_is_spelled_as_the_product_is_called(shop: dict[str, int]) -> None:
    """`ống` is written more often than `ong`, and the index keeps one spelling of the two."""
    for number in range(3):
        ListingFactory.create(title=f"Ống hút tre {number}")
    engine().rebuild(all_documents())
    for typed in ("mat onng", "mật onng"):
        assert find(SearchQuery(text=typed, today=DAY)).corrected == "mật ong"
