"""What reconciling finds stands at the desk once, until it fits; comparing costs the same however many orders there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.forks.shop import Order
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment, PaymentEvent
from marketplace.payments.statements import StatementRow
from marketplace.reconciliation.findings import begin_round, keep_findings, present_findings, reconcile_every_five_minutes
from marketplace.reconciliation.models import BankRow, ClockRound, OpenFinding
from marketplace.reconciliation.services import decide_row, take_row
from marketplace.settings.databases import cache_for
from tests.marketplace.reconciliation.conftest import new_payment
from tests.races import at_once


def kinds() -> list[str]:
    return sorted(one.kind for one in present_findings())


def test_a_paid_order_fits_in_all_three_tellings(payment: Payment) -> None:
    settle(payment=payment, event_id="bank:1", amount=payment.amount)
    assert kinds() == []


def test_money_that_stands_in_no_book_is_found(payment: Payment) -> None:
    PaymentEvent.objects.create(payment=payment, event_id="bank:secret", amount=1000, source="clearing_bank")
    assert kinds() == ["books differ from payment", "money differs from books"]


def test_an_order_without_a_payment_is_found(payment: Payment) -> None:
    Order.objects.create(number="WITHOUT", total_incl_tax=1, total_excl_tax=1, shipping_incl_tax=0, shipping_excl_tax=0)
    assert kinds() == ["order without payment"]


def test_money_without_an_order_is_found_until_an_officer_has_decided(payment: Payment, preparer: User) -> None:
    take_row(StatementRow(line=1, id="FT7", amount=payment.amount, text="qua", reference=""))
    assert (keep_findings(), keep_findings()) == (1, 0)
    assert OpenFinding.objects.get().kind == "paid without order"
    decide_row(row_id=BankRow.objects.get().pk, officer=preparer, answer="assigned", number=payment.order.number)
    keep_findings()
    assert OpenFinding.objects.filter(gone_at=None).count() == 0
    assert OpenFinding.objects.count() == 1


def test_a_note_is_kept_and_written_into_the_log(payment: Payment, preparer: User, desk_client: Client) -> None:
    take_row(StatementRow(line=1, id="FT7", amount=payment.amount, text="qua", reference=""))
    keep_findings()
    finding = OpenFinding.objects.get()
    desk_client.post(reverse("desk:bank-note", args=[finding.pk]), {"note": "Đã gọi ngân hàng"})
    keep_findings()
    finding.refresh_from_db()
    assert (finding.note, finding.gone_at) == ("Đã gọi ngân hàng", None)
    assert AuditEntry.objects.filter(action="reconciliation.note-finding", actor=preparer).count() == 1
    assert "Đã gọi ngân hàng" in desk_client.get(reverse("desk:bank")).content.decode()


def test_ten_orders_cost_as_many_queries_as_one(payment: Payment, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        other = new_payment(f"+8498765432{number}")
        settle(payment=other, event_id=f"bank:{number}", amount=other.amount)
    with django_assert_max_num_queries(18):
        assert present_findings() == []


def test_the_clock_compares_every_five_minutes_and_not_more_often(payment: Payment) -> None:
    take_row(StatementRow(line=1, id="FT7", amount=payment.amount, text="qua", reference=""))
    assert (reconcile_every_five_minutes(), reconcile_every_five_minutes()) == (1, 0)
    with time_machine.travel(clock.now() + timedelta(minutes=4, seconds=50), tick=False):
        take_row(StatementRow(line=1, id="FT8", amount=payment.amount, text="qua", reference=""))
        assert reconcile_every_five_minutes() == 0
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1), tick=False):
        assert (reconcile_every_five_minutes(), reconcile_every_five_minutes()) == (1, 0)


def test_the_clock_compares_while_redis_is_away(payment: Payment, settings: Any) -> None:
    settings.CACHES = {**settings.CACHES, "default": cache_for("redis://127.0.0.1:1/0")}
    take_row(StatementRow(line=1, id="FT7", amount=payment.amount, text="qua", reference=""))
    assert (reconcile_every_five_minutes(), reconcile_every_five_minutes()) == (1, 0)


@pytest.mark.django_db
def test_a_round_in_the_far_future_holds_nothing_up() -> None:
    ClockRound.objects.create(begun_at=clock.now() + timedelta(days=400))
    reconcile_every_five_minutes()
    assert ClockRound.objects.get().begun_at <= clock.now()


@pytest.mark.every_database
@pytest.mark.usefixtures("real_database")
@pytest.mark.parametrize("is_first", [True, False])
def test_of_several_clocks_at_once_one_compares(is_first: bool) -> None:
    if not is_first:
        ClockRound.objects.create(begun_at=clock.now() - timedelta(hours=1))
    assert sorted(at_once(lambda _clock: begin_round(), [1, 2, 3, 4])) == [False, False, False, True]
