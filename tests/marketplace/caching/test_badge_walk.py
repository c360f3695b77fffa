"""A walk past every place where stars can show, as time passes over the lapse: none is left, whoever sleeps.

Nothing is indexed, purged or published after the shop stands: no worker runs, and the caches are warm from the day before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from catalog.certification.models import Award
from catalog.certification.services import revoke_award
from catalog.lib.clock import VIETNAM
from catalog.products.models import Listing
from cms.home.models import HomePage
from cms.regions.models import RegionIndexPage, RegionPage
from cms.stories.models import StoryIndexPage, StoryPage
from tests.search.conftest import make_shop

pytestmark = pytest.mark.django_db
WARE = "Chè lam Thạch Xá"
LAST_MINUTE = datetime(2028, 1, 9, 23, 59, 0, tzinfo=VIETNAM)
MIDNIGHT = datetime(2028, 1, 10, 0, 0, 0, tzinfo=VIETNAM)
# What a badge looks like: in a page, in a picture, in data.
MARKS = (
    'class="badge"',
    'class="badge badge--big"',
    'class="stars"',
    "OCOP 4 sao",
    "OCOP 4 stars",
    '"in_force": true',
    "hasCertification",
    '"stars": 4, "group"',
    '"","4",',
)


@dataclass(frozen=True, slots=True)
class Shop:
    """The addresses of the walk; those of `always` never show a badge, whatever the day."""

    places: dict[str, str]
    never: dict[str, str]
    award: Award


def _shelf(source: str, products: list[Any]) -> tuple[str, Any]:
    return "shelf", {"title": "Kệ", "source": source, "products": products, "limit": 8}


def _publish(page: Any, **fields: Any) -> str:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return str(page.get_url())


def _under(index: type[Any], page: Any) -> str:
    index.objects.get(locale__language_code="vi").add_child(instance=page)
    page.save_revision().publish()
    return str(page.get_url())


def _cms_places(listing: Listing) -> dict[str, str]:
    chosen = [_shelf("chosen", [listing.product])]
    home = HomePage.objects.get(locale__language_code="vi")
    english = HomePage.objects.get(locale__language_code="en")
    story = StoryPage(title="Chuyện chè lam", slug="chuyen-che-lam", producer=listing.maker, summary="Một nhà làm chè lam.", body=chosen)
    region = RegionPage(title="Thạch Thất", slug="thach-that", place=listing.place, summary="Xứ Đoài.", body=[])
    return {
        "home, a shelf of products with stars": _publish(home, body=[_shelf("starred", [])]),
        "home in English, the newest products": _publish(english, body=[_shelf("newest", [])]),
        "a story with a shelf of chosen products": _under(StoryIndexPage, story),
        "a region with what is made there": _under(RegionIndexPage, region),
    }


@pytest.fixture
def shop(db: None) -> Shop:
    """A shop with one product of four stars until 09/01/2028, shown wherever it can be."""
    with time_machine.travel(LAST_MINUTE - timedelta(days=30), tick=False):
        ids = make_shop()
        listing, award = Listing.objects.get(product_id=ids[WARE]), Award.objects.get()
        slug, other = listing.texts.get().slug, Listing.objects.get(product_id=ids["Bánh chè lam gừng"]).texts.get().slug
        maker = listing.maker.texts.get().slug
        cms = _cms_places(listing)
    places = {
        "the product's page with its structured data": f"/san-pham/{slug}/",
        "the same in English": f"/en/products/{slug}/",
        "a neighbor's page, which recommends it": f"/san-pham/{other}/",
        "the list": "/tim-kiem/",
        "a search": "/tim-kiem/?q=che+lam",
        "the list in English": "/en/search/",
        "the list narrowed to four stars": "/tim-kiem/?stars=4",
        "a search that means stars": "/tim-kiem/?q=che+lam+4+sao",
        "the group's page": "/danh-muc/thuc-pham/",
        "the maker's page": f"/nha-san-xuat/{maker}/",
        "the record": f"/v/{award.code}",
        "the record as JSON": f"/v/{award.code}.json",
        "the badge on the maker's own site": f"/v/{award.code}/badge.svg",
        "open data as csv": "/open-data/awards.csv",
        "open data as JSON": "/open-data/awards.json",
        **cms,
    }
    never = {
        "suggestions": "/tim-kiem/goi-y/?q=che",
        "the QR picture": f"/v/{award.code}.svg",
        "the labels": f"/v/{award.code}/labels/",
        "the lines for the maker's own site": f"/v/{award.code}/use/",
        "the sitemap": "/sitemap.xml",
    }
    return Shop(places, never, award)


def _read(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.getvalue().decode()


def _starred(client: Client, shop: Shop, moment: datetime, *, which: dict[str, str] | None = None) -> set[str]:
    """Give the places that show the product's stars at that moment."""
    with time_machine.travel(moment, tick=False):
        pages = {name: _read(client, path) for name, path in (shop.places if which is None else which).items()}
    return {name for name, page in pages.items() if any(mark in page for mark in MARKS)}


def test_every_place_shows_the_stars_to_the_last_minute_and_none_a_minute_later(client: Client, shop: Shop) -> None:
    assert _starred(client, shop, LAST_MINUTE) == set(shop.places)
    assert _starred(client, shop, MIDNIGHT) == set()
    assert _starred(client, shop, MIDNIGHT + timedelta(days=400)) == set()


def test_what_claims_no_star_claims_none_on_any_day(client: Client, shop: Shop) -> None:
    assert _starred(client, shop, LAST_MINUTE, which=shop.never) == set()


def test_a_visitor_from_another_zone_sees_vietnams_day(client: Client, shop: Shop, settings: Settings) -> None:
    settings.TIME_ZONE = "America/Los_Angeles"
    assert _starred(client, shop, MIDNIGHT) == set()
    assert _starred(client, shop, LAST_MINUTE) == set(shop.places)


def test_no_place_lets_anybody_keep_its_stars_past_midnight(client: Client, shop: Shop) -> None:
    for name, path in shop.places.items():
        with time_machine.travel(LAST_MINUTE, tick=False):
            header = client.get(path)["Cache-Control"]
        seconds = [int(part.split("=")[1]) for part in header.split(", ") if "=" in part]
        assert sum(seconds) <= 60, (name, header)
        assert seconds or "no-cache" in header, (name, header)


def test_a_revocation_is_seen_at_once_wherever_the_database_is_asked(client: Client, shop: Shop, mai: Any) -> None:
    moment = LAST_MINUTE - timedelta(days=10)
    before = _starred(client, shop, moment)
    with time_machine.travel(moment, tick=False):
        revoke_award(award=shop.award, on=moment.date(), decision="7/QĐ-UBND", reason="Sai hồ sơ", officer=mai)
    from_the_index = {name for name in before if name.startswith(("the list", "a search", "the group", "a neighbor"))}
    assert _starred(client, shop, moment) <= from_the_index


def test_the_walk_would_notice_a_star_that_stays(client: Client, shop: Shop) -> None:
    """The control: with a lapse that lies later, the same walk finds stars after that midnight."""
    Award.objects.update(lapses_on=MIDNIGHT.date() + timedelta(days=90))
    assert "the record" in _starred(client, shop, MIDNIGHT)
