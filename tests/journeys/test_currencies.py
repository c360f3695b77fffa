"""An officer puts a rate on file; a buyer on a phone pays in dollars by it, and confirms anew when it changes before the last press."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from catalog.lib import clock
from fakes.stripe_objects import SUCCEEDS
from tests.journeys.shop import Shop
from tests.journeys.steps import VIETNAMESE, fill_in_address, open_product, put_into_basket, shown_number
from tests.journeys.test_cards import pay
from tests.journeys.test_desk import sign_in

pytestmark = pytest.mark.browser
CHARGED = """
    SELECT payment.state, payment.currency, payment.foreign_minor, payment.amount
    FROM payments_payment payment JOIN order_order placed ON placed.id = payment.order_id WHERE placed.number = ?
"""
DOLLARS = "input[name=method][value^='card.USD.']"


def keep_rate(officer: Page, dong: str) -> None:
    """Put what a dollar is worth on file, at the desk, on a phone."""
    officer.goto("/so/muc-phi/")
    section = officer.locator("section", has=officer.locator("[name=exchange-currency]"))
    section.locator("summary").click()
    section.locator("[name=exchange-currency]").select_option("USD")
    section.locator("[name=exchange-dong_per_unit]").fill(dong)
    section.locator("[name=exchange-margin_percent]").fill("2")
    section.locator("[name=exchange-max_age_days]").fill("7")
    section.locator("[name=exchange-valid_from]").fill(f"{clock.today():%d/%m/%Y}")
    section.locator("[name=exchange-source]").fill("Tỷ giá minh họa")
    section.locator("button").click()
    expect(officer.locator(".message--success")).to_be_visible()


def come_to_the_last_look(page: Page, phone: str) -> None:
    open_product(page, VIETNAMESE, "keo doi")
    put_into_basket(page)
    fill_in_address(page, VIETNAMESE, phone=phone)


def press(page: Page) -> None:
    page.locator(DOLLARS).check()
    page.locator("#id_consent").check()
    page.locator("form[data-once] button[type=submit]").click()


def cents_for(amount: int, dong_per_dollar: int) -> int:
    """Work out the cents by the rate and its margin of 2 %, half up, by another way than the shop's."""
    return (amount * 102 * 2 + dong_per_dollar) // (dong_per_dollar * 2)


def test_a_card_in_dollars_by_the_rate_that_the_buyer_saw(page: Page, open_page: Any, shop: Shop):
    officer = open_page()
    sign_in(officer)
    keep_rate(officer, "26000")
    come_to_the_last_look(page, "0912 000 301")
    keep_rate(officer, "20000")  # before the buyer presses: another row of the same day takes the place of the one before
    press(page)
    expect(page.locator(".message--warning")).to_contain_text("Tỷ giá")
    assert page.locator(DOLLARS).count() == 1
    press(page)
    expect(page.locator("#card-form")).to_be_visible()
    number = shown_number(page)
    state, currency, cents, amount = shop.rows(CHARGED, number)[0]
    assert (state, currency, cents) == ("awaited", "USD", cents_for(amount, 20_000))
    shown = f"{cents // 100},{cents % 100:02}"
    expect(page.locator("#card-form button[type=submit]")).to_contain_text(shown)
    pay(page, SUCCEEDS)
    expect(page.locator("h1")).to_contain_text("Cảm ơn bạn")
    expect(page.locator("main")).to_contain_text(shown)
    assert shop.rows(CHARGED, number)[0][0] == "paid"
    intents = [one for one in shop.cards.intents.values() if one["metadata"]["order"][:-1] == f"CS{number}"]
    assert [(one["currency"], one["amount_received"]) for one in intents] == [("usd", cents)]
