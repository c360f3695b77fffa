"""Payouts wait seven days, complaints may come for thirty: what is open holds, what comes later is set off (docs/adr/0013)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from catalog.lib import clock
from marketplace.complaints.models import Complaint
from marketplace.complaints.services import file_complaint, move_complaint
from marketplace.complaints.terms import filing_term
from marketplace.ledger.selectors import payable_to
from marketplace.orders.models import LineFacts, Parcel
from marketplace.payouts.models import Payout
from marketplace.payouts.payables import WAIT_DAYS, payables_of
from marketplace.payouts.services import answer_payout, prepare_run, release_run
from tests.factories.orders import rates
from tests.factories.payouts import YESTERDAY, officers, seller_with_account, sold
from tests.factories.products import vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()


def complain(parcel: Parcel) -> Complaint:
    line = LineFacts.objects.get(parcel=parcel)
    return file_complaint(parcel_id=parcel.pk, reason="damaged", text="Vỡ.", pieces={line.pk: line.quantity})


def test_a_parcel_is_paid_out_before_its_buyers_time_to_complain_is_over() -> None:
    parcel = sold(seller_with_account(), days_ago=WAIT_DAYS + 2)
    term = filing_term(parcel)
    assert term is not None
    assert term.last_day > clock.today()
    found = payables_of(parcel.producer_id, clock.today() - YESTERDAY)
    assert (len(found.ready) > 0, found.held) == (True, [])


def test_a_complaint_that_opens_between_preparing_and_releasing_holds_the_payout() -> None:
    hoa, minh = officers()
    parcel = sold(seller_with_account(), days_ago=10)
    run = prepare_run(officer=hoa, key="k", period_to=clock.today() - YESTERDAY, minimum=1)
    complain(parcel)
    release_run(officer=minh, run_id=run.pk)
    assert Payout.objects.get().state == "cancelled"
    assert payables_of(parcel.producer_id, clock.today() - YESTERDAY).held


def test_a_complaint_after_the_payout_is_set_off_against_the_next() -> None:
    hoa, minh = officers()
    producer = seller_with_account()
    first = sold(producer, 2, days_ago=20)
    run = prepare_run(officer=hoa, key="k", period_to=clock.today() - YESTERDAY, minimum=1)
    release_run(officer=minh, run_id=run.pk)
    answer_payout(payout_id=run.payouts.get().pk, is_paid=True, officer=hoa)
    complaint = complain(first)
    move_complaint(complaint_id=complaint.pk, after="accepted", by="officer", actor=hoa)
    assert payable_to(producer.pk) == -200_000
    sold(producer, 5, days_ago=10)
    found = payables_of(producer.pk, clock.today() - timedelta(days=1))
    assert found.total(found.ready) == 500_000 - 200_000
    call_command("ledger", "verify")
