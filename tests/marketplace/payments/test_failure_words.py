"""What a buyer reads when paying fails, by cause: what has happened, that nothing is lost, and what to do next."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fakes.stripe_objects import DECLINED, SUCCEEDS, State
from marketplace.payments.card import stripe as cards
from marketplace.payments.models import Payment
from tests.factories.cards import PAID, WAITING, path_of, states, swipe

NOTHING_CHARGED = "Chưa có khoản nào bị trừ và không mất gì: đơn vẫn còn, hàng vẫn được giữ cho bạn. Mời thử lại sau một phút."
STILL_WAITING = "Vẫn đang chờ ngân hàng trả lời. Trang này sẽ hiện kết quả; xin đừng trả lần nữa."
NOT_CHARGED = "Thẻ chưa bị trừ tiền. Bạn có thể thử lại hoặc dùng thẻ khác."


def break_it(cause: str, stripe: State, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if cause == "down":
        settings.STRIPE_API_URL = "http://127.0.0.1:9"  # nobody listens there
    elif cause == "slow":
        monkeypatch.setattr(cards, "TIMEOUT_SECONDS", 0.1)
        stripe.slow_seconds = 0.5
    else:
        stripe.fails_with = 500


@pytest.mark.parametrize("cause", ["down", "slow", "500"])
def test_before_paying_the_page_says_that_nothing_is_lost_and_offers_to_try_again(
    settings: Any, stripe: State, payment: Payment, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    break_it(cause, stripe, settings, monkeypatch)
    answer = Client().get(path_of(payment, "tra-tien/"))
    page = answer.content.decode()
    assert answer.status_code == 503
    assert NOTHING_CHARGED in page
    assert f'href="{path_of(payment, "tra-tien/")}"' in page
    assert f'href="{path_of(payment)}"' in page
    assert (states(payment), payment.events.count()) == (WAITING, 0)


@pytest.mark.parametrize("cause", ["down", "slow", "500"])
def test_on_the_way_back_it_asks_not_to_pay_again_and_the_money_is_found_later(
    settings: Any, stripe: State, payment: Payment, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    swipe(settings, payment, SUCCEEDS)
    address = settings.STRIPE_API_URL
    with monkeypatch.context() as broken:
        break_it(cause, stripe, settings, broken)
        answer = Client().get(path_of(payment, "tra-xong/"), follow=True)
    assert STILL_WAITING in answer.content.decode()
    assert answer.redirect_chain[-1][0] == path_of(payment)
    assert states(payment) == WAITING
    settings.STRIPE_API_URL, stripe.slow_seconds, stripe.fails_with = address, 0, 0
    cards.breaker.succeeded()
    Client().get(path_of(payment, "tra-xong/"))
    Client().get(path_of(payment, "tra-xong/"))
    assert (states(payment), payment.events.count()) == (PAID, 1)


def test_a_declined_card_is_told_so_and_the_form_stands_ready(settings: Any, payment: Payment) -> None:
    swipe(settings, payment, DECLINED)
    answer = Client().get(path_of(payment, "tra-xong/"), follow=True)
    assert NOT_CHARGED in answer.content.decode()
    assert answer.redirect_chain[-1][0] == path_of(payment, "tra-tien/")
    assert (states(payment), payment.events.count()) == (WAITING, 0)
