"""A card charged in dollars: frozen at submission, charged, paid back and disputed at that rate, and the books balance in each currency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.test import Client

from catalog.lib import clock
from catalog.lib.money import format_dong, format_minor
from catalog.rates.models import ExchangeRate
from fakes.stripe_objects import DISPUTE_FEE, DISPUTED, SUCCEEDS, Objects, State
from marketplace.complaints import notices as complaint_notices
from marketplace.complaints.models import Complaint
from marketplace.complaints.services import file_complaint, move_complaint
from marketplace.ledger.models import Entry
from marketplace.ledger.selectors import imbalances
from marketplace.orders.models import LineFacts, OrderContact, Parcel, ParcelMove
from marketplace.orders.notices import send_notices
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle, settle_stuck
from marketplace.payments.bookings import post_bookings
from marketplace.payments.currencies import charged_for, dong_of, quote_in
from marketplace.payments.errors import UnknownMethod, WrongCurrency
from marketplace.payments.models import Dispute, Payment, PaymentEvent, Refund
from marketplace.payments.refunds import send_refunds
from tests.factories.cards import PAID, WAITING, path_of, states, swipe, tell, tell_all
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


def rate(dong: int = 26_000, *, currency: str = "USD", days_old: int = 0, max_age_days: int = 7, margin: str = "2") -> ExchangeRate:
    """Put a rate on file."""
    return ExchangeRate.objects.create(
        currency=currency,
        dong_per_unit=dong,
        valid_from=clock.today() - timedelta(days=days_old),
        margin_percent=Decimal(margin),
        max_age_days=max_age_days,
        source="Vietcombank",
    )


def order_in_dollars(row: ExchangeRate) -> Payment:
    rates()
    vat_rates()
    one, other = ListingFactory.create(offer=(45_000, 10)), ListingFactory.create(offer=(90_000, 10))
    request = request_for(fill_basket((one, 1), (other, 1)), method="card", currency="USD", rate_seen=row.pk)
    return Payment.objects.get(order=place_order(request))


@pytest.fixture
def dollars(stripe: State, db: None) -> Payment:
    """An order of two producers that waits for a card charged in dollars."""
    return order_in_dollars(rate())


@pytest.fixture
def verified() -> Iterator[None]:
    """At the end the books hold all that happened, in each currency."""
    yield
    call_command("ledger", "verify")
    assert set(imbalances().values()) == {0}


def sums(currency: str) -> dict[str, int]:
    rows = Entry.objects.filter(currency=currency).values_list("account").annotate(Sum("amount")).order_by()
    return {account: total for account, total in rows if total}


def cents(dong: Decimal) -> int:
    return int((dong / 26_000 * Decimal("1.02") * 100).quantize(Decimal(1)))


def cancel_one(payment: Payment) -> Parcel:
    parcel = Parcel.objects.filter(order=payment.order_id, state="ordered").order_by("pk").first()
    assert parcel is not None
    return move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.OFFICER)


def test_rate_amount_and_currency_are_frozen_at_submission(settings: Any, stripe: State, dollars: Payment, verified: None) -> None:
    rate(30_000)  # an officer enters another before the buyer pays
    swipe(settings, dollars, SUCCEEDS)
    tell_all(stripe)
    assert states(dollars) == PAID
    assert (dollars.currency, dollars.foreign_minor, dollars.rate.dong_per_unit) == ("USD", cents(dollars.amount), 26_000)
    intent = next(iter(stripe.intents.values()))
    assert (intent["currency"], intent["amount_received"]) == ("usd", cents(dollars.amount))
    event = PaymentEvent.objects.get()
    assert (event.amount, event.foreign_minor) == (dollars.amount, cents(dollars.amount))
    assert sums("USD") == {"clearing_card": cents(dollars.amount), "exchange": -cents(dollars.amount)}


def test_the_page_names_amount_and_rate(dollars: Payment) -> None:
    page = Client().get(path_of(dollars, "tra-tien/")).content.decode()
    amount = f"{cents(dollars.amount) / 100:.2f}".replace(".", ",") + "\u00a0USD"
    assert page.count(amount) == 3
    assert "26.000\u00a0₫" in page
    assert amount in Client().get(path_of(dollars)).content.decode()


def test_the_mail_names_what_the_card_is_charged_beside_dong(dollars: Payment) -> None:
    OrderContact.objects.filter(order=dollars.order_id).update(email="lan@nguoi.example")
    rate(30_000)  # a newer one changes nothing: what was frozen is named
    send_notices(dollars.order_id)
    amount = format_minor(dollars.foreign_minor or 0, "USD")
    for text in (mail.outbox[0].body, unescape(str(mail.outbox[0].alternatives[0][0]))):
        assert amount in text
        assert "26.000\u00a0₫" in text
        assert format_dong(dollars.amount) in text


def test_the_answer_to_a_complaint_names_what_goes_back_to_the_card(settings: Any, stripe: State, dollars: Payment) -> None:
    OrderContact.objects.filter(order=dollars.order_id).update(email="lan@nguoi.example")
    swipe(settings, dollars, SUCCEEDS)
    tell_all(stripe)
    parcel = Parcel.objects.filter(order=dollars.order_id).first()
    assert parcel is not None
    for after in ("confirmed", "sent", "delivered"):
        move_parcel(parcel_id=parcel.pk, after=after, by=ParcelMove.By.PRODUCER)
    pieces = {LineFacts.objects.get(parcel=parcel).pk: 1}
    complaint = file_complaint(parcel_id=parcel.pk, reason=Complaint.Reason.DAMAGED, text="Hũ bị vỡ nắp.", pieces=pieces)
    move_complaint(complaint_id=complaint.pk, after="accepted", by=ParcelMove.By.PRODUCER)
    mail.outbox.clear()
    complaint_notices.send_notices(complaint.pk)
    refund = Refund.objects.get()
    for text in (mail.outbox[0].body, unescape(str(mail.outbox[0].alternatives[0][0]))):
        assert format_minor(refund.foreign_minor or 0, "USD") in text
        assert format_dong(refund.amount) in text


def test_a_refund_uses_the_frozen_rate_in_parts_and_as_a_whole(settings: Any, stripe: State, dollars: Payment, verified: None) -> None:
    swipe(settings, dollars, SUCCEEDS)
    tell_all(stripe)
    rate(30_000)
    parcel = cancel_one(dollars)
    send_refunds()
    first = Refund.objects.get()
    assert first.foreign_minor == cents(parcel.goods_price + parcel.shipping_price)
    cancel_one(dollars)
    send_refunds()
    back = [one["amount"] for one in stripe.refunds.values()]
    assert back == [first.foreign_minor, cents(dollars.amount) - (first.foreign_minor or 0)]  # together what was charged, to the cent
    assert {one["currency"] for one in stripe.refunds.values()} == {"usd"}
    tell_all(stripe)
    assert set(Refund.objects.values_list("state", flat=True)) == {"done"}
    assert (sums("USD"), sums("VND")) == ({}, {})


def test_a_refund_made_at_stripes_desk_is_known_again(settings: Any, stripe: State, dollars: Payment, verified: None) -> None:
    swipe(settings, dollars, SUCCEEDS)
    tell_all(stripe)
    Objects(stripe).refund({"payment_intent": dollars.provider_id, "amount": "100"})
    tell_all(stripe)
    refund = Refund.objects.get()
    assert (refund.state, refund.foreign_minor, refund.amount) == ("done", 100, dong_of(dollars, charged_for(dollars, refund.amount)))
    assert abs(refund.amount - Decimal(26_000) / Decimal("1.02")) < 130


def test_a_part_cancelled_before_paying_lowers_the_charge(settings: Any, stripe: State, dollars: Payment, verified: None) -> None:
    Client().get(path_of(dollars, "tra-tien/"))
    parcel = Parcel.objects.filter(order=dollars.order_id).first()
    assert parcel is not None
    move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.BUYER)
    dollars.refresh_from_db()
    swipe(settings, dollars, SUCCEEDS)
    tell_all(stripe)
    dollars.refresh_from_db()
    event = PaymentEvent.objects.get()
    assert (event.amount, event.foreign_minor) == (dollars.due, charged_for(dollars, dollars.due).minor)
    assert (dollars.state, Refund.objects.count()) == ("paid", 0)


def test_money_in_another_currency_or_amount_is_not_taken(settings: Any, stripe: State, dollars: Payment) -> None:
    swipe(settings, dollars, SUCCEEDS)
    stripe.intents[dollars.provider_id]["currency"] = "vnd"  # nobody but the holder of our key could do that
    tell_all(stripe)
    settle_stuck()
    assert states(dollars) == WAITING
    assert (PaymentEvent.objects.count(), dollars.closed_at) == (0, None)  # asked about again, and logged each time
    whole = charged_for(dollars, dollars.amount)
    with pytest.raises(WrongCurrency):
        settle(payment=dollars, event_id="x", amount=dollars.amount - 5_000, charged=whole)
    assert PaymentEvent.objects.count() == 0


def test_a_dispute_in_dollars_is_kept_and_posted_in_dollars(settings: Any, stripe: State, dollars: Payment, verified: None) -> None:
    swipe(settings, dollars, DISPUTED)
    tell_all(stripe)
    dispute = Dispute.objects.get()
    assert (dispute.amount, dispute.currency, dispute.foreign_minor) == (dollars.amount, "USD", cents(dollars.amount))
    assert sums("USD")["disputed"] == dispute.foreign_minor
    call_command("ledger", "verify")
    Objects(stripe).close_dispute(dispute.provider_id, "lost")
    tell(stripe, stripe.events[-1])
    assert sums("USD")["differences"] == dispute.foreign_minor


def test_what_the_provider_made_of_a_dispute_and_kept_stands_in_its_currency(
    settings: Any, stripe: State, dollars: Payment, verified: None
) -> None:
    swipe(settings, dollars, DISPUTED)
    tell_all(stripe)
    assert post_bookings() == 1  # the charge: a dispute's bookings do not stand in for it
    gone = Objects.converted(-cents(dollars.amount), "usd", "vnd")
    gross = Objects.converted(cents(dollars.amount), "usd", "vnd")
    assert sums("USD").get("clearing_card", 0) == 0
    assert sums("VND")["clearing_card"] == gross - Objects.fee(gross) + gone - DISPUTE_FEE["vnd"]
    call_command("ledger", "verify")


@pytest.mark.parametrize("settles_in", ["vnd", "usd"])
def test_what_the_provider_books_is_posted_in_its_currency(
    settings: Any, stripe: State, dollars: Payment, verified: None, settles_in: str
) -> None:
    stripe.settles_in = settles_in
    swipe(settings, dollars, SUCCEEDS)
    tell_all(stripe)
    assert post_bookings() == 1
    gross = Objects.converted(cents(dollars.amount), "usd", settles_in)
    if settles_in == "usd":
        assert sums("USD")["clearing_card"] == gross - Objects.fee(gross, "usd")
    else:
        assert sums("USD") == {}
        assert sums("VND")["differences"] == dollars.amount - gross
        assert "exchange" not in sums("VND")
    cancel_one(dollars)
    cancel_one(dollars)
    send_refunds()
    assert post_bookings() == 2
    call_command("ledger", "verify")


def test_only_cards_are_charged_in_another_currency(dollars: Payment) -> None:
    row = ExchangeRate.objects.get()
    request = request_for(fill_basket((ListingFactory.create(), 1)), method="vietqr", currency="USD", rate_seen=row.pk)
    with pytest.raises(UnknownMethod):
        place_order(request)
    assert Payment.objects.count() == 1


def test_an_amount_below_what_providers_charge_is_not_quoted(dollars: Payment) -> None:
    assert quote_in("USD", Decimal(12_000), clock.today()) is None
    assert quote_in("USD", Decimal(13_000), clock.today()) is not None
    assert quote_in("GBP", Decimal(13_000_000), clock.today()) is None


@pytest.mark.every_database
def test_the_database_freezes_all_three_or_none(dollars: Payment) -> None:
    for changes in ({"rate": None}, {"foreign_minor": None}, {"currency": "VND"}, {"currency": "GBP"}, {"foreign_minor": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(pk=dollars.pk).update(**changes)
