"""The search field goes on what is typed: by keys alone, told to screen readers, and never needed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def field(page: Page) -> Any:
    """Give the search field of the page's head."""
    return page.locator("[data-suggest] input").first


def test_the_field_is_a_combobox_that_keys_alone_move_in(page: Page):
    page.goto("/")
    box = field(page)
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    name = box.get_attribute("aria-controls")
    box.press_sequentially("che la")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.locator(f"#{name}[role=listbox] [role=option]")
    expect(options.first).to_contain_text(re.compile("chè lam", re.IGNORECASE))
    assert page.locator(f"#{name}").get_attribute("aria-label")

    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(options.first).to_have_attribute("aria-selected", "false")
    expect(box).to_be_focused()

    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.locator(f"#{name}")).to_be_hidden()
    expect(box).to_have_value("che la")

    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    target = options.first.get_attribute("data-url") or ""
    box.press("Enter")
    page.wait_for_url(re.compile(re.escape(target)))
    expect(page.locator("h1")).to_contain_text(re.compile("chè lam", re.IGNORECASE))


def test_enter_sends_what_was_typed_whatever_is_suggested(page: Page):
    page.goto("/")
    box = field(page)
    box.press_sequentially("che la")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/tim-kiem/\?q=che\+la"))


def test_what_was_searched_on_this_device_is_offered_there_and_nowhere_else(page: Page, open_page: Any):
    page.goto("/")
    field(page).fill("gom bat trang")
    field(page).press("Enter")
    page.wait_for_url(re.compile("/tim-kiem/"))
    page.goto("/")
    field(page).focus()
    recent = page.locator("[role=option]")
    expect(recent).to_have_count(1)
    expect(recent).to_contain_text("gom bat trang")
    recent.click()
    page.wait_for_url(re.compile(r"/tim-kiem/\?q=gom%20bat%20trang"))
    other = open_page()
    other.goto("/")
    field(other).focus()
    expect(other.locator("[role=option]")).to_have_count(0)


def test_without_a_script_the_field_still_searches(open_page: Any):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    box = field(page)
    assert box.get_attribute("role") != "combobox"
    box.fill("che lam")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/tim-kiem/\?q=che\+lam"))
    expect(page.locator(".card").first).to_be_visible()
