"""Whole pages are kept for unknown visitors alone, and nobody is shown what is another's or no longer true."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings

from catalog.certification.services import link_award, revoke_award
from catalog.lib.clock import VIETNAM
from catalog.products.models import Listing
from catalog.products.services import write_text
from cms.home.models import HomePage
from marketplace.accounts.models import User
from marketplace.caching.models import PageGeneration
from tests.factories.awards import AwardFactory
from tests.factories.orders import fill_basket
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 4, 9, 0, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    caches["default"].clear()


@pytest.fixture
def listing() -> Listing:
    made: Listing = ListingFactory.create()
    return made


def maker_page(listing: Listing) -> str:
    return f"/nha-san-xuat/{listing.maker.texts.get().slug}/"


def read(path: str, client: Client | None = None, **headers: Any) -> str:
    answer = (client or Client()).get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_second_unknown_visitor_costs_one_query(listing: Listing, django_assert_num_queries: Any) -> None:
    first = read(maker_page(listing))
    path = maker_page(listing)
    with django_assert_num_queries(1):
        assert read(path) == first


def test_without_the_setting_nothing_is_kept(listing: Listing, settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    read(maker_page(listing))
    Listing.objects.update(state=Listing.State.DRAFT)
    assert "Chè lam Thạch Xá" not in read(maker_page(listing))


def test_lans_basket_is_never_shown_to_dung(listing: Listing, lan: User, dung: User) -> None:
    fill_basket((listing, 7), owner=lan)
    lans, dungs = Client(), Client()
    lans.force_login(lan)
    dungs.force_login(dung)
    assert "Giỏ hàng, 7 món" in read(maker_page(listing), lans)
    for client in (Client(), dungs):
        page = read(maker_page(listing), client)
        assert "Giỏ hàng, 7 món" not in page
    assert "Đăng nhập</span>" in read(maker_page(listing))
    assert "Đăng nhập</span>" not in read(maker_page(listing), lans)


@pytest.mark.parametrize("name", ["sessionid", "oscar_open_basket", "messages", "anything"])
def test_whoever_bears_a_cookie_gets_a_page_of_their_own(listing: Listing, name: str, django_assert_num_queries: Any) -> None:
    read(maker_page(listing))
    client = Client()
    client.cookies[name] = "x"
    Listing.objects.update(state=Listing.State.DRAFT)
    assert "Chè lam Thạch Xá" not in read(maker_page(listing), client)
    assert "Chè lam Thạch Xá" in read(maker_page(listing))


def test_no_page_with_a_token_is_kept(listing: Listing) -> None:
    path = f"/san-pham/{listing.texts.get().slug}/"
    tokens = {read(path).split('csrfmiddlewaretoken" value="')[1].split('"')[0] for _visitor in range(2)}
    assert len(tokens) == 2


def test_a_basket_page_and_a_sign_in_are_not_kept(listing: Listing) -> None:
    for path in ("/gio-hang/", "/tai-khoan/login/"):
        read(path)
    read(maker_page(listing))
    assert len(caches["default"]._cache) == 1  # of the memory cache: the maker's page alone


def test_languages_fragments_and_questions_are_kept_apart(listing: Listing) -> None:
    assert '<html lang="vi">' in read("/tim-kiem/")
    assert '<html lang="en">' in read("/en/search/")
    assert "<html" not in read("/tim-kiem/", None, **{"HX-Request": "true"})
    assert "<html" in read("/tim-kiem/")
    assert 'value="lam"' in read("/tim-kiem/?q=lam")


def test_a_revocation_is_seen_at_once_with_the_worker_down(listing: Listing, mai: User, django_capture_on_commit_callbacks: Any) -> None:
    with time_machine.travel(MORNING, tick=False):
        award = AwardFactory.create()
        with django_capture_on_commit_callbacks(execute=True):
            link_award(award=award, product_id=listing.product_id, officer=mai)
        assert "OCOP 4 sao" in read(maker_page(listing))
        with django_capture_on_commit_callbacks(execute=True):
            revoke_award(award=award, on=MORNING.date(), decision="7/QĐ", reason="Sai hồ sơ", officer=mai)
        assert "OCOP 4 sao" not in read(maker_page(listing))


def test_a_page_published_and_a_text_written_are_seen_at_once(listing: Listing, django_capture_on_commit_callbacks: Any) -> None:
    home = HomePage.objects.get(locale__language_code="vi")
    read("/")
    with django_capture_on_commit_callbacks(execute=True):
        home.body = [("heading", "Chợ đã mở")]
        home.save_revision().publish()
    assert "Chợ đã mở" in read("/")
    read(maker_page(listing))
    with django_capture_on_commit_callbacks(execute=True):
        write_text(listing=listing, language="vi", title="Chè lam gừng")
    assert "Chè lam gừng" in read(maker_page(listing))


def test_no_page_is_served_past_the_midnight_after_it_was_made(listing: Listing, mai: User) -> None:
    award = AwardFactory.create()
    link_award(award=award, product_id=listing.product_id, officer=mai)
    last = datetime.combine(award.lapses_on, datetime.min.time(), tzinfo=VIETNAM) - timedelta(seconds=5)
    with time_machine.travel(last, tick=False):
        assert "OCOP 4 sao" in read(maker_page(listing))
    with time_machine.travel(last + timedelta(seconds=5), tick=False):
        assert "OCOP 4 sao" not in read(maker_page(listing))


def test_a_kept_page_tells_others_to_keep_none_and_bears_the_policy(listing: Listing) -> None:
    first, second = (Client().get(maker_page(listing)) for _visitor in range(2))
    for answer in (first, second):
        assert answer["Cache-Control"] == "private, no-cache"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_a_cache_that_is_away_closes_nothing(listing: Listing, settings: Settings) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"},
    }
    assert "Chè lam Thạch Xá" in read(maker_page(listing))


def test_rows_of_old_generations_go(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(55):
            write_text(listing=ListingFactory.create(), language="vi", title=f"Chè {number}")
    assert 0 < PageGeneration.objects.count() <= 50
