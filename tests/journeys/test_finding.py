"""From the home page to a decision, from a story to its product."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import ENGLISH, VIETNAMESE, Words, open_product, search

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_a_newcomer_searches_without_marks_and_checks_the_star(page: Page, words: Words):
    open_product(page, words, "che lam")
    expect(page.locator("h1")).to_contain_text(re.compile("chè lam", re.IGNORECASE))
    page.locator(".product__signs a.badge").click()
    page.wait_for_url(re.compile(r"/v/\w+"))
    expect(page.locator(".state--valid")).to_be_visible()
    expect(page.locator(".certificate__body")).to_contain_text("MẪU-")
    expect(page.locator("html")).to_have_attribute("lang", "en" if words is ENGLISH else "vi")
    expect(page.locator(".certificate__sample")).to_be_visible()
    record = json.loads(page.request.get(page.url.partition("?")[0] + ".json").text())
    assert record["is_sample"] is True


def test_search_finds_real_products_and_says_what_their_stars_rest_on(page: Page):
    search(page, VIETNAMESE, "bat trang")
    real = page.locator(".card", has=page.locator(".reported")).first
    expect(real).not_to_contain_text(VIETNAMESE.sample)
    expect(real.locator("a.badge")).to_have_count(0)
    real.locator(".card__title a").click()
    expect(page.locator(".product__signs .reported")).to_be_visible()
    expect(page.locator(".product__signs a.badge")).to_have_count(0)


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_a_story_leads_to_its_product(page: Page, words: Words):
    page.goto(words.home)
    page.locator(f"main .card__title a[href^='{words.stories}']").first.click()
    expect(page.locator("article.story h1")).to_be_visible()
    title = page.locator("article.story .card__title a").first.inner_text()
    page.locator("article.story .card__title a").first.click()
    page.wait_for_url(re.compile(re.escape(words.products)))
    expect(page.locator("h1")).to_have_text(title)


def test_the_demo_says_on_every_page_that_nothing_is_sold(page: Page):
    for path in ("/", "/tim-kiem/", "/gio-hang/", "/v/", "/en/"):
        page.goto(path)
        expect(page.locator(".demo-strip")).to_be_visible()
