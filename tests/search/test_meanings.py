"""Phrases that are understood, and what is left of the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from catalog.lib import clock
from catalog.rates.selectors import Rate
from catalog.rates.services import record_rate
from marketplace.accounts.models import User
from search.finding import find
from search.lexicon import forget_lexicons
from search.meanings import Lexicon, Name, understand, without_meaning
from search.models import Occasion
from search.queries import Meaning, SearchQuery
from tests.search.test_finding import DAY

BAT_TRANG = Name("Bát Tràng", Meaning(kind="place", words="", name="Bát Tràng", places=("1",)))
YEN_BAI = Name("Yên Bái", Meaning(kind="place", words="", name="Yên Bái", places=("2",)))
YEN_BAI_COMMUNE = Name("Yên Bài", Meaning(kind="place", words="", name="Yên Bài", places=("3",)))
TET = Name("quà Tết", Meaning(kind="occasion", words="", name="Tết", goods=("chè lam", "giò")))
LEXICON = Lexicon.of([BAT_TRANG, YEN_BAI, YEN_BAI_COMMUNE, TET])


@pytest.mark.parametrize(
    ("text", "left", "stars"),
    [
        ("gốm 5 sao", "gốm", (5,)),
        ("gom 4*", "gom", (4,)),
        ("lụa 4 sao trở lên", "lụa", (4, 5)),
        ("5 star tea", "tea", (5,)),
        ("gạo 5 kg", "gạo 5 kg", ()),
        ("đèn ông sao", "đèn ông sao", ()),
        ("15 sao", "15 sao", ()),
    ],
)
def test_stars(text: str, left: str, stars: tuple[int, ...]) -> None:
    found = understand(text, LEXICON)
    assert found.text == left
    assert (found.meanings[0].stars if found.meanings else ()) == stars


@pytest.mark.parametrize(
    ("text", "left", "at_least", "below"),
    [
        ("gốm dưới 500k", "gốm", None, 500_001),
        ("gom duoi 1,5 trieu", "gom", None, 1_500_001),
        ("mật ong 100-200 nghìn", "mật ong", 100_000, 200_001),
        ("trà từ 100 đến 200k", "trà", 100_000, 200_001),
        ("trà trên 200.000đ", "trà", 200_000, None),
        ("under 500k honey", "honey", None, 500_001),
        ("quà dưới 300", "quà", None, 300_001),
        ("khoảng 300k giỏ", "giỏ", 240_000, 360_001),
        ("dưới 5", "dưới 5", None, None),
        ("bánh 2-3 ngày", "bánh 2 3 ngày", None, None),
        ("200-100k", "200 100k", None, None),
    ],
)
def test_prices(text: str, left: str, at_least: int | None, below: int | None) -> None:
    found = understand(text, LEXICON)
    assert found.text == left
    prices = [(meaning.at_least, meaning.below) for meaning in found.meanings]
    assert prices == ([(at_least, below)] if at_least or below else [])


def test_names_are_taken_with_their_marks_where_any_are_typed() -> None:
    assert understand("gốm ở Bát Tràng", LEXICON).text == "gốm"
    assert understand("yen bai", LEXICON).meanings[0].places == ("2", "3")
    assert understand("yên bài", LEXICON).meanings[0].places == ("3",)
    assert understand("quà tết", LEXICON).meanings[0].goods == ("chè lam", "giò")
    assert understand("qua tét", LEXICON).meanings == ()


def test_a_name_typed_as_one_word_is_understood_without_marks_alone() -> None:
    assert understand("quatet", LEXICON).meanings[0].goods == ("chè lam", "giò")
    assert understand("gom battrang", LEXICON).meanings[0].places == ("1",)
    assert understand("quàtét", LEXICON).meanings == ()


def test_all_kinds_at_once_and_each_can_be_taken_off() -> None:
    text = "gom bat trang 5 sao duoi 500k"
    found = understand(text, LEXICON)
    assert found.text == "gom"
    left = {meaning.kind: without_meaning(text, meaning) for meaning in found.meanings}
    assert left == {"stars": "gom bat trang duoi 500k", "price": "gom bat trang 5 sao", "place": "gom 5 sao duoi 500k"}


@given(st.text(max_size=80))
def test_no_text_breaks_the_understanding(text: str) -> None:
    for meaning in understand(text, LEXICON).meanings:
        assert without_meaning(text, meaning) is not None


def test_the_shop_understands_old_places_and_occasions(shop: dict[str, int]) -> None:
    answer = find(SearchQuery(text="quà tết dưới 100k", today=DAY))
    assert {card.title for card in answer.cards} >= {"Chè lam Thạch Xá", "Miến dong Minh Hồng"}
    assert "Giò lụa Ước Lễ" not in {card.title for card in answer.cards}
    assert [meaning.kind for meaning in answer.meanings] == ["price", "occasion"]
    (place,) = find(SearchQuery(text="chè lam thạch thất", today=DAY)).meanings
    assert (place.kind, place.name) == ("place", "Thạch Thất")


def test_an_edited_occasion_is_understood(shop: dict[str, int]) -> None:
    Occasion.objects.create(code="test", name_vi="Tiệc trà", name_en="Tea party", phrases="tiệc trà", goods="lụa")
    forget_lexicons()
    assert {card.title for card in find(SearchQuery(text="tiec tra", today=DAY)).cards} == {"Lụa Vạn Phúc hoa sen", "Giò lụa Ước Lễ"}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cheef lam", "Chè lam Thạch Xá"),
        ("lujaj van phuc", "Lụa Vạn Phúc hoa sen"),
        ("matonghoanhan", "Mật ong hoa nhãn"),
        ("gom bat tranh", "Gốm Bát Tràng men lam"),
        ("mật ong hoa nhản", "Mật ong hoa nhãn"),
        ("gom bat trang 5 sao", "Gốm Bát Tràng men lam"),
        ("gốm bát tràng ngon bổ rẻ", "Gốm Bát Tràng men lam"),
    ],
)
def test_slips_and_too_many_words_still_find(shop: dict[str, int], text: str, first: str) -> None:
    assert find(SearchQuery(text=text, today=DAY)).cards[0].title == first


def test_tone_placement_and_i_or_y_do_not_matter(shop: dict[str, int]) -> None:
    assert find(SearchQuery(text="HOÀ", today=DAY)).total == find(SearchQuery(text="hòa", today=DAY)).total
    assert find(SearchQuery(text="sao may", today=DAY)).meanings == ()


def test_the_page_shows_removable_chips(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/tim-kiem/", {"q": "lụa dưới 200k"}).content.decode()
    assert 'href="?q=l%E1%BB%A5a"' in page
    assert "≤ 200.000 ₫" in page


def test_filters_that_leave_nothing_offer_the_way_back(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/tim-kiem/", {"q": "bát tràng", "price": "1000-"}).content.decode()
    assert 'href="/tim-kiem/?q=b%C3%A1t+tr%C3%A0ng"' in page
    assert "1 sản phẩm cho “bát tràng” khi bỏ bộ lọc" in page


USD = Rate(
    id=1, currency="USD", dong_per_unit=Decimal(26_000), margin_percent=Decimal(0), since=date(2026, 5, 30), last_day=date(2026, 6, 5), source=""
)  # fmt: skip
EUR = replace(USD, currency="EUR", dong_per_unit=Decimal(30_000))
RATES = {"USD": USD, "EUR": EUR}


@pytest.mark.parametrize(
    ("text", "left", "at_least", "below"),
    [
        ("tea under 20 usd", "tea", None, 520_001),
        ("trà dưới 20 đô", "trà", None, 520_001),
        ("tra duoi 20 do", "tra", None, 520_001),
        ("trà dưới 20 đô la", "trà", None, 520_001),
        ("under $20 tea", "tea", None, 520_001),
        ("under 20$ tea", "tea", None, 520_001),
        ("tea 10-20 USD", "tea", 260_000, 520_001),
        ("tea $10-20", "tea", 260_000, 520_001),
        ("over 1,000 usd", "", 26_000_000, None),
        ("around 10.50 usd", "", 218_400, 327_601),
        ("silk from 20 to 30 euros", "silk", 600_000, 900_001),
        ("rượu trên 40 độ", "rượu trên 40 độ", None, None),
        ("ruou tren 40 do", "ruou tren 40 do", None, None),
        ("nuoc mam tren 40 do dam", "nuoc mam tren 40 do dam", None, None),
        ("khăn dưới 20 đỏ", "khăn dưới 20 đỏ", None, None),
        ("tea under 20 gbp", "tea under 20 gbp", None, None),
    ],
)
def test_foreign_prices_by_the_rate_on_file(text: str, left: str, at_least: int | None, below: int | None) -> None:
    found = understand(text, LEXICON, RATES)
    assert found.text == left
    assert [(one.at_least, one.below) for one in found.meanings] == ([(at_least, below)] if at_least or below else [])
    assert all(one.rate_day == USD.since for one in found.meanings)
    assert understand(text, LEXICON).meanings == ()


def test_the_chip_shows_dong_and_the_day_of_the_rate(client: Client, shop: dict[str, int], mai: User) -> None:
    def page() -> str:
        forget_lexicons()
        return client.get("/tim-kiem/", {"q": "chè lam dưới 2 đô"}).content.decode()

    today = clock.today()
    assert "theo tỷ giá" not in page()
    record_rate(officer=mai, currency="USD", dong_per_unit=Decimal(26_000), valid_from=today, source="Vietcombank", max_age_days=7)
    assert f"≤ 52.000 ₫ theo tỷ giá ngày {today:%d/%m/%Y}" in page()
    old = today - timedelta(days=8)
    record_rate(officer=mai, currency="EUR", dong_per_unit=Decimal(30_000), valid_from=old, source="Vietcombank", max_age_days=7)
    assert "theo tỷ giá" not in client.get("/tim-kiem/", {"q": "chè lam dưới 2 eur"}).content.decode()
