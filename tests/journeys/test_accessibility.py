"""axe finds nothing on any page, in either language, on a phone and on a wide screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE
from tests.journeys.shop import Shop
from tests.journeys.steps import ENGLISH, VIETNAMESE, Words, fill_in_address, open_product, order, put_into_basket

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 900}
BOTH = pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
SHOP_PAGES = {
    "vi": ("/", "/tim-kiem/", "/tim-kiem/?q=che+lam", "/tim-kiem/?q=khongcogi", "/gio-hang/", "/don-hang/tim/", "/khong-co-trang-nay/"),
    "en": (
        "/en/",
        "/en/search/",
        "/en/search/?q=honey",
        "/en/search/?q=nothinghere",
        "/en/basket/",
        "/en/orders/find/",
        "/en/no-such-page/",
    ),
}
ACCOUNT_PAGES = {
    "vi": ("/tai-khoan/login/", "/tai-khoan/signup/", "/tai-khoan/password/reset/"),
    "en": ("/en/account/login/", "/en/account/signup/", "/en/account/password/reset/"),
}
# One page of each kind that an editor makes, and the lists of them.
EDITED = """
    SELECT min(page.url_path) FROM wagtailcore_page page JOIN django_content_type type ON type.id = page.content_type_id
    WHERE page.live AND page.url_path LIKE ? AND type.model != 'page' GROUP BY type.model
"""
# Records of the stars, one in each state, each with the product that it speaks of.
AWARDS = "SELECT code FROM certification_award ORDER BY id"


def _faults(page: Page, name: str = "") -> list[str]:
    """Ask axe at both widths; a page that is there already need not be loaded again."""
    found = []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict is what it takes
        for fault in Axe().run(page).response["violations"]:
            targets = [str(node["target"]) for node in fault["nodes"][:3]]
            found.append(f"{size['width']} {name or page.url}: {fault['id']} at {', '.join(targets)}")
    return found


def _faults_at(page: Page, *paths: str) -> list[str]:
    found = []
    for path in paths:
        page.goto(path)
        found += _faults(page, path)
    return found


def _code(words: Words) -> str:
    return "en" if words is ENGLISH else "vi"


@BOTH
def test_pages_of_the_shop(page: Page, words: Words):
    assert _faults_at(page, *SHOP_PAGES[_code(words)], *ACCOUNT_PAGES[_code(words)]) == []


@BOTH
def test_pages_of_editors(page: Page, shop: Shop, words: Words):
    root = f"/{_code(words)}/"
    paths = [path if words is ENGLISH else path.removeprefix("/vi") for (path,) in shop.rows(EDITED, f"{root}%")]
    assert len(paths) >= 5
    assert _faults_at(page, *paths) == []


@BOTH
def test_products_makers_and_groups(page: Page, words: Words):
    found = []
    for text in ("che lam", "ruou nep", "bat trang"):
        open_product(page, words, text)
        found += _faults(page)
    for place in (".product__by a", "nav.crumbs a[href*='danh-muc'], nav.crumbs a[href*='categories']"):
        link = page.locator(place).first
        found += _faults_at(page, link.get_attribute("href") or "")
        page.go_back()
    assert found == []


@BOTH
def test_records_of_stars(page: Page, shop: Shop, words: Words):
    ending = "?lang=en" if words is ENGLISH else ""
    codes = [code for (code,) in shop.rows(AWARDS)]
    states: dict[str, str] = {}
    for code in codes:
        answer = page.request.get(f"/v/{code}.json").json()
        states.setdefault(answer["state"], f"/v/{code}{ending}")
    assert {"valid", "lapsed", "revoked"} <= set(states)
    assert _faults_at(page, f"/v/{ending}", f"/v/{ending or '?'}&code=ABC", f"/v/XXXXXXXXX{ending}", *states.values()) == []


@BOTH
def test_buying(page: Page, words: Words):
    open_product(page, words, "ruou nep" if words is VIETNAMESE else "rice spirit")
    put_into_basket(page)
    found = _faults(page, "age")
    page.locator("button[name=adult]").click()
    open_product(page, words, "keo doi" if words is VIETNAMESE else "pulled-sugar candy")
    put_into_basket(page)
    found += _faults(page, "basket")
    page.goto(words.checkout)
    found += _faults(page, "address")
    page.locator("form[novalidate] button[type=submit]").click()
    page.locator(".form-errors").wait_for()
    found += _faults(page, "address with errors")
    fill_in_address(page, words, phone="0912 000 201")
    found += _faults(page, "last look")
    order(page, words, "vietqr")
    found += _faults(page, "order")
    assert found == []
