"""The page of a product: honest stars, the law's facts, two languages, a form to buy."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from catalog.lib import clock
from catalog.products.models import Listing, ReportedStar
from catalog.products.selectors import cards_for_products, product_url, text_for
from catalog.products.services import write_text
from search.engines import engine
from search.sources import all_documents
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.producers import PlaceFactory, ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


def read(client: Client, listing: Listing, language: str = "vi") -> str:
    url = product_url(text_for(listing.texts.all(), language), language)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def structured(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    assert data["@context"] == "https://schema.org"
    return data


def test_a_certified_badge_leads_to_its_record(client: Client) -> None:
    listing = ListingFactory.create()
    award = AwardFactory.create(decision=DecisionFactory.create(signed_on=clock.today().replace(day=1)))
    link(award, listing)
    page = read(client, listing)
    assert re.search(rf'<a class="badge badge--big" href="/v/{award.code}">', page)
    assert "OCOP 4 sao" in page
    assert "(mẫu)" not in page


def test_a_sample_badge_says_so(client: Client) -> None:
    listing = ListingFactory.create()
    link(AwardFactory.create(decision=DecisionFactory.create(signed_on=clock.today().replace(day=1), is_sample=True)), listing)
    assert re.search(r"OCOP 4 sao\s*<span class=\"badge__sample\">\(mẫu\)</span>", read(client, listing))


def test_reported_stars_name_their_source_and_are_no_badge(client: Client) -> None:
    listing = ListingFactory.create()
    ReportedStar.objects.create(listing=listing, stars=4, year=2022, source_url="https://bao.example/bai")
    page = read(client, listing)
    assert 'class="badge' not in page
    assert 'class="stars"' not in page
    assert "4 sao năm 2022" in page
    assert 'href="https://bao.example/bai"' in page


def test_a_lapsed_award_is_told_without_stars(client: Client) -> None:
    listing = ListingFactory.create()
    award = AwardFactory.create(decision=DecisionFactory.create(signed_on=date(2019, 5, 6)))
    link(award, listing)
    page = read(client, listing)
    assert 'class="badge' not in page
    assert "Từng được 4 sao đến hết ngày 05/05/2022" in page
    assert f'href="/v/{award.code}"' in page


def test_what_is_in_stock_can_be_put_into_the_basket(client: Client) -> None:
    listing = ListingFactory.create(offer=(45_000, 3))
    page = read(client, listing)
    assert f'action="{reverse("checkout:basket-add")}"' in page
    assert f'name="product" value="{listing.product_id}"' in page
    assert 'max="3"' in page


def test_what_is_sold_out_has_no_form(client: Client) -> None:
    page = read(client, ListingFactory.create(offer=(45_000, 0)))
    assert 'name="quantity"' not in page
    assert "Hết hàng" in page


def test_the_seller_is_named_with_everything_that_the_law_asks(client: Client) -> None:
    page = read(client, ListingFactory.create(seller=ProducerFactory.create(address="Số 5 ngõ Mẫu", phone="+84912000111")))
    for text in ("Số 5 ngõ Mẫu", "+84912000111", "012345678901", "60 ngày", "500 g", "45.000\u00a0₫"):
        assert text in page


def test_missing_english_shows_vietnamese_marked_as_such(client: Client) -> None:
    page = read(client, ListingFactory.create(), "en")
    assert '<h1 lang="vi">Chè lam Thạch Xá</h1>' in page
    assert "only there in Vietnamese" in page


def test_present_english_needs_no_note(client: Client) -> None:
    listing = ListingFactory.create()
    write_text(listing=listing, language="en", title="Ginger che lam", description="Sticky rice and ginger.", pack="500 g box")
    page = read(client, listing, "en")
    assert '<h1 lang="en">Ginger che lam</h1>' in page
    assert "only there in Vietnamese" not in page


def test_the_head_names_the_page_in_both_languages(client: Client) -> None:
    listing = ListingFactory.create()
    write_text(listing=listing, language="en", title="Ginger che lam", description="Sticky rice.", pack="500 g box")
    page = read(client, listing, "en")
    assert re.search(r'<link rel="canonical" href="[^"]+/en/products/ginger-che-lam/">', page)
    assert re.search(r'<link rel="alternate" hreflang="vi" href="[^"]+/san-pham/che-lam-thach-xa/">', page)


def test_search_engines_read_price_and_stock(client: Client) -> None:
    data = structured(read(client, ListingFactory.create(offer=(1_250_000, 1))))
    assert data["offers"]["price"] == "1250000"
    assert data["offers"]["priceCurrency"] == "VND"
    assert data["offers"]["availability"] == "https://schema.org/InStock"
    assert "award" not in data


def test_a_title_cannot_end_the_element_that_holds_the_data(client: Client) -> None:
    page = read(client, ListingFactory.create(title="Bánh </script><script>alert(1)</script>"))
    assert "<script>alert" not in page
    assert structured(page)["name"] == "Bánh </script><script>alert(1)</script>"


def test_search_engines_read_the_way_to_the_product(client: Client) -> None:
    page = read(client, ListingFactory.create())
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    names = [item["name"] for item in data["itemListElement"]]
    assert (data["@type"], names) == ("BreadcrumbList", ["Thực phẩm", "Chè lam Thạch Xá"])


def test_a_page_takes_few_queries_even_when_someone_else_sells(client: Client, django_assert_max_num_queries: Any) -> None:
    """Maker, seller and where it is made are three places to look up, together; the shelves below ask the index.

    The page takes six, whatever waits for the index; one more is this test's, which looks the address up.
    """
    listing = ListingFactory.create(seller=ProducerFactory.create(), made_in=PlaceFactory.create())
    engine().rebuild(all_documents())
    for _time in range(2):
        read(client, listing)
    with django_assert_max_num_queries(7):
        read(client, listing)


def test_the_other_languages_address_leads_to_the_readers_own(client: Client) -> None:
    listing = ListingFactory.create(title="Chè lam gừng")
    write_text(listing=listing, language="en", title="Ginger che lam")
    other = ListingFactory.create(title="Ginger che lam")
    assert client.get("/en/products/che-lam-gung/").headers["Location"] == "/en/products/ginger-che-lam/"
    # The same address in the other language may be another product's: its own language decides.
    assert client.get("/san-pham/ginger-che-lam/").context["page"].listing == other


def test_an_old_address_redirects_for_good_in_both_languages(client: Client) -> None:
    listing = ListingFactory.create(title="Chè lam cũ")
    write_text(listing=listing, language="en", title="Old che lam")
    write_text(listing=listing, language="vi", title="Chè lam mới")
    write_text(listing=listing, language="en", title="New che lam")
    for old, new in (("/san-pham/che-lam-cu/", "/san-pham/che-lam-moi/"), ("/en/products/old-che-lam/", "/en/products/new-che-lam/")):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new)
        assert client.get(new).status_code == 200


def test_what_has_no_english_says_that_it_is_vietnamese(client: Client) -> None:
    listing = ListingFactory.create()
    page = client.get(f"/en/products/{listing.texts.get().slug}/").content.decode()
    assert '<dd lang="vi">Thạch Thất, Hà Nội</dd>' in page
    assert '<dd lang="vi">Nếp, mật mía, gừng</dd>' in page
    assert "<dd>60 days</dd>" in page
    name = listing.seller.texts.get().title
    assert f'lang="vi">{name}</a>' in page
    card = cards_for_products([listing.product_id], language="en")[0]
    shown = render_to_string("components/product_card.html", {"card": card})
    assert f'<span lang="vi">{name}</span>' in shown
    assert f'<span lang="vi">{card.place_name}</span>' in shown
