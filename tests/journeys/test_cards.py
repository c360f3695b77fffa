"""A buyer pays by card on a phone: 3-D Secure, declined, abandoned, reloaded, in two tabs, back again; and a transfer that comes too late."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fakes.stripe_objects import ASKS, DECLINED, SUCCEEDS
from tests.journeys.shop import Shop
from tests.journeys.steps import VIETNAMESE, fill_in_address, open_product, order, put_into_basket

pytestmark = pytest.mark.browser
STATE = """
    SELECT payment.state, payment.amount, (SELECT count(*) FROM payments_paymentevent event WHERE event.payment_id = payment.id)
    FROM payments_payment payment JOIN order_order placed ON placed.id = payment.order_id WHERE placed.number = ?
"""
PHONES = iter(range(200, 300))
THANKS = "Cảm ơn bạn"


def buy(page: Page, method: str = "card") -> str:
    """Order a piece and come to the form."""
    open_product(page, VIETNAMESE, "keo doi")
    put_into_basket(page)
    fill_in_address(page, VIETNAMESE, phone=f"0912 000 {next(PHONES)}")
    return order(page, VIETNAMESE, method)


def pay(page: Page, card: str) -> None:
    """Fill in the form of the stand-in and send it."""
    page.locator("input[name=stand-in-card]").fill(card)
    page.locator("#card-form button[type=submit]").click()


def state(shop: Shop, number: str) -> tuple[Any, ...]:
    """Give state and number of arrivals of an order's payment."""
    found, _amount, arrivals = shop.rows(STATE, number)[0]
    return found, arrivals


def intents_of(shop: Shop, number: str) -> list[dict[str, Any]]:
    return [intent for intent in shop.cards.intents.values() if intent["metadata"]["order"][:-1] == f"CS{number}"]


def test_three_d_secure_that_succeeds(page: Page, shop: Shop):
    number = buy(page)
    pay(page, ASKS)
    page.locator("button[value=complete]").click()
    expect(page.locator("h1")).to_contain_text(THANKS)
    assert state(shop, number) == ("paid", 1)


def test_three_d_secure_that_fails_leads_back_to_the_form_and_another_card_pays(page: Page, shop: Shop):
    number = buy(page)
    pay(page, ASKS)
    page.locator("button[value=fail]").click()
    expect(page.locator("#card-form")).to_be_visible()
    expect(page.locator(".message").first).to_be_visible()
    assert state(shop, number) == ("awaited", 0)
    pay(page, SUCCEEDS)
    expect(page.locator("h1")).to_contain_text(THANKS)
    assert (state(shop, number), len(intents_of(shop, number))) == (("paid", 1), 1)


def test_three_d_secure_abandoned_and_taken_up_again(page: Page, shop: Shop):
    number = buy(page)
    form = page.url
    pay(page, ASKS)
    expect(page.locator("button[value=complete]")).to_be_visible()
    page.goto(form.replace("tra-tien/", ""))  # the link of the order, kept in a mail
    page.locator(f"a[href*='{number}'][href$='tra-tien/']").click()
    pay(page, SUCCEEDS)
    expect(page.locator("h1")).to_contain_text(THANKS)
    assert (state(shop, number), len(intents_of(shop, number))) == (("paid", 1), 1)


def test_a_declined_card_is_told_on_the_spot(page: Page, shop: Shop):
    number = buy(page)
    pay(page, DECLINED)
    expect(page.locator("#card-error")).to_contain_text("bị từ chối")
    assert state(shop, number) == ("awaited", 0)
    pay(page, SUCCEEDS)
    expect(page.locator("h1")).to_contain_text(THANKS)


def test_an_empty_field_is_told_as_missing_and_charges_nobody(page: Page, shop: Shop):
    number = buy(page)
    page.locator("#card-form button[type=submit]").click()
    expect(page.locator("#card-error")).to_contain_text("chưa nhập số thẻ")
    assert state(shop, number) == ("awaited", 0)


def test_a_declined_card_leaves_the_way_to_the_order_where_it_can_be_cancelled(page: Page, shop: Shop):
    number = buy(page)
    pay(page, DECLINED)
    expect(page.locator("#card-error")).to_contain_text("bị từ chối")
    page.locator("#card-form a", has_text="Về trang đơn hàng").click()
    expect(page.locator("form[action$='/huy/']")).to_have_count(1)
    assert state(shop, number) == ("awaited", 0)


def test_a_reloaded_form_is_the_same_payment_and_the_back_button_charges_nobody(page: Page, shop: Shop):
    number = buy(page)
    for _time in range(2):
        page.reload()
    pay(page, SUCCEEDS)
    expect(page.locator("h1")).to_contain_text(THANKS)
    page.go_back()
    expect(page.locator("h1")).to_contain_text(THANKS)  # the form is not kept: the shop answers anew
    expect(page.locator("#card-form")).to_have_count(0)
    assert (state(shop, number), len(intents_of(shop, number))) == (("paid", 1), 1)


def test_two_tabs_pay_once(page: Page, shop: Shop):
    number = buy(page)
    other = page.context.new_page()
    other.goto(page.url)
    pay(page, SUCCEEDS)
    expect(page.locator("h1")).to_contain_text(THANKS)
    pay(other, SUCCEEDS)
    expect(other.locator("h1")).to_contain_text(THANKS)
    assert state(shop, number) == ("paid", 1)
    assert [intent["status"] for intent in intents_of(shop, number)] == ["succeeded"]


def test_a_transfer_that_comes_too_late_is_told_and_goes_back(page: Page, shop: Shop, tmp_path: Path):
    number = buy(page, "vietqr")
    end = "from marketplace.orders.settling import release_reservation as end; from marketplace.forks.shop import Order"
    shop.manage("shell", "-v0", "-c", f"{end}; end(Order.objects.get(number='{number}').pk)")
    page.reload()
    expect(page.locator("main")).to_contain_text("Tiền chưa về kịp")
    expect(page.locator("main")).to_contain_text("Chưa có khoản tiền nào bị trừ")
    amount = shop.rows(STATE, number)[0][1]
    statement = tmp_path / "sao-ke.csv"
    statement.write_text(f"Số bút toán;Ghi có;Nội dung\nFT{number};{amount};CS{number} chuyen tien\n", encoding="utf-8")
    shop.manage("take_statement", str(statement))
    page.reload()
    expect(page.locator("main")).to_contain_text("Tiền của bạn đến sau khi đơn hàng đã kết thúc")
    expect(page.locator("main")).to_contain_text("sẽ được hoàn cho bạn bằng chuyển khoản")
    assert state(shop, number) == ("paid_late", 1)
