"""`manage.py search QUERY --json`: the keys that scripts build on; and a question far too long."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.django_db


def _answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    call_command("search", *words, "--json")
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_answer_has_these_keys(shop: dict[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    answer = _answer(capsys, "che lam")
    assert set(answer) >= {"total", "hits", "facets", "corrected"}
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
    assert set(nothing) >= {"total", "hits", "facets", "corrected"}
    assert nothing["total"] == 0


@pytest.mark.parametrize("address", ["/tim-kiem/", "/en/search/"])
@pytest.mark.parametrize("text", ["a" * 10_000, "chè lam " * 1_250], ids=["one word", "many words"])
def test_a_question_of_ten_thousand_characters_is_answered(client: Client, shop: dict[str, int], address: str, text: str) -> None:
    answer = client.get(address, {"q": text})
    assert answer.status_code == 200
    assert len(answer.content) < 200_000
