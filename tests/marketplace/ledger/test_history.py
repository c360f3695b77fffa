"""Orders from before the books are posted by the migration, and `ledger verify` proves it, or names what is missing."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from catalog.lib.append_only import append_only, changeable
from marketplace.ledger.models import Entry, Journal, Withholding
from marketplace.ledger.selectors import imbalance, payable_to, receivable_of
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment, PaymentEvent, Refund
from marketplace.payments.refunds import move_refund
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.every_database
BOOKS = ("ledger_withholding", "ledger_entry", "ledger_journal")


def placed(method: str) -> list[Parcel]:
    """Two parcels of one order: 100.000 ₫ from a household, 90.000 ₫ from a cooperative."""
    household = ListingFactory.create(seller=ProducerFactory.create(kind="household"), offer=(100_000, 9))
    order = place_order(request_for(fill_basket((household, 1), (ListingFactory.create(offer=(90_000, 9)), 1)), method=method))
    return list(Parcel.objects.filter(order=order))


def a_past() -> list[Parcel]:
    """Every kind of past: delivered, cancelled before and after it was paid, refused, over-paid, paid back, awaiting its refund."""
    rates()
    vat_rates()
    sent, cancelled = placed("cash_on_delivery")
    for after in ("confirmed", "sent", "delivered"):
        move_parcel(parcel_id=sent.pk, after=after, by=ParcelMove.By.OFFICER)
    move_parcel(parcel_id=cancelled.pk, after="cancelled", by=ParcelMove.By.PRODUCER)
    paid, refused = placed("vietqr")
    payment = Payment.objects.get(order=paid.order_id)
    settle(payment=payment, event_id="bank-1", amount=payment.amount + 5_000)
    for after in ("confirmed", "sent", "refused"):
        move_parcel(parcel_id=refused.pk, after=after, by=ParcelMove.By.OFFICER)
    for refund in Refund.objects.order_by("pk")[:1]:
        for after in ("sent", "done"):
            move_refund(refund_id=refund.pk, after=after, by="officer", provider_id="out-1")
    placed("vietqr")  # waits for its money: nothing to post
    return [sent, cancelled, paid, refused]


def empty_books() -> None:
    """Make the books as they were before anything was posted."""
    with connection.schema_editor() as editor:
        for table in BOOKS:
            changeable(table).code(apps, editor)
    with connection.cursor() as cursor:
        for table in BOOKS:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  # tables of ours
    with connection.schema_editor() as editor:
        for table in BOOKS:
            append_only(table).code(apps, editor)


@pytest.mark.django_db
def test_every_happening_is_proved_to_be_posted(capsys: pytest.CaptureFixture[str]) -> None:
    a_past()
    call_command("ledger", "verify")
    assert "0\u00a0₫; all that happened is posted" in capsys.readouterr().out


def test_an_old_database_is_named_gap_by_gap_and_filled_by_the_migration(real_database: None) -> None:
    sent, cancelled, _paid, refused = a_past()
    before = {journal.key: sorted(journal.entries.values_list("account", "amount")) for journal in Journal.objects.all()}
    returned = sorted(Withholding.objects.values_list("producer", "nature", "revenue", "vat", "income"))
    empty_books()
    with pytest.raises(CommandError) as missing:
        call_command("ledger", "verify")
    for key in before:
        if key.split(":")[0] != "refund-owed":
            assert f"{key}: not posted" in str(missing.value)
    import_module("marketplace.ledger.migrations.0006_decree_and_gaps").fill_gaps(apps, None)
    after = {journal.key: sorted(journal.entries.values_list("account", "amount")) for journal in Journal.objects.all()}
    assert after == before
    assert sorted(Withholding.objects.values_list("producer", "nature", "revenue", "vat", "income")) == returned
    assert imbalance() == 0
    call_command("ledger", "verify")
    import_module("marketplace.ledger.migrations.0006_decree_and_gaps").fill_gaps(apps, None)
    assert Journal.objects.count() == len(before)
    assert Journal.objects.get(key=f"undo:{refused.pk}").reverses.key == f"sale:{refused.pk}"
    assert (payable_to(cancelled.producer_id), receivable_of(sent.order_id) > 0) == (0, True)


@pytest.mark.django_db
def test_one_missing_sale_and_one_wrong_amount_are_named() -> None:
    rates()
    vat_rates()
    parcel, _other = placed("cash_on_delivery")
    payment = Payment.objects.get(order=parcel.order_id)
    stray = PaymentEvent.objects.create(payment=payment, event_id="bank-7", amount=10_000, source="clearing_bank")
    wrong = Journal.objects.create(key=f"arrival:{stray.pk}", order_id=parcel.order_id)
    Entry.objects.bulk_create(
        Entry(journal=wrong, account=name, amount=amount) for name, amount in (("receivable", -9), ("clearing_cash", 9))
    )
    lost = Parcel.objects.create(
        order_id=parcel.order_id, producer=ProducerFactory.create(), state="ordered", zone="far", grams=1, goods_price=70_000,
        shipping_price=0, earliest_on="2026-11-25", latest_on="2026-11-26",
    )  # fmt: skip
    with pytest.raises(CommandError) as found:
        call_command("ledger", "verify")
    assert f"sale:{lost.pk}: not posted (70000)" in str(found.value)
    assert f"arrival:{stray.pk}: -9 on receivable + refunds, should be -10000" in str(found.value)
    assert f"sale:{parcel.pk}" not in str(found.value)
