"""The books: every sale, arrival and refund posts once, balances, and can be undone exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from catalog.lib.kept import forget_kept
from marketplace.ledger.errors import Unbalanced
from marketplace.ledger.models import CommissionRate, Entry, Journal
from marketplace.ledger.selectors import imbalance, payable_to, receivable_of, unbalanced_journals
from marketplace.ledger.services import Posting, post_journal
from marketplace.orders.models import LineFacts, Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.orders.settling import release_reservation, settle
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunds import move_refund
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()
    CommissionRate.objects.create(valid_from=date(2020, 1, 1), percent=5, source="Biểu phí 01")


def household_order(method: str = "cash_on_delivery") -> Any:
    """An order of 200.000 ₫ from a household and 90.000 ₫ from a cooperative."""
    household = ListingFactory.create(seller=ProducerFactory.create(kind="household"), offer=(100_000, 10))
    cooperative = ListingFactory.create(offer=(90_000, 10))
    return place_order(request_for(fill_basket((household, 2), (cooperative, 1)), method=method))


def test_a_sale_owes_the_producer_the_price_less_what_is_kept() -> None:
    order = household_order()
    first, second = Parcel.objects.filter(order=order)
    assert payable_to(first.producer_id) == 200_000 - 10_000 - 2_000 - 1_000
    assert payable_to(second.producer_id) == 90_000 - 4_500
    assert receivable_of(order.pk) == Payment.objects.get(order=order).amount
    assert (imbalance(), unbalanced_journals()) == (0, [])


def test_what_waits_for_money_is_not_sold_yet() -> None:
    order = household_order("vietqr")
    assert Journal.objects.count() == 0
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    assert sorted(Journal.objects.values_list("key", flat=True))[0].startswith("arrival:")
    assert Journal.objects.filter(key__startswith="sale:").count() == 2
    assert receivable_of(order.pk) == 0


def test_a_return_undoes_exactly_what_was_posted_whatever_the_rates_are_now() -> None:
    order = household_order()
    parcel = Parcel.objects.filter(order=order).first()
    CommissionRate.objects.update(percent=9)
    forget_kept()
    LineFacts.objects.filter(parcel=parcel).update(commission=1)
    move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    undo = Journal.objects.get(key=f"undo:{parcel.pk}")
    assert undo.reverses.key == f"sale:{parcel.pk}"
    assert payable_to(parcel.producer_id) == 0
    assert receivable_of(order.pk) == Payment.objects.get(order=order).due


def test_a_refund_leaves_the_buyer_owing_nothing() -> None:
    order = household_order("vietqr")
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount + 7_000)
    move_parcel(parcel_id=Parcel.objects.filter(order=order).first().pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    for refund in Refund.objects.all():
        for after in ("sent", "done", "done"):
            move_refund(refund_id=refund.pk, after=after, by="officer", provider_id=f"out-{refund.pk}")
    assert receivable_of(order.pk) == 0
    assert imbalance() == 0


def test_an_order_that_nobody_paid_leaves_no_trace_in_the_books() -> None:
    order = household_order("vietqr")
    release_reservation(order.pk)
    assert Journal.objects.count() == 0


def test_a_refund_that_is_owed_is_on_its_way_until_it_arrives() -> None:
    order = household_order("vietqr")
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount + 7_000)
    refund = Refund.objects.get()
    owed = Journal.objects.get(key=f"refund-owed:{refund.pk}")
    assert sorted(owed.entries.values_list("account", "amount")) == [("receivable", 7_000), ("refunds", -7_000)]
    assert receivable_of(order.pk) == -7_000
    for after in ("sent", "done", "done"):
        move_refund(refund_id=refund.pk, after=after, by="officer", provider_id="out-1")
    done = Journal.objects.get(key=f"refund:{refund.pk}")
    assert sorted(done.entries.values_list("account", "amount")) == [("clearing_bank", -7_000), ("refunds", 7_000)]
    assert receivable_of(order.pk) == 0


def test_a_key_posts_once_and_what_does_not_balance_is_refused() -> None:
    order = household_order()
    before = Entry.objects.count()
    with pytest.raises(Unbalanced):
        post_journal(key="x", order_id=order.pk, postings=[Posting("receivable", Decimal(1))])
    lines = [Posting("receivable", Decimal(1)), Posting("shipping", Decimal(-1))]
    post_journal(key="x", order_id=order.pk, postings=lines)
    post_journal(key="x", order_id=order.pk, postings=lines)
    assert Entry.objects.count() == before + 2


@pytest.mark.parametrize("table", [Journal, Entry])
def test_the_database_refuses_to_change_the_books(table: Any) -> None:
    household_order()
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), connection.cursor() as cursor, transaction.atomic():
        cursor.execute(f"UPDATE {table._meta.db_table} SET id = id")  # noqa: S608  # a table of ours


def test_the_command_tells_whether_the_books_balance(capsys: pytest.CaptureFixture[str]) -> None:
    order = household_order()
    call_command("ledger", "verify")
    assert "0\u00a0₫" in capsys.readouterr().out
    Entry.objects.create(journal=Journal.objects.create(key="wrong", order=order), account="receivable", amount=5)
    with pytest.raises(CommandError, match=r"VND 5\nwrong"):
        call_command("ledger", "verify")


def test_the_product_page_tells_where_the_money_goes() -> None:
    listing = ListingFactory.create(seller=ProducerFactory.create(kind="household"), offer=(100_000, 10))
    page = Client().get(f"/san-pham/{listing.texts.get().slug}/gia/").content.decode()
    assert "93.500\u00a0₫" in page
    assert "5.000\u00a0₫" in page
    assert "1.000\u00a0₫" in page
