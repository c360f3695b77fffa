"""The odd questions ask for what the search really reads: a parameter that is renamed must not drop out of the trial."""

from __future__ import annotations

import pytest
from django.test import Client

from search.queries import Dimension
from tests.bad_input.strategies import ODD, PARAMETERS


def test_every_parameter_of_the_search_is_tried() -> None:
    assert {*Dimension, "q", "page", "sort", "explain"} <= set(PARAMETERS)
    assert not {"producer_kind", "in_stock"} & set(PARAMETERS)


@pytest.mark.django_db
@pytest.mark.parametrize("text", [text for text in ODD if "%" in text])
@pytest.mark.parametrize("name", ["q", "group", "place", "maker", "to", "sign"])
def test_nested_encodings_are_taken_once_and_answered(client: Client, name: str, text: str) -> None:
    assert client.get("/tim-kiem/", {name: text}).status_code == 200
