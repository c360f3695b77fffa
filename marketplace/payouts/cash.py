"""Cash that a producer collected at the door: it is set off against what the producer is owed."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from catalog.audit.services import record_action
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import has_duty
from marketplace.carriers.outcomes import counted_cash, is_cash_kept
from marketplace.ledger.models import Account, Journal
from marketplace.ledger.services import Posting, post_journal
from marketplace.orders.models import Parcel
from marketplace.orders.parcels import lock_order
from marketplace.orders.settling import settle
from marketplace.payments.methods import gateway_for
from marketplace.payments.models import Payment
from marketplace.payouts.errors import CashSettled, NotYours, UnableToPayOut


@transaction.atomic
def note_cash_kept(*, parcel_id: int, amount: int, officer: User) -> Journal:
    """Note that the cash for a parcel stayed with its producer, who brought it: the carriers' cash is less, and so is what is owed.

    The arrival of that cash is noted as for any other parcel. A parcel counts once, whatever is asked again.

    Raises:
        NotYours: no duty to prepare.
        UnableToPayOut: the amount is not above zero, or more than the parcel's price.
    """
    if not has_duty(officer, Appointment.Duty.PREPARE):
        raise NotYours
    parcel = Parcel.objects.get(pk=parcel_id)
    if not 0 < amount <= parcel.goods_price + parcel.shipping_price:
        raise UnableToPayOut("The amount is not above zero, or more than the parcel's price")
    lines = [Posting(Account.PAYABLE, amount, parcel.producer_id), Posting(Account.CLEARING_CASH, -amount)]
    journal = post_journal(key=f"cash-kept:{parcel.pk}", order_id=parcel.order_id, postings=lines)
    record_action(actor=officer, action="payouts.note-cash-kept", subject=parcel, after={"amount": amount})
    return journal


@transaction.atomic
def take_cash_kept(*, parcel_id: int, amount: int, officer: User) -> Journal:
    """Note both at once: the buyer paid this cash at the door, and it stayed with the producer.

    Raises:
        NotYours, UnableToPayOut: as `note_cash_kept`; also where the parcel's cash was noted before, or it is not paid on delivery.
        CashSettled: the carrier collected it, as a counted settlement says.
    """
    parcel = Parcel.objects.get(pk=parcel_id)
    lock_order(parcel.order_id)
    payment = Payment.objects.get(order_id=parcel.order_id)
    if gateway_for(payment.method).holds_for is not None or is_cash_kept(parcel_id):
        raise UnableToPayOut("The parcel is not paid on delivery, or its cash was noted before")
    if counted_cash(parcel).exists():
        raise CashSettled("The carrier has settled the parcel's cash")
    journal = note_cash_kept(parcel_id=parcel_id, amount=amount, officer=officer)
    settle(payment=payment, event_id=f"cash-kept:{parcel_id}", amount=Decimal(amount), source=Account.CLEARING_CASH)
    return journal
