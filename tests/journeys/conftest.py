"""The shop and the browser of the journeys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.shop import Shop, running_shop

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 60_000  # milliseconds: the tests share their machine
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Run a demo shop of the tests' own."""
    with running_shop(tmp_path_factory.mktemp("shop") / "data") as shop:
        yield shop


# Not for the session: while playwright runs, Django refuses to touch a database in this thread, and other tests need theirs.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start chromium."""
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


# Chromium logs every answer of 4xx; an unknown page and a form with mistakes answer so on purpose.
_REFUSED = re.compile(r"responded with a status of 4\d\d")


class _Faults:
    """What a page must never do: fail on the server, log an error, reach for another host."""

    def __init__(self, shop: Shop, context: BrowserContext) -> None:
        self.found: list[str] = []
        context.on("console", lambda message: self._note(message.type == "error" and not _REFUSED.search(message.text), message.text))
        context.on("weberror", lambda error: self._note(True, str(error.error)))
        context.on("response", lambda answer: self._note(answer.status >= 500, f"{answer.status} {answer.url}"))
        context.on("request", lambda request: self._note(not request.url.startswith((shop.url, shop.cards_url, "data:")), request.url))

    def _note(self, is_fault: bool, text: str) -> None:
        if is_fault:
            self.found.append(text)


@pytest.fixture
def open_page(shop: Shop, browser: Browser) -> Iterator[Any]:
    """Give a function that opens a fresh visitor's page; whatever went wrong on any of them fails the test."""
    contexts, faults = [], []

    def open_one(**options: Any) -> Page:
        wanted = {"viewport": PHONE, "reduced_motion": "reduce", "locale": "vi-VN", **options}
        context = browser.new_context(base_url=shop.url, **wanted)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        faults.append(_Faults(shop, context))
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert [text for one in faults for text in one.found] == []


@pytest.fixture
def page(open_page: Any) -> Page:
    """Give a page on a phone."""
    opened: Page = open_page()
    return opened
