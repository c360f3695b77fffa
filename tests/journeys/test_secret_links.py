"""Whoever holds a signed link presses the buttons of its page in a browser, whose headers the CSRF check looks at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.shop import Shop
from tests.journeys.steps import VIETNAMESE, fill_in_address, open_product, order, put_into_basket

pytestmark = pytest.mark.browser
PARCELS = """
    SELECT parcel.state FROM orders_parcel parcel JOIN order_order placed ON placed.id = parcel.order_id WHERE placed.number = ?
"""
AMOUNT = (
    "SELECT payment.amount FROM payments_payment payment JOIN order_order placed ON placed.id = payment.order_id WHERE placed.number = ?"
)
COMPLAINTS = """
    SELECT complaint.state FROM complaints_complaint complaint JOIN orders_parcel parcel ON parcel.id = complaint.parcel_id
    JOIN order_order placed ON placed.id = parcel.order_id WHERE placed.number = ?
"""
ACCOUNTS = """
    SELECT count(*) FROM bank_refunds_refundaccount account JOIN payments_refund refund ON refund.id = account.refund_id
    JOIN payments_payment payment ON payment.id = refund.payment_id JOIN order_order placed ON placed.id = payment.order_id
    WHERE placed.number = ?
"""
LINK = (
    "from marketplace.orders.links import parcel_link as link; from marketplace.orders.models import Parcel; "
    "print(link(Parcel.objects.get(order__number='{}').pk))"
)


def buy(page: Page, method: str, phone: str) -> str:
    """Order one piece of one producer."""
    open_product(page, VIETNAMESE, "keo doi")
    put_into_basket(page)
    fill_in_address(page, VIETNAMESE, phone=phone)
    return order(page, VIETNAMESE, method)


def open_parcel(open_page: Any, shop: Shop, number: str) -> Page:
    """Open the page of the order's only parcel, as its producer does from the mail."""
    page: Page = open_page()
    page.goto(shop.manage("shell", "-v0", "-c", LINK.format(number)).strip())
    return page


def move(page: Page, after: str) -> None:
    """Press a button of the producer's page."""
    form = page.locator(f"form:has(input[name=after][value={after}])")
    if after in ("delivered", "refused", "cancelled"):
        form.locator("summary").click()
    form.locator("button[type=submit]").click()
    expect(page.locator(".message--success")).to_be_visible()


def cancel(page: Page) -> None:
    """Cancel the only parcel of an order, on the order's page."""
    form = page.locator("form[action$='/huy/']")
    expect(form.locator("button[type=submit]")).to_be_hidden()
    form.locator("summary").click()
    form.locator("button[type=submit]").click()
    expect(page.locator(".message--success")).to_contain_text("Đã hủy kiện hàng")


def test_a_buyer_cancels_a_parcel(page: Page, shop: Shop):
    number = buy(page, "cash_on_delivery", "0912 000 401")
    cancel(page)
    assert shop.rows(PARCELS, number) == [("cancelled",)]


def test_a_buyer_gives_the_account_for_a_refund(page: Page, shop: Shop, tmp_path: Path):
    number = buy(page, "vietqr", "0912 000 402")
    statement = tmp_path / "sao-ke.csv"
    ((amount,),) = shop.rows(AMOUNT, number)
    statement.write_text(f"Số bút toán;Ghi có;Nội dung\nFT{number};{amount};CS{number} chuyen tien\n", encoding="utf-8")
    shop.manage("take_statement", str(statement))
    page.reload()
    cancel(page)
    shop.work()
    page.reload()
    page.locator(".note a.button").click()
    page.locator("#id_bank_bin").select_option(index=1)
    page.locator("#id_number").fill("0123456789")
    page.locator("#id_number_again").fill("0123456789")
    page.locator("#id_holder").fill("NGUYEN THI LAN")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".message--success")).to_be_visible()
    assert shop.rows(ACCOUNTS, number) == [(1,)]


def test_a_producer_sends_a_parcel_and_its_buyer_complains(page: Page, open_page: Any, shop: Shop):
    number = buy(page, "cash_on_delivery", "0912 000 403")
    producer = open_parcel(open_page, shop, number)
    for after in ("confirmed", "sent", "delivered"):
        move(producer, after)
        assert shop.rows(PARCELS, number) == [(after,)]
    page.reload()
    page.locator("a[href$='/bao-van-de/']").click()
    page.locator("input[name=reason]").first.check()
    page.locator("input[name^=pieces_]").first.fill("1")
    page.locator("#id_text").fill("Hộp bị móp")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".complaint")).to_be_visible()
    assert shop.rows(COMPLAINTS, number) == [("open",)]
    producer.reload()
    producer.locator("textarea[name=answer]").fill("Xin lỗi bạn")
    producer.locator("button[value=accepted]").click()
    expect(producer.locator(".message--success")).to_be_visible()
    assert shop.rows(COMPLAINTS, number) == [("accepted",)]
