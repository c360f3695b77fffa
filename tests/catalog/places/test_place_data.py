"""The committed tables of places are whole and free of contradictions."""

import unicodedata
from datetime import date

import pytest

from catalog.lib.vietnamese import slugify_vietnamese
from catalog.places.data_files import read_table
from catalog.places.rows import hanoi_rows, province_rows, village_rows

PROVINCES = read_table("provinces")
HANOI = read_table("hanoi")
VILLAGES = read_table("villages")


def test_there_are_34_provinces_with_codes_of_their_own():
    codes = [entry["code"] for entry in PROVINCES["provinces"]]
    assert len(codes) == len(set(codes)) == 34
    assert codes == sorted(codes)


def test_six_of_them_are_cities():
    cities = {entry["vi"] for entry in PROVINCES["provinces"] if entry["kind"] == "city"}
    assert cities == {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Thành phố Hồ Chí Minh", "Cần Thơ"}


def test_each_of_the_63_former_provinces_went_into_one_province():
    former = [(old["code"], old["name"]) for entry in PROVINCES["provinces"] for old in entry["former"]]
    assert len(former) == 63
    assert len({code for code, _ in former}) == len({name for _, name in former}) == 63


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hà Giang", "Tuyên Quang"),
        ("Yên Bái", "Lào Cai"),
        ("Hòa Bình", "Phú Thọ"),
        ("Hải Dương", "Hải Phòng"),
        ("Bến Tre", "Vĩnh Long"),
        ("Bình Dương", "Thành phố Hồ Chí Minh"),
        ("Kon Tum", "Quảng Ngãi"),
        ("Hà Nội", "Hà Nội"),
    ],
)
def test_a_former_province_lies_where_the_law_put_it(old, new):
    homes = [entry["vi"] for entry in PROVINCES["provinces"] if old in [former["name"] for former in entry["former"]]]
    assert homes == [new]


def test_hanoi_has_51_wards_and_75_communes_with_codes_of_their_own():
    kinds = [entry["kind"] for entry in HANOI["communes"]]
    assert (kinds.count("phường"), kinds.count("xã"), len(kinds)) == (51, 75, 126)
    codes = {entry["code"] for entry in HANOI["communes"]}
    assert len(codes) == 126
    assert all(len(code) == 5 and code.isdigit() for code in codes)


def test_every_old_district_of_hanoi_is_found_in_some_commune():
    districts = {name for entry in HANOI["communes"] for name in entry["former"]}
    assert districts == set(HANOI["districts"])
    assert len(districts) == 30


def test_phu_xuyen_is_found_in_the_four_communes_it_became():
    names = {entry["name"] for entry in HANOI["communes"] if "Phú Xuyên" in entry["former"]}
    assert names == {"Phú Xuyên", "Phượng Dực", "Chuyên Mỹ", "Đại Xuyên"}


def test_every_village_lies_in_a_commune_of_the_table():
    codes = {entry["code"] for entry in HANOI["communes"]}
    assert {entry["commune"] for entry in VILLAGES["villages"]} <= codes


def test_every_village_lay_in_the_district_that_its_commune_came_from():
    districts = {entry["code"]: {*entry["former"], *entry.get("parts", {})} for entry in HANOI["communes"]}
    assert [entry["name"] for entry in VILLAGES["villages"] if entry["district"] not in districts[entry["commune"]]] == []


def test_addresses_are_all_different_and_in_normal_form():
    rows = [*province_rows(PROVINCES), *hanoi_rows(HANOI), *village_rows(VILLAGES)]
    for texts in ([row.vi for row in rows], [row.en for row in rows]):
        assert len({text.slug for text in texts}) == len(rows)
        assert all(text.slug == slugify_vietnamese(text.slug) for text in texts)
        assert all(unicodedata.is_normalized("NFC", text.title) for text in texts)


def test_ha_tay_ended_on_31_07_2008_and_is_no_name_of_inner_hanoi():
    by_name = {row.vi.title: row for row in hanoi_rows(HANOI)}
    ends = [alias.valid_to for alias in by_name["Phường Hà Đông"].aliases if alias.name == "Hà Tây"]
    assert ends == [date(2008, 7, 31)]
    assert not [alias for alias in by_name["Phường Hoàn Kiếm"].aliases if alias.name == "Hà Tây"]
