"""A dispute is known and followed to its end whatever becomes of the provider's messages: lost, late or out of order."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Sum

from fakes.stripe_objects import DISPUTE_FEE, DISPUTED, INQUIRED, Objects, State
from marketplace.accounts.models import User
from marketplace.ledger.models import Entry
from marketplace.ledger.selectors import payable_to
from marketplace.orders.disputes import decide_dispute
from marketplace.orders.errors import DisputeMoved
from marketplace.orders.models import Parcel
from marketplace.orders.reconciling import findings, finish_what_is_safe
from marketplace.payments.card import StripeCards
from marketplace.payments.card.stripe import breaker
from marketplace.payments.disputes import follow_disputes
from marketplace.payments.models import Dispute, Payment
from marketplace.payments.services import note_dispute
from marketplace.payouts.payables import are_held
from marketplace.reconciliation.findings import keep_findings, reconcile_every_five_minutes
from marketplace.reconciliation.models import ClockRound, OpenFinding, WholeLook
from tests.factories.cards import swipe, tell_all


def balances() -> dict[str, int]:
    """Accounts that are not at zero, of those that a dispute touches."""
    sums = Entry.objects.filter(account__in=["clearing_card", "disputed", "differences"])
    return {name: total for name, total in sums.values_list("account").annotate(Sum("amount")).order_by() if total}


@pytest.fixture
def disputed(settings: Any, stripe: State, payment: Payment) -> Dispute:
    """A dispute that a message told."""
    swipe(settings, payment, DISPUTED)
    tell_all(stripe)
    return Dispute.objects.get()


def close_unheard(stripe: State, dispute: Dispute, status: str) -> None:
    """Let it end at the provider, and lose the message."""
    Objects(stripe).close_dispute(dispute.provider_id, status)
    stripe.events.clear()


@pytest.fixture
def unheard(settings: Any, stripe: State, payment: Payment) -> dict[str, Any]:
    """A dispute whose message was lost, as the provider has it."""
    swipe(settings, payment, DISPUTED)
    stripe.events = [event for event in stripe.events if "dispute" not in event["type"]]
    tell_all(stripe)
    return next(iter(stripe.disputes.values()))


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_dispute_whose_message_was_lost_is_noted_from_the_providers_list(
    stripe: State, payment: Payment, unheard: dict[str, Any], is_whole: bool
) -> None:
    keep_findings(is_whole=is_whole)
    assert Dispute.objects.get().provider_id == unheard["id"]
    assert OpenFinding.objects.filter(kind="dispute", gone_at=None).count() == 1
    assert balances() == {"disputed": int(payment.amount), "clearing_card": -DISPUTE_FEE["vnd"]}
    call_command("ledger", "verify")


def test_an_older_one_is_noted_by_the_whole_look(stripe: State, unheard: dict[str, Any]) -> None:
    unheard["created"] -= 10 * 24 * 60 * 60
    keep_findings(is_whole=False)
    assert not Dispute.objects.exists()
    keep_findings()
    assert Dispute.objects.get().provider_id == unheard["id"]


def test_a_look_that_got_no_list_of_disputes_is_not_a_whole_one(stripe: State, unheard: dict[str, Any]) -> None:
    stripe.fails_with = 500
    keep_findings()
    stripe.fails_with = 0
    breaker.succeeded()
    assert not WholeLook.objects.exists()
    keep_findings()
    assert WholeLook.objects.exists()


@pytest.mark.parametrize("end", ["won", "lost"])
def test_an_end_whose_message_was_lost_is_asked_for(stripe: State, disputed: Dispute, end: str) -> None:
    close_unheard(stripe, disputed, end)
    assert finish_what_is_safe()["disputes"] == 1
    disputed.refresh_from_db()
    assert (disputed.state, disputed.closed_at is None) == (end, False)
    assert finish_what_is_safe()["disputes"] == 0
    call_command("ledger", "verify")


def test_the_clock_asks_for_it_too(stripe: State, disputed: Dispute) -> None:
    close_unheard(stripe, disputed, "won")
    stripe.disputes[disputed.provider_id]["created"] -= 90 * 24 * 60 * 60  # on no list any more
    ClockRound.objects.all().delete()
    reconcile_every_five_minutes()
    disputed.refresh_from_db()
    assert disputed.state == "won"
    parcel = Parcel.objects.filter(order=disputed.payment.order_id)[0]
    assert not are_held(parcel.producer_id, {parcel.order_id})


def test_a_provider_that_does_not_answer_or_is_not_offered_stops_nothing(settings: Any, stripe: State, disputed: Dispute) -> None:
    close_unheard(stripe, disputed, "lost")
    stripe.fails_with = 500
    assert follow_disputes() == 0
    stripe.fails_with = 0
    breaker.succeeded()
    settings.STRIPE_SECRET_KEY = ""
    asked = len(stripe.requests)
    assert (follow_disputes(), len(stripe.requests)) == (0, asked)
    disputed.refresh_from_db()
    assert disputed.state == "open"


@pytest.mark.parametrize("end", ["won", "lost"])
def test_an_older_answer_that_is_written_last_opens_nothing_again(stripe: State, disputed: Dispute, end: str) -> None:
    gateway = StripeCards()
    early = gateway.ask_dispute(disputed.provider_id)
    close_unheard(stripe, disputed, end)
    note_dispute(gateway, gateway.ask_dispute(disputed.provider_id))
    after = balances()
    note_dispute(gateway, early)
    disputed.refresh_from_db()
    assert (disputed.state, disputed.closed_at is None, balances()) == (end, False, after)


def test_what_is_lost_may_still_be_won_and_what_is_won_stays_so(stripe: State, payment: Payment, disputed: Dispute, mai: User) -> None:
    """Also where a producer bore it: the producer is owed the whole again, once."""
    gateway, parcel = StripeCards(), Parcel.objects.filter(order=payment.order).order_by("pk")[0]
    owed = payable_to(parcel.producer_id)
    close_unheard(stripe, disputed, "lost")
    follow_disputes()
    lost = gateway.ask_dispute(disputed.provider_id)
    decide_dispute(dispute_id=disputed.pk, officer=mai, bearer="maker", reason="Gửi sai hàng", parcel_ids=[parcel.pk])
    assert payable_to(parcel.producer_id) == 0
    close_unheard(stripe, disputed, "won")
    for answer in (gateway.ask_dispute(disputed.provider_id), lost, gateway.ask_dispute(disputed.provider_id)):
        note_dispute(gateway, answer)
    disputed.refresh_from_db()
    assert (disputed.state, payable_to(parcel.producer_id)) == ("won", owed)
    assert balances() == {"clearing_card": int(payment.amount) - DISPUTE_FEE["vnd"]}
    assert list(findings()) == []
    call_command("ledger", "verify")


def test_two_disputes_of_one_payment_are_two_findings(stripe: State, payment: Payment, disputed: Dispute) -> None:
    Dispute.objects.create(payment=payment, provider_id="dp_other", amount=1)
    references = {one.reference for one in findings() if one.kind == "dispute"}
    assert references == {f"{payment.reference} {disputed.provider_id}", f"{payment.reference} dp_other"}


@pytest.fixture
def inquiry(settings: Any, stripe: State, payment: Payment) -> Dispute:
    """A bank that only asks, as a message told."""
    swipe(settings, payment, INQUIRED)
    tell_all(stripe)
    return Dispute.objects.get()


def held(payment: Payment) -> bool:
    return any(are_held(producer_id, {payment.order_id}) for producer_id in producers(payment))


def producers(payment: Payment) -> list[int]:
    return list(Parcel.objects.filter(order=payment.order).values_list("producer_id", flat=True))


@pytest.mark.parametrize("status", ["warning_needs_response", "warning_under_review"])
def test_an_inquiry_takes_and_holds_nothing_but_waits_for_an_answer(stripe: State, payment: Payment, inquiry: Dispute, status: str) -> None:
    stripe.disputes[inquiry.provider_id]["status"] = status
    follow_disputes()
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.amount, held(payment)) == ("open", 0, False)
    assert balances() == {"clearing_card": int(payment.amount)}
    assert [(one.kind, one.amount) for one in findings()] == [("dispute", 0)]
    call_command("ledger", "verify")


def test_an_inquiry_ends_without_money_and_leaves_nobody_anything_to_do(
    stripe: State, payment: Payment, inquiry: Dispute, mai: User
) -> None:
    early = StripeCards().ask_dispute(inquiry.provider_id)
    close_unheard(stripe, inquiry, "warning_closed")
    follow_disputes()
    note_dispute(StripeCards(), early)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.closed_at is None, held(payment), list(findings())) == ("closed", False, False, [])
    assert balances() == {"clearing_card": int(payment.amount)}
    assert follow_disputes() == 0
    with pytest.raises(DisputeMoved):
        decide_dispute(dispute_id=inquiry.pk, officer=mai, bearer="shop", reason="x")
    call_command("ledger", "verify")


@pytest.mark.parametrize("was_closed", [True, False])
def test_an_inquiry_that_becomes_a_chargeback_takes_the_money_then(
    stripe: State, payment: Payment, inquiry: Dispute, was_closed: bool
) -> None:
    if was_closed:
        Objects(stripe).close_dispute(inquiry.provider_id, "warning_closed")
        tell_all(stripe)
    early = StripeCards().ask_dispute(inquiry.provider_id)
    Objects(stripe).escalate(stripe.disputes[inquiry.provider_id])
    tell_all(stripe)
    note_dispute(StripeCards(), early)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.closed_at, inquiry.amount, held(payment)) == ("open", None, payment.amount, True)
    assert balances() == {"disputed": int(payment.amount), "clearing_card": -DISPUTE_FEE["vnd"]}
    close_unheard(stripe, inquiry, "lost")
    follow_disputes()
    assert balances() == {"differences": int(payment.amount), "clearing_card": -DISPUTE_FEE["vnd"]}
    call_command("ledger", "verify")


def test_an_inquiry_that_took_money_is_not_closed(stripe: State, payment: Payment, disputed: Dispute) -> None:
    close_unheard(stripe, disputed, "warning_closed")
    assert follow_disputes() == 0
    Dispute.objects.all().delete()
    keep_findings()
    assert (Dispute.objects.get().state, held(payment)) == ("open", True)


def test_a_part_that_was_taken_is_posted_as_that_part(stripe: State, payment: Payment, inquiry: Dispute) -> None:
    dispute = stripe.disputes[inquiry.provider_id] | {"amount": 30_000}
    stripe.disputes[inquiry.provider_id] = dispute
    Objects(stripe).escalate(dispute)
    tell_all(stripe)
    inquiry.refresh_from_db()
    assert (inquiry.amount, balances()["disputed"]) == (30_000, 30_000)
    call_command("ledger", "verify")


def test_a_dispute_lost_without_money_waits_for_no_decision(stripe: State, payment: Payment, inquiry: Dispute) -> None:
    """Such as one about a charge that had gone back before."""
    close_unheard(stripe, inquiry, "lost")
    follow_disputes()
    inquiry.refresh_from_db()
    assert (inquiry.state, held(payment), list(findings())) == ("lost", False, [])
