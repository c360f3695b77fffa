"""What can be ticked: places and groups lie in one another, counts hold under the other filters, nothing chosen is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client

from catalog.certification.models import OcopGroup
from catalog.places.models import Place, PlaceText
from catalog.products.models import Listing, Sign
from marketplace.delivery.models import Neighbor
from search.engines import engine
from search.facets import MAX_SHOWN, Facet, build_chips, build_facets
from search.finding import find
from search.queries import Dimension, SearchAnswer, SearchQuery
from search.sources import all_documents
from tests.factories.producers import PlaceFactory, ProducerFactory
from tests.search.test_finding import DAY


def facet(dimension: Dimension, **fields: object) -> Facet | None:
    """Ask the shop and give one facet of the answer."""
    query = SearchQuery(today=DAY, **fields)
    found = build_facets(query, find(query))
    return next((one for one in found if one.key == dimension), None)


def rows(found: Facet | None) -> list[tuple[str, int, int]]:
    """Give name, count and depth of each value."""
    assert found
    return [(str(value.name), value.count, value.level) for value in found.values]


def reindex() -> None:
    engine().rebuild(all_documents())


def test_a_village_lies_under_its_province(shop: dict[str, int]) -> None:
    assert rows(facet(Dimension.PLACE)) == [("Hà Nội", 7, 0), ("Làng Thạch Xá", 2, 1)]


def test_a_province_can_be_ticked_and_taken_off(client: Client, shop: dict[str, int]) -> None:
    province = Place.objects.get(kind="province", texts__title="Hà Nội")
    page = client.get("/tim-kiem/", {"place": str(province.pk)}).content.decode()
    assert f'id="facet-place-{province.pk}" type="checkbox" name="place" value="{province.pk}" checked' in page
    assert re.search(r'<a class="chip chip--chosen" href="\?">Hà Nội', page)
    assert "7 sản phẩm" in page


def test_a_sub_group_stands_under_its_group_in_official_order(shop: dict[str, int]) -> None:
    food = OcopGroup.objects.get(code="thuc-pham")
    sub = OcopGroup.objects.create(code="banh", parent=food, name_vi="Bánh", name_en="Cakes", valid_from=food.valid_from, position=0)
    craft = OcopGroup.objects.create(code="thu-cong", name_vi="Thủ công", name_en="Crafts", valid_from=food.valid_from, position=9)
    Listing.objects.filter(product_id=shop["Bánh chè lam gừng"]).update(group=sub)
    Listing.objects.filter(product_id=shop["Gốm Bát Tràng men lam"]).update(group=craft)
    reindex()
    assert rows(facet(Dimension.GROUP)) == [("Thực phẩm", 6, 0), ("Bánh", 1, 1), ("Thủ công", 1, 0)]
    both = facet(Dimension.GROUP, filters={Dimension.GROUP: ("banh", "thu-cong")})
    assert rows(both) == [("Thực phẩm", 6, 0), ("Bánh", 1, 1), ("Thủ công", 1, 0)]


def test_other_signs_are_counted_by_family(shop: dict[str, int]) -> None:
    listing = Listing.objects.get(product_id=shop["Chè lam Thạch Xá"])
    for family in ("indication", "title", "title"):
        Sign.objects.create(listing=listing, family=family, name_vi="x", name_en="x", paper="Số 1")
    reindex()
    assert {name: count for name, count, _ in rows(facet(Dimension.SIGN))} == {
        "chỉ dẫn địa lý hoặc nhãn hiệu": 1,
        "danh hiệu làng nghề, nghệ nhân": 1,
    }
    assert find(SearchQuery(filters={Dimension.SIGN: ("title",)}, today=DAY)).total == 1


@pytest.fixture
def far(shop: dict[str, int]) -> dict[str, Place]:
    """Hanoi, its neighbor Bắc Ninh and distant Cà Mau; one product goes nearby, one stays in the province."""
    places = {name: PlaceFactory.create(name=name) for name in ("Bắc Ninh", "Cà Mau")}
    places["Hà Nội"] = Place.objects.get(kind="province", texts__title="Hà Nội")
    Neighbor.objects.create(province=places["Hà Nội"], neighbor=places["Bắc Ninh"])
    chilled = {"storage": Listing.Storage.CHILLED}
    Listing.objects.filter(product_id=shop["Giò lụa Ước Lễ"]).update(send_to=Listing.SendTo.HANOI, **chilled)
    Listing.objects.filter(product_id=shop["Chè lam Thạch Xá"]).update(send_to=Listing.SendTo.NEARBY, **chilled)
    reindex()
    return places


def test_what_cannot_be_sent_to_a_province_is_not_found_for_it(far: dict[str, Place]) -> None:
    totals = {name: find(SearchQuery(filters={Dimension.TO: (str(place.pk),)}, today=DAY)).total for name, place in far.items()}
    assert totals == {"Hà Nội": 7, "Bắc Ninh": 6, "Cà Mau": 5}
    assert rows(facet(Dimension.TO)) == [("Bắc Ninh", 6, 0), ("Cà Mau", 5, 0), ("Hà Nội", 7, 0)]


def test_a_seller_without_a_place_reaches_only_by_sending_everywhere(far: dict[str, Place], shop: dict[str, int]) -> None:
    homeless = ProducerFactory.create(place=None)
    Listing.objects.filter(product_id=shop["Giò lụa Ước Lễ"]).update(seller=homeless)
    reindex()
    assert find(SearchQuery(filters={Dimension.TO: (str(far["Hà Nội"].pk),)}, today=DAY)).total == 6


def test_the_province_is_chosen_from_a_list_and_stands_in_the_address(client: Client, far: dict[str, Place]) -> None:
    place = far["Cà Mau"]
    page = client.get("/tim-kiem/", {"to": str(place.pk)}).content.decode()
    assert f'<option value="{place.pk}" selected>Cà Mau (5)</option>' in page
    assert re.search(r'<a class="chip chip--chosen" href="\?">Cà Mau', page)


def answer_with(counts: dict[Dimension, dict[str, int]]) -> SearchAnswer:
    """Give an answer that has nothing but counts."""
    return SearchAnswer(cards=[], total=0, page=1, pages=1, facets=counts, others=[])


@pytest.mark.django_db
def test_of_many_makers_the_frequent_and_the_chosen_are_shown_and_the_page_says_so() -> None:
    makers = [ProducerFactory.create(name=f"Xưởng {number:02}") for number in range(MAX_SHOWN + 3)]
    counts = {str(maker.pk): 100 - number for number, maker in enumerate(makers)}
    last = str(makers[-1].pk)
    query = SearchQuery(filters={Dimension.MAKER: (last,)})
    (found,) = build_facets(query, answer_with({Dimension.MAKER: counts}))
    assert (len(found.values), found.is_cut) == (MAX_SHOWN, True)
    assert [(value.value, value.count) for value in found.values if value.is_chosen] == [(last, counts[last])]
    assert [str(chip.name) for chip in build_chips(query, [found])] == [f"Xưởng {MAX_SHOWN + 2:02}"]


@pytest.mark.django_db
def test_of_many_makers_only_the_names_that_are_shown_are_read(
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    shown = ProducerFactory.create(name="Xưởng đầu")
    counts = {str(shown.pk): 500, **{str(10_000 + number): 400 - number for number in range(300)}}
    with django_assert_num_queries(1) as asked:
        (found,) = build_facets(SearchQuery(), answer_with({Dimension.MAKER: counts}))
    assert [str(value.name) for value in found.values] == ["Xưởng đầu"]
    assert found.is_cut
    assert len(re.findall(r"\b10\d{3}\b", asked.captured_queries[0]["sql"])) == MAX_SHOWN - 1


@pytest.mark.django_db
def test_a_frequent_village_brings_its_province_along() -> None:
    provinces = [PlaceFactory.create(name=f"Tỉnh {number:02}") for number in range(MAX_SHOWN + 5)]
    village = Place.objects.create(kind="village", parent=provinces[-1], valid_from=date(2025, 7, 1))
    PlaceText.objects.create(place=village, language="vi", title="Làng Hoa", slug="lang-hoa")
    counts = {**{str(place.pk): 100 - number for number, place in enumerate(provinces)}, str(village.pk): 50}
    counts[str(provinces[-1].pk)] = 50
    query = SearchQuery(filters={Dimension.PLACE: (str(village.pk),)})
    (found,) = build_facets(query, answer_with({Dimension.PLACE: counts}))
    assert [(str(value.name), value.level) for value in found.values][-2:] == [("Tỉnh 44", 0), ("Làng Hoa", 1)]


def test_a_group_page_keeps_the_group_in_its_path_alone(client: Client, shop: dict[str, int]) -> None:
    page = client.get("/danh-muc/thuc-pham/", {"stars": "4"}).content.decode()
    assert re.search(r'<a class="chip chip--chosen" href="\?">4 sao', page)
    assert "group=thuc-pham" not in page


def test_a_fragment_tells_the_shortest_address(client: Client, shop: dict[str, int]) -> None:
    address = "/tim-kiem/?q=che+lam&to=&sort=relevance&stars=4&page=1"
    answer = client.get(address, headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == "/tim-kiem/?q=che+lam&stars=4"
    assert "HX-Push-Url" not in client.get(address)
