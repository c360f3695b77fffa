"""`manage.py search QUERY --json`: the keys that scripts build on; and a question far too long."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

KEYS = ("total", "hits", "facets", "corrected")
pytestmark = pytest.mark.django_db


def _answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    call_command("search", *words, "--json")
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_answer_has_these_keys(shop: dict[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    answer = _answer(capsys, "che lam")
    assert tuple(answer) == KEYS
    assert {tuple(hit) for hit in answer["hits"]} == {("kind", "title", "url", "stars", "price")}
    first = answer["hits"][0]
    assert first == {
        "kind": "product", "title": "Chè lam Thạch Xá", "url": "/san-pham/che-lam-thach-xa/", "stars": 4, "price": 45_000,
    }  # fmt: skip
    assert answer["total"] >= 2
    assert answer["corrected"] == ""
    assert answer["facets"]["stars"]["4"] == 1


def test_the_answer_has_the_same_keys_in_english_and_for_nothing(shop: dict[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    assert _answer(capsys, "che lam", "--language", "en")["hits"][0]["url"].startswith("/en/products/")
    nothing = _answer(capsys, "zzzzqq")
    assert tuple(nothing) == KEYS
    assert nothing["total"] == 0


def test_filters_and_order_are_those_of_the_page(shop: dict[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    dear_first = _answer(capsys, "", "--filter", "price=0-100", "--filter", "price=100-300", "--filter", "kind=company", "--sort=-price")
    assert [hit["price"] for hit in dear_first["hits"]] == [180_000, 150_000, 90_000]
    assert [hit["title"] for hit in _answer(capsys, "", "--filter", "stars=4", "--engine", "embedded")["hits"]] == ["Chè lam Thạch Xá"]


def test_details_are_what_the_page_says_besides(shop: dict[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    dear = _answer(capsys, "chè lam dưới 50k", "--details")
    assert (dear["understood"][0]["kind"], dear["partial"], dear["ways_out"]) == ("price", False, [])
    filtered = _answer(capsys, "gom bat trang", "--filter", "price=0-100", "--details")
    assert filtered["total"] == 0
    assert {"name": "gom bat trang", "url": "/tim-kiem/?q=gom+bat+trang", "total": 1} in filtered["ways_out"]
    assert filtered["popular"]


def test_people_read_the_same(shop: dict[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search", "mien dogn")
    assert "1 products; searched for: miến dong" in capsys.readouterr().out
    call_command("search", "gom bat trang", "--filter", "price=0-100")
    assert "Try: gom bat trang (1)  /tim-kiem/?q=gom+bat+trang" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--filter", "colour=red"], "Unknown filter 'colour=red'"),
        (["--filter", "stars"], "Unknown filter 'stars'"),
        (["--filter", "stars=7"], "Unknown value '7' of the filter stars"),
        (["--filter", "group=nothing"], "Unknown value 'nothing' of the filter group"),
        (["--filter", "place=x"], "Unknown value 'x' of the filter place"),
        (["--sort", "dearest"], "Unknown sort 'dearest': one of relevance, price, -price, newest"),
        (["--page", "0"], "Unknown page 0"),
        (["--engine", "elastic"], "No engine elastic here"),
    ],
)
def test_what_is_not_understood_is_said_in_one_line(shop: dict[str, int], words: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=re.escape(said)) as error:
        call_command("search", "che lam", *words)
    assert "\n" not in str(error.value)


def test_an_engine_without_an_index_says_what_to_do(shop: dict[str, int], settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    with pytest.raises(CommandError, match=r"not built.*search_index rebuild"):
        call_command("search", "che lam", "--engine", "embedded")


def test_an_engine_that_is_away_is_named(shop: dict[str, int], settings) -> None:  # type: ignore[no-untyped-def]
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="The engine elasticsearch does not answer: ConnectionError"):
        call_command("search", "che lam", "--engine", "elastic")


@pytest.mark.parametrize("address", ["/tim-kiem/", "/en/search/"])
@pytest.mark.parametrize("text", ["a" * 10_000, "chè lam " * 1_250], ids=["one word", "many words"])
def test_a_question_of_ten_thousand_characters_is_answered(client: Client, shop: dict[str, int], address: str, text: str) -> None:
    answer = client.get(address, {"q": text})
    assert answer.status_code == 200
    assert len(answer.content) < 200_000
