"""Whether the shop that sells a product is the holder of its recognition."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.products.models import Listing
from catalog.registry.holders import is_holder
from tests.factories.awards import AwardFactory, link
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("shop", "paper", "same"),
    [
        ("Hợp tác xã nông nghiệp Đại Hưng", "HTXNN Đại Hưng", True),
        ("HTX Đại Hưng", "Đại Hưng", True),
        ("Công ty TNHH Đại Hưng", "HTX Đại Hưng", False),
        ("Hợp tác xã Đại Hương", "HTX Đại Hưng", False),
        ("Hộ kinh doanh Nguyễn Thị Quý", "Hộ SXKD Nguyễn Thị Quí", True),
    ],
)
def test_names_of_one_holder_are_recognized_in_any_usual_spelling(shop: str, paper: str, same: bool) -> None:
    assert is_holder(ProducerFactory.create(name=shop), paper) is same


def test_nobody_is_no_holder() -> None:
    assert not is_holder(None, "HTX Đại Hưng")


def page(client: Client, listing: Listing) -> str:
    award = AwardFactory.create(maker_name="HTX Đại Hưng")
    link(award, listing)
    return client.get(f"/v/{award.code}").content.decode()


def test_the_verification_page_says_that_the_holder_itself_sells(client: Client) -> None:
    assert "Nơi bán chính là chủ thể được công nhận." in page(
        client, ListingFactory.create(seller=ProducerFactory.create(name="HTX Đại Hưng"))
    )


def test_the_verification_page_says_that_somebody_else_sells_what_the_holder_makes(client: Client) -> None:
    listing = ListingFactory.create(
        maker=ProducerFactory.create(name="HTX Đại Hưng"), seller=ProducerFactory.create(name="Cửa hàng Phố Cổ")
    )
    text = page(client, listing)
    assert "Chủ thể được công nhận làm ra; nơi bán là một cơ sở khác." in text
    assert "Cửa hàng Phố Cổ" in text


def test_the_verification_page_warns_of_a_stranger(client: Client) -> None:
    assert "nơi bán không phải chủ thể được công nhận" in page(
        client, ListingFactory.create(seller=ProducerFactory.create(name="Cửa hàng Phố Cổ"))
    )


def test_a_listing_that_is_not_published_is_not_named(client: Client) -> None:
    text = page(client, ListingFactory.create(state=Listing.State.DRAFT))
    assert "Ai bán ở đây" not in text
