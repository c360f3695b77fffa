"""What a visitor does, step by step, in either language; nothing here needs JavaScript."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect


@dataclass(frozen=True, slots=True)
class Words:
    """Addresses and words of one language."""

    home: str
    basket: str
    checkout: str
    orders: str
    province: str
    products: str
    stories: str
    sample: str


VIETNAMESE = Words("/", "/gio-hang/", "/dat-hang/", "/don-hang/", "Hà Nội", "/san-pham/", "/cau-chuyen/", "(mẫu)")
ENGLISH = Words("/en/", "/en/basket/", "/en/checkout/", "/en/orders/", "Hanoi", "/en/products/", "/en/stories/", "(sample)")


def search(page: Page, words: Words, text: str) -> None:
    """Search from the home page."""
    page.goto(words.home)
    field = page.locator("input[name=q]:visible")  # its role depends on JavaScript: searchbox, or combobox with suggestions
    field.fill(text)
    field.press("Enter")
    page.wait_for_url(re.compile(r"[?&]q="))


def open_product(page: Page, words: Words, text: str) -> None:
    """Search and open the first product of an invented maker: which ones are tried does not hang on the order of real ones."""
    search(page, words, text)
    page.locator(".card__title a", has_text=words.sample).first.click()
    page.wait_for_url(re.compile(re.escape(words.products)))


def put_into_basket(page: Page) -> None:
    """Press the button of a product page."""
    page.locator("form.product__buy button[type=submit]").click()


def fill_in_address(page: Page, words: Words, *, phone: str, email: str = "") -> None:
    """Go from the basket to the last look before ordering."""
    page.goto(words.basket)
    page.locator(f"a[href='{words.checkout}']").click()
    page.locator("#id_name").fill("Nguyễn Thị Lan")
    page.locator("#id_phone").fill(phone)
    page.locator("#id_province").select_option(label=words.province)
    page.locator("#id_commune").fill("Hoàn Kiếm")
    page.locator("#id_street").fill("1 Tràng Tiền")
    if email:
        page.locator("details.fold summary").click()
        page.locator("#id_email").fill(email)
    page.locator("form[novalidate] button[type=submit]").click()
    expect(page.locator("#id_consent")).not_to_be_checked()


def order(page: Page, words: Words, method: str) -> str:
    """Confirm; give the order's number."""
    page.locator(f"input[name=method][value={method}]").check()
    page.locator("#id_consent").check()
    page.locator("form[data-once] button[type=submit]").click()
    page.wait_for_url(re.compile(re.escape(words.orders)))
    return shown_number(page)


def shown_number(page: Page) -> str:
    """Read the number of an order's page as the database holds it."""
    return page.locator(".order-number").inner_text().replace("-", "")
