"""What the card provider keeps, and what disputes take away, stands in the books once."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db.models import Sum

from fakes.stripe_objects import DISPUTE_FEE, DISPUTED, SUCCEEDS, Objects, State
from marketplace.ledger.models import Entry
from marketplace.ledger.selectors import imbalance
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.payments.bookings import post_bookings
from marketplace.payments.models import Dispute, Payment
from marketplace.payments.refunds import send_refunds
from tests.factories.cards import swipe, tell

FEE = DISPUTE_FEE["vnd"]


def balances() -> dict[str, int]:
    """Accounts that are not at zero, of those that the provider touches."""
    sums = Entry.objects.filter(account__in=["clearing_card", "fees", "disputed", "differences", "exchange"])
    return {name: total for name, total in sums.values_list("account").annotate(Sum("amount")).order_by() if total}


def test_the_fee_of_a_charge_is_posted_once(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    for event in stripe.events:
        tell(stripe, event)
    fee = Objects.fee(int(payment.amount))
    assert (post_bookings(), post_bookings()) == (1, 0)
    assert balances() == {"clearing_card": int(payment.amount) - fee, "fees": fee}
    assert imbalance() == 0


def test_a_refund_is_booked_too_and_nobody_is_asked_again(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    for event in stripe.events:
        tell(stripe, event)
    post_bookings()
    move_parcel(parcel_id=Parcel.objects.filter(order=payment.order_id).first().pk, after="cancelled", by=ParcelMove.By.OFFICER)
    send_refunds()
    assert post_bookings() == 1
    asked = len(stripe.requests)
    assert (post_bookings(), len(stripe.requests)) == (0, asked)
    call_command("ledger", "verify")


def test_while_the_provider_is_away_nothing_is_posted(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, SUCCEEDS)
    for event in stripe.events:
        tell(stripe, event)
    stripe.fails_with = 503
    assert post_bookings() == 0
    stripe.fails_with = 0
    assert post_bookings() == 1


def test_a_dispute_takes_the_money_until_it_is_decided(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, DISPUTED)
    for event in stripe.events * 2:
        tell(stripe, event)
    assert balances() == {"disputed": int(payment.amount), "fees": FEE, "clearing_card": -FEE}
    call_command("ledger", "verify")
    dispute = Dispute.objects.get()
    Objects(stripe).close_dispute(dispute.provider_id, "lost")
    tell(stripe, stripe.events[-1])
    assert balances() == {"differences": int(payment.amount), "fees": FEE, "clearing_card": -FEE}
    call_command("ledger", "verify")


def test_a_dispute_that_is_won_brings_it_back(settings: Any, stripe: State, payment: Payment) -> None:
    swipe(settings, payment, DISPUTED)
    for event in list(stripe.events):
        tell(stripe, event)
    Objects(stripe).close_dispute(Dispute.objects.get().provider_id, "won")
    for event in stripe.events[-1:] * 2:
        tell(stripe, event)
    assert balances() == {"clearing_card": int(payment.amount) - FEE, "fees": FEE}
    call_command("ledger", "verify")
