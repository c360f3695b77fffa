"""A card in a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import override_settings
from django.utils.translation import override

from catalog.products.cards import Badge, Picture, ProductCard, ReportedStars
from catalog.products.templatetags.cards import product_card

CARD = ProductCard(
    id=1,
    title="Chè lam <Thạch Xá>",
    language="vi",
    url="/san-pham/che-lam/",
    producer_name="Hợp tác xã Thạch Xá",
    producer_url="/nha-san-xuat/thach-xa/",
    place_name="Thạch Thất",
    price=Decimal(45_000),
    pack="Hộp 500 g",
    picture=None,
    badge=None,
    reported=None,
    availability="in_stock",
    is_sample=False,
)
BADGE = Badge(
    stars=4,
    code="K7Q2M9X4A",
    url="/v/K7Q2M9X4A",
    state="valid",
    last_day=date(2028, 1, 9),
    decision_number="110/QĐ-UBND",
    decision_on=date(2025, 1, 10),
    is_sample=True,
)


def test_a_card_escapes_what_a_maker_wrote() -> None:
    with override("vi"):
        assert "Chè lam &lt;Thạch Xá&gt;" in product_card(CARD)


def test_a_changed_card_is_written_anew() -> None:
    with override("vi"):
        assert "45.000\u00a0₫" in product_card(CARD)
        assert "52.000\u00a0₫" in product_card(replace(CARD, price=Decimal(52_000)))
        assert "Hết hàng" in product_card(replace(CARD, availability="sold_out"))


def test_a_card_speaks_the_readers_language() -> None:
    card = replace(CARD, badge=BADGE)
    with override("vi"):
        assert "OCOP 4 sao" in product_card(card)
        assert 'href="/v/K7Q2M9X4A"' in product_card(card)
    with override("en"):
        assert "OCOP 4 stars" in product_card(card)
        assert 'href="/v/K7Q2M9X4A?lang=en"' in product_card(card)


def test_reported_stars_are_words_with_a_source() -> None:
    with override("en"):
        page = product_card(replace(CARD, reported=ReportedStars(stars=4, year=2022, source_url="https://bao.example/")))
    assert "Reported 4 stars in 2022" in page
    assert 'class="stars"' not in page
    assert 'href="https://bao.example/"' in page


@pytest.mark.parametrize("debug", [True, False])
def test_the_first_cards_do_not_put_off_their_pictures(debug: bool) -> None:
    card = replace(CARD, picture=Picture(avif="/a.avif 400w", webp="/a.webp 400w", src="/a.jpg", width=400, height=400, alt="Chè lam"))
    with override_settings(DEBUG=debug), override("vi"):
        assert 'loading="lazy"' in product_card(card)
        assert 'loading="lazy"' not in product_card(card, eager=True)
