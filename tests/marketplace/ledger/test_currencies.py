"""Each journal balances in each currency; currencies meet in the exchange account alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from catalog.lib.money import format_minor, major_amount, minor_units
from marketplace.ledger.errors import Unbalanced
from marketplace.ledger.models import Entry, Journal
from marketplace.ledger.provider_postings import (
    Settled,
    post_dispute_lost,
    post_dispute_opened,
    post_dispute_won,
    post_provider_settlement,
)
from marketplace.ledger.selectors import imbalance, imbalances, unbalanced_journals
from marketplace.ledger.services import Foreign, Posting, post_arrival, post_journal, post_refund
from marketplace.orders.services import place_order
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def order_id() -> int:
    """An order whose books are still empty: it waits for its money."""
    rates()
    vat_rates()
    return int(place_order(request_for(fill_basket((ListingFactory.create(), 1)), method="vietqr")).pk)


def amounts(currency: str) -> dict[str, int]:
    """The balances of a currency that are not zero, by account."""
    sums = Entry.objects.filter(currency=currency).values_list("account").annotate(Sum("amount")).order_by()
    return {account: total for account, total in sums if total}


def test_what_balances_over_two_currencies_together_is_refused() -> None:
    lines = [Posting("exchange", 100), Posting("exchange", -100, currency="USD")]
    with pytest.raises(Unbalanced, match="VND"):
        post_journal(key="x", order_id=None, postings=lines)
    with pytest.raises(Unbalanced, match="minor"):
        post_journal(key="x", order_id=None, postings=[Posting("fees", Decimal("0.5")), Posting("fees", Decimal("-0.5"))])
    assert Journal.objects.count() == 0


def test_books_that_cancel_out_over_two_currencies_are_out_of_balance() -> None:
    journal = Journal.objects.create(key="wrong")
    Entry.objects.bulk_create(
        [Entry(journal=journal, account="exchange", amount=100), Entry(journal=journal, account="exchange", amount=-100, currency="USD")]
    )
    assert imbalances() == {"USD": -100, "VND": 100}
    assert imbalance() == 200
    assert unbalanced_journals() == ["wrong", "wrong"]


@pytest.mark.every_database
@pytest.mark.parametrize(("account", "currency"), [("payable", "USD"), ("receivable", "EUR"), ("exchange", "GBP"), ("exchange", "usd")])
def test_the_database_keeps_foreign_money_where_it_belongs(account: str, currency: str) -> None:
    journal = Journal.objects.create(key="wrong")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(journal=journal, account=account, amount=1, currency=currency)


def test_a_card_charged_in_dollars_pays_dong_through_the_exchange(order_id: int) -> None:
    post_arrival(event_pk=1, order_id=order_id, source="clearing_card", amount=Decimal(260_000), foreign=Foreign("USD", 1_020))
    assert amounts("USD") == {"exchange": -1_020, "clearing_card": 1_020}
    assert amounts("VND") == {"exchange": 260_000, "receivable": -260_000}
    post_refund(refund_pk=1, order_id=order_id, source="clearing_card", amount=Decimal(260_000), foreign=Foreign("USD", 1_020))
    assert amounts("USD") == {}
    assert amounts("VND") == {}
    assert imbalances() == {"USD": 0, "VND": 0}


def test_the_provider_settles_in_its_own_currency_and_keeps_a_fee(order_id: int) -> None:
    post_arrival(event_pk=1, order_id=order_id, source="clearing_card", amount=Decimal(260_000))
    for _again in range(2):
        post_provider_settlement(
            key="txn_1",
            order_id=order_id,
            charged=Foreign("VND", 260_000),
            settled=Settled(currency="USD", gross=1_000, fee=59),
            dong=260_000,
        )
    assert amounts("USD") == {"exchange": -1_000, "fees": 59, "clearing_card": 941}
    assert amounts("VND") == {"exchange": 260_000, "receivable": -260_000}
    assert (imbalance(), unbalanced_journals()) == (0, [])


def test_what_the_provider_makes_of_dollars_differs_by_an_account_of_its_own(order_id: int) -> None:
    post_arrival(event_pk=1, order_id=order_id, source="clearing_card", amount=Decimal(260_000), foreign=Foreign("USD", 1_020))
    settled = Settled(currency="VND", gross=255_000, fee=9_000)
    post_provider_settlement(key="txn_1", order_id=order_id, charged=Foreign("USD", 1_020), settled=settled, dong=260_000)
    assert amounts("USD") == {}
    assert amounts("VND") == {"clearing_card": 246_000, "fees": 9_000, "differences": 5_000, "receivable": -260_000}
    assert (imbalance(), unbalanced_journals()) == (0, [])


@pytest.mark.parametrize("is_won", [True, False])
def test_a_dispute_takes_money_away_until_it_is_decided(order_id: int, is_won: bool) -> None:
    post_dispute_opened(dispute_id="dp_1", order_id=order_id, taken=Foreign("USD", 1_000))
    assert amounts("USD") == {"clearing_card": -1_000, "disputed": 1_000}
    for _again in range(2):
        (post_dispute_won if is_won else post_dispute_lost)(dispute_id="dp_1")
    lost = {"differences": 1_000, "clearing_card": -1_000}
    assert amounts("USD") == ({} if is_won else lost)
    assert imbalance() == 0


def test_minor_units_are_those_of_the_currency() -> None:
    assert (minor_units(Decimal("12.345"), "USD"), minor_units(Decimal(150_000), "VND")) == (1_235, 150_000)
    assert (major_amount(1_234, "EUR"), major_amount(150_000, "VND")) == (Decimal("12.34"), Decimal(150_000))
    assert format_minor(123_456_78, "USD") == "123.456,78\u00a0USD"
    assert format_minor(-5, "EUR") == "-0,05\u00a0EUR"
    assert format_minor(1_250_000, "VND") == "1.250.000\u00a0₫"
