"""What becomes of a placed order: kept once it is paid, released when it is not, ended when its buyer wishes."""

from __future__ import annotations

import logging
from decimal import Decimal

from django.db import transaction

from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.ledger.services import Foreign
from marketplace.orders.models import Parcel, ParcelMove, Reservation
from marketplace.orders.parcels import end_waiting, keep_if_paid, lock_order, move_parcel
from marketplace.payments.errors import ProviderUnavailable
from marketplace.payments.failpoints import failpoint
from marketplace.payments.gateway import Gateway, Message, Standing
from marketplace.payments.methods import gateway_for
from marketplace.payments.models import Payment
from marketplace.payments.refunds import note_refunds
from marketplace.payments.services import note_closed, note_dispute, record_arrival

logger = logging.getLogger(__name__)
By = ParcelMove.By


@transaction.atomic
def settle(*, payment: Payment, event_id: str, amount: Decimal, source: str = "", charged: Foreign | None = None) -> Payment:
    """Take note of money that arrived, from whichever side it is told: the order is kept once it is paid in full.

    Idempotent: the same `event_id` counts once. `source` is the account of the books that it came into; none means the method's
    own. Money that comes after the stock was released marks the payment as late and goes back. `charged` is what a provider took.

    Raises:
        WrongCurrency: that is not `amount` at the frozen rate and in the currency of the payment; nothing was written.
    """
    # Reservation before payment, here as in `release_reservation`: the same order of locks, so that the two cannot deadlock.
    reservation = lock_order(payment.order_id)
    record_arrival(payment=payment, event_id=event_id, amount=amount, source=source, charged=charged)
    keep_if_paid(reservation)
    failpoint("kept")
    payment.refresh_from_db()
    return payment


@transaction.atomic
def release_reservation(order_id: int, *, by: str = By.SYSTEM, actor: User | None = None, reason: str = "expired") -> bool:
    """Give back what an unpaid order holds; give whether it did. Paid or released orders are left alone."""
    reservation = lock_order(order_id)
    if reservation.state != Reservation.State.HELD:
        return False
    end_waiting(reservation, by=by, actor=actor, reason=reason)
    failpoint("ended")
    return True


def end_unpaid(order_id: int, *, by: str = By.SYSTEM, actor: User | None = None, reason: str = "expired") -> bool:
    """End an order that waits for its money; give whether its stock was released.

    The provider is asked first to let no money through any more: what it took in the last moment keeps the order instead. While
    it does not answer, the goods stay held.
    """
    try:
        return stop_and_release(order_id, by=by, actor=actor, reason=reason)
    except ProviderUnavailable as error:
        logger.warning("Order %s stays held: %s", order_id, error)
        return False


def stop_and_release(order_id: int, *, by: str, actor: User | None, reason: str) -> bool:
    """Do so, or raise.

    Raises:
        ProviderUnavailable: the provider did not answer; nothing was changed.
    """
    payment = Payment.objects.get(order_id=order_id)
    if _take_note(payment, gateway_for(payment.method).stop(payment)).state == Payment.State.PAID:
        return False
    failpoint("stopped")
    return release_reservation(order_id, by=by, actor=actor, reason=reason)


def _take_note(payment: Payment, standing: Standing) -> Payment:
    """Settle what a provider has told, and note that nothing more can come."""
    if standing.received:
        payment = settle(payment=payment, event_id=standing.event_id, amount=standing.received, charged=standing.charged)
        failpoint("settled")
    if standing.is_closed and payment.provider_id:
        note_closed(payment)
    return payment


def cancel_parcel(*, parcel_id: int, by: str, actor: User | None = None, reason: str = "") -> Parcel:
    """Cancel a parcel for a buyer or an officer.

    If it is all that an unpaid order still waits for, the payment is stopped first: money that has come meanwhile is settled, and
    goes back with the parcel.

    Raises:
        UnableToMove: it cannot be cancelled any more, or not by this person.
        ProviderUnavailable: the payment could not be stopped; nothing was changed, and trying again helps.
        Parcel.DoesNotExist: there is none.
    """
    parcel = Parcel.objects.get(pk=parcel_id)
    others = Parcel.objects.filter(order_id=parcel.order_id, state=Parcel.State.WAITING).exclude(pk=parcel_id)
    if parcel.state == Parcel.State.WAITING and not others.exists():
        payment = Payment.objects.get(order_id=parcel.order_id)
        _take_note(payment, gateway_for(payment.method).stop(payment))
    return move_parcel(parcel_id=parcel_id, after=Parcel.State.CANCELLED, by=by, actor=actor, reason=reason)


def release_expired() -> int:
    """End every order whose time is over; give how many were released."""
    due = Reservation.objects.filter(state=Reservation.State.HELD, expires_at__lte=clock.now()).order_by("expires_at", "pk")
    return sum(end_unpaid(order_id) for order_id in due.values_list("order_id", flat=True))


def settle_asked(payment: Payment) -> Payment:
    """Ask the provider how the payment stands, and settle it if the money has come. Safe to call at any time, by anybody.

    Raises:
        ProviderUnavailable: the provider did not answer; trying again helps.
    """
    return _take_note(payment, gateway_for(payment.method).ask(payment))


def settle_stuck() -> int:
    """Ask about every payment that is not known to be closed at its provider: a message may have been lost; give how many moved.

    Also about those of ended orders, and those that were paid another way: money may still come through the provider.
    """
    count = 0
    for payment in Payment.objects.filter(closed_at=None).exclude(provider_id="").order_by("pk"):
        try:
            before = payment.state
            count += settle_asked(payment).state != before
            _close_ended(payment)
        except ProviderUnavailable as error:
            logger.warning("Payment %s could not be asked about: %s", payment.pk, error)
    return count


def _close_ended(payment: Payment) -> None:
    """Close at the provider what no longer waits for money here."""
    payment.refresh_from_db()
    if payment.state != Payment.State.AWAITED and payment.closed_at is None:
        _take_note(payment, gateway_for(payment.method).stop(payment))


def hear(gateway: Gateway, message: Message) -> None:
    """Follow a provider's message by asking about what it names, in whatever order messages come.

    A refund told before its payment is seen settles the payment first.

    Raises:
        ProviderUnavailable: the provider did not answer; it tells again later.
    """
    if message.dispute_id:
        note_dispute(gateway, gateway.ask_dispute(message.dispute_id))
    payment = Payment.objects.filter(method=gateway.code, provider_id=message.payment_id).exclude(provider_id="").first()
    if payment is None:
        return
    payment = settle_asked(payment)
    if message.is_about_refunds:
        note_refunds(gateway, payment)
