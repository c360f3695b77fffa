"""Whatever stands in an address becomes a question, never an error."""

from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.queries import Dimension, Sort, read_query, write_query


def test_an_address_is_read_and_written_back() -> None:
    address = "q=che+lam&group=thuc-pham&stars=4&stars=5&price=0-100&sort=-price&page=3"
    query = read_query(QueryDict(address), language="vi")
    assert (query.text, query.sort, query.page) == ("che lam", Sort.PRICE_DOWN, 3)
    assert query.filters[Dimension.STARS] == ("4", "5")
    assert read_query(QueryDict(write_query(query)), language="vi") == query


def test_malformed_values_are_corrected_or_dropped() -> None:
    query = read_query(QueryDict("page=-1&sort=oops&stars=9&stars=4&price=x&stock=maybe"), language="vi")
    assert (query.page, query.sort, dict(query.filters)) == (1, Sort.RELEVANCE, {Dimension.STARS: ("4",)})
    assert read_query(QueryDict("page=" + "9" * 5_000), language="vi").page == 1_000
    assert len(read_query(QueryDict("q=" + "a" * 10_000), language="vi").text) == 200


@given(st.dictionaries(st.sampled_from(["q", "page", "sort", *Dimension]), st.lists(st.text(), max_size=3)))
def test_no_address_breaks_the_reader(values: dict[str, list[str]]) -> None:
    parameters = QueryDict(mutable=True)
    for key, found in values.items():
        parameters.setlist(key, found)
    query = read_query(parameters, language="en")
    assert read_query(QueryDict(write_query(query)), language="en") == query
