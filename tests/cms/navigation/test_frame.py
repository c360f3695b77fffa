"""Menu, languages and addresses in the frame of a page."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import Page

from cms.navigation.addresses import page_addresses
from cms.navigation.selectors import forget_links, main_links
from cms.stories.models import StoryIndexPage


def test_a_page_that_tells_its_languages_is_taken_at_its_word(settings: object) -> None:
    settings.BASE_URL = "https://cho.example"  # type: ignore[attr-defined]
    request = RequestFactory().get("/san-pham/che-lam/?x=1")
    with override("vi"):
        found = page_addresses(request, {"vi": "/san-pham/che-lam/", "en": "/en/products/ginger/"})
    assert found.canonical == "https://cho.example/san-pham/che-lam/"
    assert [(one.code, one.address, one.is_current) for one in found.languages] == [
        ("vi", "https://cho.example/san-pham/che-lam/", True),
        ("en", "https://cho.example/en/products/ginger/", False),
    ]
    assert found.is_translated


def test_another_page_leads_to_the_same_path_in_the_other_language() -> None:
    with override("vi"):
        found = page_addresses(RequestFactory().get("/tim-kiem/?q=lam"), None)
    assert [one.url for one in found.languages] == ["/tim-kiem/?q=lam", "/en/search/?q=lam"]
    assert not found.is_translated


@pytest.mark.django_db
def test_the_menu_holds_what_an_editor_put_there() -> None:
    request = RequestFactory().get("/")
    assert main_links(request, "vi") == []
    forget_links()
    Page.objects.filter(content_type__model="storyindexpage").update(show_in_menus=True)
    assert len(main_links(request, "vi")) == 1
    assert main_links(request, "vi") != main_links(request, "en")


@pytest.mark.django_db
def test_a_page_taken_offline_leaves_the_menu() -> None:
    Page.objects.filter(content_type__model="storyindexpage").update(show_in_menus=True, live=False)
    assert main_links(RequestFactory().get("/"), "vi") == []


@pytest.mark.django_db
def test_the_menu_is_read_once_and_again_after_a_change(django_assert_num_queries: object) -> None:
    Page.objects.filter(content_type__model="storyindexpage").update(show_in_menus=True)
    request = RequestFactory().get("/")
    main_links(request, "vi")
    with django_assert_num_queries(0):  # type: ignore[operator]
        main_links(request, "vi")
    index = StoryIndexPage.objects.get(locale__language_code="vi")
    index.title = "Chuyện làng"
    index.save_revision().publish()
    assert [link.text for link in main_links(request, "vi")] == ["Chuyện làng"]
