"""Nothing goes on sale without what the law wants a buyer to know."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from catalog.audit.models import AuditEntry
from catalog.producers.models import Producer
from catalog.products.errors import UnableToChangeListing, UnableToPublish
from catalog.products.models import Listing, ListingOldSlug, ListingText
from catalog.products.selectors import cards_for_products
from catalog.products.services import change_offer, publish_listing, withhold_listing, write_text
from marketplace.accounts.models import User
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


def test_a_complete_listing_is_published_and_the_log_says_so(binh: User) -> None:
    listing = publish_listing(
        listing=ListingFactory.create(state="draft", published_on=None, seller=binh.memberships.get().producer), actor=binh
    )
    assert listing.state == "published"
    assert listing.published_on is not None
    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.on_behalf_of_id, entry.after) == (binh.pk, listing.seller_id, {"state": "published"})


def test_what_a_suspended_maker_makes_is_neither_published_nor_bought(mai: User) -> None:
    maker = ProducerFactory.create(state="suspended")
    listing = ListingFactory.create(state="draft", maker=maker)
    with pytest.raises(UnableToPublish) as refusal:
        publish_listing(listing=listing, actor=mai)
    assert [gap.code for gap in refusal.value.gaps] == ["maker-suspended"]
    Listing.objects.update(state="published")
    assert cards_for_products([listing.product_id], language="vi")[0].availability == "not_for_sale"


def test_a_maker_on_record_alone_may_be_sold_by_a_verified_seller(mai: User) -> None:
    listing = ListingFactory.create(state="draft", maker=ProducerFactory.create(state="recorded"))
    assert publish_listing(listing=listing, actor=mai).state == "published"
    assert cards_for_products([listing.product_id], language="vi")[0].availability == "in_stock"


def test_every_gap_is_named(mai: User) -> None:
    seller = ProducerFactory.create(state="applied", phone="", address="", registration_number="", tax_code="")
    listing = ListingFactory.create(state="draft", seller=seller, shelf_life_days=None)
    ListingText.objects.update(description="", making_origin="", label_facts={})
    with pytest.raises(UnableToPublish) as refusal:
        publish_listing(listing=Listing.objects.get(pk=listing.pk), actor=mai)
    codes = {gap.code for gap in refusal.value.gaps}
    assert codes == {
        "seller-unverified", "seller-phone", "seller-address", "seller-number",
        "description", "origin", "label-ingredients", "label-usage", "shelf-life",
    }  # fmt: skip
    assert Listing.objects.get().state == "draft"


def test_withholding_wants_a_reason(mai: User) -> None:
    listing = ListingFactory.create()
    with pytest.raises(UnableToChangeListing):
        withhold_listing(listing=listing, reason=" ", officer=mai)
    assert withhold_listing(listing=listing, reason="Ảnh không đúng", officer=mai).state == "withheld"
    assert cards_for_products([listing.product_id], language="vi") == []


def test_nothing_of_a_suspended_producer_can_be_bought() -> None:
    listing = ListingFactory.create()
    assert cards_for_products([listing.product_id], language="vi")[0].availability == "in_stock"
    Producer.objects.update(state="suspended")
    assert cards_for_products([listing.product_id], language="vi")[0].availability == "not_for_sale"


def test_a_new_title_gets_a_new_address_and_the_old_one_stays_known() -> None:
    listing = ListingFactory.create(title="Chè lam")
    write_text(listing=listing, language="vi", title="Chè lam gừng")
    assert ListingText.objects.get().slug == "che-lam-gung"
    assert ListingOldSlug.objects.get().slug == "che-lam"
    other = ListingFactory.create(title="Chè lam")
    assert other.texts.get().slug == "che-lam-2"


@pytest.mark.parametrize("price", ["0", "-5", "1000.5"])
def test_a_price_is_a_positive_whole_number_of_dong(price: str) -> None:
    with pytest.raises(UnableToChangeListing):
        change_offer(listing=ListingFactory.create(), price=Decimal(price), num_in_stock=1, actor=None)


def test_cards_take_the_same_number_of_queries_for_two_as_for_twenty(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    ids = [ListingFactory.create(title=f"Chè {n}").product_id for n in range(20)]
    with django_assert_max_num_queries(12):
        assert len(cards_for_products(ids, language="vi")) == 20


@pytest.mark.every_database
@pytest.mark.parametrize("price", ["45000.5", "-1"])
def test_the_database_itself_refuses_a_price_that_is_no_whole_number_of_dong(price: str) -> None:
    listing = ListingFactory.create()
    records = listing.product.stockrecords
    with pytest.raises(IntegrityError), transaction.atomic():
        records.update(price=Decimal(price))
    with pytest.raises(IntegrityError), transaction.atomic():
        records.create(partner=ProducerFactory.create().partner, partner_sku="khac", price=Decimal(price), price_currency="VND")
    assert records.get().price == 45_000
    records.update(price=None)
    records.update(price=Decimal("46000.00"))
