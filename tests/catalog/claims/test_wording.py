"""What claims stars, and what only sounds like it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.claims.wording import star_claims

CLAIMS = [
    ("Chè lam OCOP 5 sao của làng Thạch Xá", 5),
    ("Sản phẩm đạt chuẩn 4* cấp thành phố", 4),
    ("Miến dong OCOP ****", 4),
    ("Đặc sản OCOP ★★★★★", 5),
    ("Giò lụa ⭐⭐⭐⭐ thơm ngon", 4),
    ("Được công nhận năm sao", 5),
    ("được công nhận nam sao", 5),
    ("Đạt hạng Bốn sao năm 2023", 4),
    ("dat chuan 4 sao", 4),
    ("San pham OCOP 3 sao", 3),
    ("OCOP 5★", 5),
    ("OCOP 4⭐ Hà Nội", 4),
    ("Tiêu chuẩn 5 sao, ăn là ghiền", 5),
    ("hạng sao: 4", 4),
    ("Xếp hạng sao 5 của thành phố", 5),
    ("5-sao OCOP", 5),
    ("OCOP 5sao", 5),
    ("OCOP4SAO", 4),
    ("Chứng nhận OCOP hạng 4.", 4),
    ("Sản phẩm OCOP: 5", 5),
    ("ОСОР 5 sаo", 5),
    ("0C0P 5 sa0", 5),
    ("ＯＣＯＰ　５　ｓａｏ", 5),
    ("O\u200bCOP 5 s\u200bao", 5),
    (unicodedata.normalize("NFD", "Được công nhận năm sao"), 5),
    ("Mật ong đạt 3 sao OCOP", 3),
    ("A five-star OCOP product of Hanoi", 5),
    ("OCOP 4 stars since 2022", 4),
    ("4-star OCOP tea", 4),
    ("★★★★☆", 4),
    ("Đạt OCOP 4 sao và được nhiều khách hàng tin dùng", 4),
    ("Bánh cuốn Thanh Trì – đạt danh hiệu ba sao", 3),
    ("CHUẨN 5 SAO", 5),
    ("Chè lam OCOP 5 sao\nChè lam làm từ nếp", 5),
    ("OCOP 4 sao khô gà lá chanh", 4),
    ("Đạt 5 sao\nCho mọi nhà", 5),
    ("Trà sen bốn sao OCOP", 4),
]
NO_CLAIMS = [
    "Chè lam thơm ngon, mềm dẻo",
    "Chè sao khô trên chảo gang",
    "Thuốc bắc sao vàng hạ thổ",
    "Sao 3 lần trên lửa nhỏ",
    "Đảo đều tay sao cho chè không cháy",
    "Để được một năm sao cho khô ráo",
    "Vì sao nên chọn chè lam?",
    "Hoa hồi năm cánh hình ngôi sao",
    "Khách sạn 5 sao nào cũng đặt món này",
    "Phục vụ tại các resort 5 sao",
    "Khách hàng đánh giá 5 sao",
    "Được 4,5 sao trên Shopee",
    "Sản phẩm OCOP được xếp từ 3 đến 5 sao",
    "OCOP có ba hạng: 3-5 sao",
    "Phấn đấu đạt 5 sao vào năm sau",
    "Chưa đạt 4 sao",
    "Tiềm năng 5 sao",
    "Sản phẩm OCOP 2024",
    "Ba lần đạt giải",
    "Nấm sao chế biến kỹ",
    "Việt Nam sao vàng",
    "Bà Sáu làm bánh, con là sao mai",
    "Hộp 4 * 100 g",
    "4*5 = 20 chiếc",
    "***",
    "Ghi chú ***: giá chưa gồm phí gửi",
    "1 sao, 2 sao",
    "15 sao, 45 sao",
    "Sao biển 5 cánh",
    "5 sao chép tay",
    "Cờ đỏ sao vàng",
    "★",
    "★★",
    "Nặng 3,5 kg, gói 4 lớp",
    "Làm OCOP 3 năm liền",
    "Năm sao cũng được",
]


@pytest.mark.parametrize(("text", "stars"), CLAIMS)
def test_a_claim_is_found_however_it_is_written(text: str, stars: int) -> None:
    assert [claim.stars for claim in star_claims(text)] == [stars]


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert star_claims(text) == []


def test_the_words_around_are_told_as_they_were_written() -> None:
    text = "Làng Thạch Xá làm chè lam đã mấy trăm năm. " * 3 + "Chè lam này đạt OCOP 5 sao từ năm 2022, ai cũng biết. " + "Ngọt vừa. " * 20
    (claim,) = star_claims(text)
    assert "Chè lam này đạt OCOP 5 sao từ năm 2022" in claim.excerpt
    assert len(claim.excerpt) <= 200


def test_each_number_is_claimed_once() -> None:
    assert [claim.stars for claim in star_claims("OCOP 4 sao! OCOP 4 sao! Nay lên OCOP 5 sao.")] == [4, 5]


@given(text=st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    for claim in star_claims(text):
        assert 3 <= claim.stars <= 5


@given(text=st.text(alphabet="345 saoOCP*★☆-.,năm\n", max_size=2000))
def test_no_text_of_such_letters_breaks_it_either(text: str) -> None:
    star_claims(text)
