"""A guest buys from two producers: by cash, by VietQR, in English, without JavaScript; a lost order is found again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.shop import Shop
from tests.journeys.steps import ENGLISH, VIETNAMESE, Words, fill_in_address, open_product, order, put_into_basket, shown_number

pytestmark = pytest.mark.browser

# Two invented producers, by the key of their product.
FIRST, SECOND = "mau-che-lam-gung", "mau-keo-doi"
STOCK = """
    SELECT product.upc, coalesce(record.num_allocated, 0) FROM partner_stockrecord record
    JOIN catalogue_product product ON product.id = record.product_id WHERE product.upc IN (?, ?)
"""
PARCELS = """
    SELECT parcel.state, count(DISTINCT line.id) FROM orders_parcel parcel
    JOIN order_order placed ON placed.id = parcel.order_id JOIN orders_linefacts line ON line.parcel_id = parcel.id
    WHERE placed.number = ? GROUP BY parcel.id ORDER BY parcel.id
"""


def _reserved(shop: Shop) -> dict[str, int]:
    return dict(shop.rows(STOCK, FIRST, SECOND))


def _buy(page: Page, words: Words, method: str, **contact: str) -> str:
    """Buy one piece of the first product and two of the second."""
    open_product(page, words, "che lam gung" if words is VIETNAMESE else "ginger che lam")
    put_into_basket(page)
    open_product(page, words, "keo doi" if words is VIETNAMESE else "pulled-sugar candy")
    page.locator("#quantity").fill("2")
    put_into_basket(page)
    expect(page.locator("section.parcel")).to_have_count(2)
    fill_in_address(page, words, **contact)
    return order(page, words, method)


def _check(shop: Shop, number: str, before: dict[str, int], state: str) -> None:
    """One parcel for each producer, and the stock is reserved."""
    assert shop.rows(PARCELS, number) == [(state, 1), (state, 1)]
    assert _reserved(shop) == {FIRST: before[FIRST] + 1, SECOND: before[SECOND] + 2}


def test_two_producers_by_cash(page: Page, shop: Shop):
    before = _reserved(shop)
    number = _buy(page, VIETNAMESE, "cash_on_delivery", phone="0912 000 101", email="lan@nguoi.example")
    _check(shop, number, before, "ordered")
    expect(page.locator("section.parcel")).to_have_count(2)
    expect(page.locator(".transfer")).to_have_count(0)
    mails = shop.work()
    assert re.findall(r"^To: (\S+)$", mails, re.MULTILINE).count("lan@nguoi.example") == 1
    assert len(re.findall(r"^To: \S+\.example$", mails, re.MULTILINE)) >= 3


def test_two_producers_by_bank_transfer(page: Page, shop: Shop):
    before = _reserved(shop)
    number = _buy(page, VIETNAMESE, "vietqr", phone="0912 000 102")
    _check(shop, number, before, "waiting")
    expect(page.locator(".transfer .message--warning")).to_contain_text("MẪU, không chuyển tiền")
    expect(page.locator(".transfer")).to_contain_text(number)
    picture = page.locator("img.transfer__qr")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


@pytest.mark.parametrize(
    ("method", "state", "phone"), [("cash_on_delivery", "ordered", "0912 000 103"), ("vietqr", "waiting", "0912 000 107")]
)
def test_the_same_in_english(page: Page, shop: Shop, method: str, state: str, phone: str):
    before = _reserved(shop)
    number = _buy(page, ENGLISH, method, phone=phone)
    _check(shop, number, before, state)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".transfer .message--warning")).to_have_count(1 if method == "vietqr" else 0)
    if method == "vietqr":
        expect(page.locator(".transfer")).to_contain_text("SAMPLE, do not transfer")
        assert page.locator("img.transfer__qr").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


@pytest.mark.parametrize("method", ["cash_on_delivery", "vietqr"])
def test_the_same_without_javascript(open_page: Any, shop: Shop, method: str):
    before = _reserved(shop)
    number = _buy(open_page(java_script_enabled=False), VIETNAMESE, method, phone="0912 000 104")
    _check(shop, number, before, "ordered" if method == "cash_on_delivery" else "waiting")


def test_a_voucher_makes_it_cheaper_and_the_order_says_so(page: Page, shop: Shop):
    open_product(page, VIETNAMESE, "keo doi")
    put_into_basket(page)
    page.locator("details.fold summary", has_text="mã").click()
    page.locator("#voucher").fill("chaocho")
    page.locator("form.voucher button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("CHAOCHO")
    fill_in_address(page, VIETNAMESE, phone="0912 000 108")
    number = order(page, VIETNAMESE, "cash_on_delivery")
    ((before, after),) = shop.rows(
        """SELECT facts.unit_price * facts.quantity, facts.unit_price * facts.quantity - facts.discount FROM orders_linefacts facts
        JOIN order_line line ON line.id = facts.line_id JOIN order_order placed ON placed.id = line.order_id WHERE placed.number = ?""",
        number,
    )
    assert after == before * 9 // 10
    expect(page.locator("main")).to_contain_text(f"{after:,}".replace(",", "."))


def test_two_tabs_make_one_order(page: Page, shop: Shop):
    open_product(page, VIETNAMESE, "keo doi")
    put_into_basket(page)
    fill_in_address(page, VIETNAMESE, phone="0912 000 109")
    other = page.context.new_page()
    fill_in_address(other, VIETNAMESE, phone="0912 000 109")
    number = order(page, VIETNAMESE, "cash_on_delivery")
    other.locator("input[name=method][value=cash_on_delivery]").check()
    other.locator("#id_consent").check()
    other.locator("form[data-once] button[type=submit]").click()
    expect(other.locator(".order-number")).to_have_count(0)  # the basket has become the order of the first tab
    assert shop.rows("SELECT count(*) FROM orders_ordercontact WHERE phone = ?", "+84912000109") == [(1,)]
    assert shop.rows("SELECT count(*) FROM order_order WHERE number = ?", number) == [(1,)]


def test_a_lost_order_is_found_by_number_and_phone_alone(page: Page, open_page: Any):
    number = _buy(page, VIETNAMESE, "cash_on_delivery", phone="0912 000 105")
    other = open_page()
    other.goto("/don-hang/tim/")
    for phone, is_found in (("0912 000 999", False), ("0912000105", True)):
        other.locator("#id_number").fill(number)
        other.locator("#id_phone").fill(phone)
        other.locator("main form button[type=submit]").click()
        expect(other.locator(".order-number")).to_have_count(1 if is_found else 0)
    assert shown_number(other) == number


def test_the_link_to_keep_opens_the_order_anywhere(page: Page, open_page: Any):
    number = _buy(page, VIETNAMESE, "cash_on_delivery", phone="0912 000 106")
    link = page.locator("input[readonly]").input_value()
    other = open_page()
    other.goto(link)
    assert shown_number(other) == number


def test_spirits_ask_about_age_once(page: Page):
    open_product(page, VIETNAMESE, "ruou nep")
    put_into_basket(page)
    page.locator("button[name=adult][value=yes]").click()
    expect(page.locator("section.parcel li.line")).to_have_count(1)
    open_product(page, VIETNAMESE, "ruou nep")
    put_into_basket(page)
    expect(page.locator("button[name=adult]")).to_have_count(0)
    expect(page.locator("input.line__quantity")).to_have_value("2")
