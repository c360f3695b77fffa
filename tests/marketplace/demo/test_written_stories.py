"""The written stories: of invented makers only, in both languages, and nobody real is quoted."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from marketplace.demo.writing import FOLDER, read_file, read_files

STORIES = read_files("stories")
MAKERS = {maker["key"]: maker for maker in read_file(FOLDER / "sample_makers.toml")["makers"]}
PRODUCTS = {product["key"]: product for product in read_file(FOLDER / "sample_products.toml")["products"]}
SAMPLE_SIGNS = {"vi": "(mẫu)", "en": "(sample)"}

every_story = pytest.mark.parametrize("key", STORIES)
every_language = pytest.mark.parametrize("language", SAMPLE_SIGNS)


def words(body: list[dict[str, Any]]) -> int:
    """Count words of running text and quotations; in Vietnamese a syllable is one."""
    return sum(len(str(part.get("text") or part.get("quote") or "").split()) for part in body)


def test_there_are_at_least_eight() -> None:
    assert len(STORIES) >= 8


@every_story
def test_the_maker_is_invented(key: str) -> None:
    assert "(mẫu)" in MAKERS[key]["vi"]["name"]


@every_story
@every_language
def test_a_story_is_neither_a_note_nor_a_novel(key: str, language: str) -> None:
    assert 350 <= words(STORIES[key][language]["body"]) <= 600


@every_story
@every_language
def test_only_invented_people_are_quoted(key: str, language: str) -> None:
    quotes = [part for part in STORIES[key][language]["body"] if "quote" in part]
    assert quotes
    assert all(SAMPLE_SIGNS[language] in quote["speaker"] for quote in quotes)


@every_story
def test_the_translation_has_the_same_parts(key: str) -> None:
    shape = {language: [next(iter(part)) for part in STORIES[key][language]["body"]] for language in SAMPLE_SIGNS}
    assert shape["vi"] == shape["en"]
    for kind in ("heading", "text", "quote", "facts", "shelf"):
        assert kind in shape["vi"]


@every_story
@every_language
def test_the_shelf_holds_the_maker_s_own_products(key: str, language: str) -> None:
    shelves = [part["products"] for part in STORIES[key][language]["body"] if "shelf" in part]
    assert shelves == [[product for product in shelves[0] if PRODUCTS[product]["maker"] == key]]


@every_story
@every_language
def test_the_founding_year_is_the_maker_s(key: str, language: str) -> None:
    facts = [value for part in STORIES[key][language]["body"] if "facts" in part for _, value in part["list"]]
    assert any(str(MAKERS[key]["founded_year"]) in value for value in facts)


def test_the_files_are_written_in_composed_unicode() -> None:
    for path in FOLDER.glob("*/*.toml"):
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text), path.name
