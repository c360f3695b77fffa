"""Folding, slugs and order of Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.lib.vietnamese import fold, nfc, slugify_vietnamese, sort_key, spelling_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Bánh Đa", "banh da"), ("ĐẶC SẢN", "dac san"), ("Ðông Hồ", "dong ho"), ("chè lam Thạch Xá", "che lam thach xa")],
)
def test_folding_drops_every_mark(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_slugs_keep_d() -> None:
    assert slugify_vietnamese("Đặc sản Đà Lạt: miến dong!") == "dac-san-da-lat-mien-dong"


def test_sorting_follows_the_vietnamese_alphabet() -> None:
    words = ["đào", "dừa", "da", "dạ", "dã", "ăn", "âm", "an", "cam"]
    assert sorted(words, key=sort_key) == ["an", "ăn", "âm", "cam", "da", "dã", "dạ", "dừa", "đào"]


@given(st.text())
def test_no_text_breaks_normal_form_folding_or_slugs(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert all(char.isascii() and (char.isalnum() or char == "-") for char in slugify_vietnamese(text))
    sort_key(text)
    fold(text)


def test_a_spelling_key_keeps_marks_but_not_the_place_of_a_tone() -> None:
    assert spelling_key("Hoà  BÌNH") == spelling_key("hòa bình") == "hoa1 binh1"
    assert spelling_key("Nụ trầm") != spelling_key("Nụ trám")
