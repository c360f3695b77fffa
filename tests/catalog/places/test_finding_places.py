"""Places are loaded once, keep their ids, and are found by names of today and of before."""

import pytest

from catalog.places.models import Place, PlaceAlias, PlaceText
from catalog.places.selectors import commune_for_printed, places_named, places_within
from catalog.places.services import load_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return load_places()


def titles(found):
    return [place.texts.get(language="vi").title for place in found]


def test_loading_again_changes_nothing(places):
    before = (set(Place.objects.values_list("pk", "code")), PlaceText.objects.count(), PlaceAlias.objects.count())
    assert load_places() == places
    assert (set(Place.objects.values_list("pk", "code")), PlaceText.objects.count(), PlaceAlias.objects.count()) == before


def test_a_village_comes_before_the_commune_of_its_name(places):
    assert titles(places_named("bat trang"))[:2] == ["Bát Tràng", "Xã Bát Tràng"]


def test_an_old_district_finds_the_communes_it_became(places):
    assert {"Xã Phú Xuyên", "Xã Phượng Dực", "Xã Chuyên Mỹ", "Xã Đại Xuyên"} <= set(titles(places_named("huyện Phú Xuyên")))


def test_an_old_province_finds_the_new_one(places):
    assert titles(places_named("Yên Bái"))[0] == "Lào Cai"


def test_an_address_printed_in_2023_finds_todays_commune(places):
    assert titles([commune_for_printed(commune="Xã Thạch Xá", district="Huyện Thạch Thất")]) == ["Xã Tây Phương"]


def test_a_name_that_two_districts_shared_stays_in_doubt_without_the_district(places):
    assert commune_for_printed(commune="Tam Hiệp") is None
    assert titles([commune_for_printed(commune="Tam Hiệp", district="Thanh Trì")]) == ["Xã Đại Thanh"]


def test_an_unknown_commune_finds_nothing(places):
    assert commune_for_printed(commune="Không Có Xã Này") is None


def test_a_province_holds_its_communes_and_their_villages(places):
    hanoi = Place.objects.get(kind="province", code="01")
    villages = Place.objects.filter(kind="village").count()
    assert places_within(hanoi).count() == 1 + 126 + villages
