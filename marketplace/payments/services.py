"""Record what is to be paid and what arrived. Stock and parcels are the business of the room above."""

from __future__ import annotations

import logging
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from catalog.lib import clock
from marketplace.ledger.models import Account
from marketplace.ledger.services import post_arrival, post_refund, post_refund_owed
from marketplace.payments.errors import CardsUnavailable, PaidByHand, UnknownMethod
from marketplace.payments.methods import gateway_for
from marketplace.payments.models import Payment, PaymentEvent, Refund

logger = logging.getLogger(__name__)
State = Payment.State
CLEARING = {"cash_on_delivery": Account.CLEARING_CASH, "vietqr": Account.CLEARING_BANK, "card": Account.CLEARING_CARD}


def open_payment(*, order_id: int, method: str, amount: Decimal, reference: str) -> Payment:
    """Write down what an order is to be paid, inside the transaction that places it.

    Raises:
        UnknownMethod: the shop does not offer the method.
    """
    if not gateway_for(method).is_offered:
        raise UnknownMethod(method)
    awaited = gateway_for(method).holds_for is not None
    state = State.AWAITED if awaited else State.ON_DELIVERY
    return Payment.objects.create(order_id=order_id, method=method, amount=amount, reference=reference, state=state)


def _arrived(payment: Payment) -> Decimal:
    return payment.events.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _advance(payment: Payment, key: str) -> None:
    """Bring the state and the refunds of a locked payment in line with what arrived and what is due.

    Once it is paid, what arrived less what goes back is always what is due: over-payments, late money and cancelled goods
    are all the same case.
    """
    arrived = _arrived(payment)
    if payment.state in (State.AWAITED, State.ON_DELIVERY):
        if payment.due == 0:
            payment.state = State.CANCELLED
        elif arrived >= payment.due:
            payment.state, payment.paid_at = State.PAID, clock.now()
    payment.save(update_fields=["state", "paid_at", "cancelled_amount"])
    going_back = payment.refunds.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    excess = arrived - payment.due - going_back
    if excess > 0:
        refund = Refund.objects.create(payment=payment, key=key, amount=excess)
        post_refund_owed(refund_pk=refund.pk, order_id=payment.order_id, amount=excess)


@transaction.atomic
def cancel_part(*, payment_id: int, amount: Decimal, key: str) -> None:
    """Take `amount` off what is due, and ask for a refund of what was paid for it already.

    The caller has moved what is cancelled by a conditional UPDATE, so that this runs once for it; `key` names it in the
    refund, such as `parcel:12`.
    """
    locked = Payment.objects.select_for_update().get(pk=payment_id)
    locked.cancelled_amount += amount
    _advance(locked, key)


@transaction.atomic
def record_arrival(*, payment: Payment, event_id: str, amount: Decimal) -> bool:
    """Write down money that arrived; give whether this message was new. A message told twice counts once.

    The payment is locked, so that two halves that arrive together add up. Money for an order that has ended marks it as paid
    late and goes back whole.
    """
    locked = Payment.objects.select_for_update().get(pk=payment.pk)
    event, is_new = PaymentEvent.objects.get_or_create(event_id=event_id, defaults={"payment": locked, "amount": amount})
    if not is_new:
        return False
    post_arrival(event_pk=event.pk, order_id=locked.order_id, source=CLEARING[locked.method], amount=amount)
    if locked.state == State.CANCELLED:
        locked.state, locked.paid_at = State.PAID_LATE, clock.now()
    _advance(locked, f"event:{event.pk}")
    return True


def send_refunds() -> int:
    """Send the refunds that a provider can send by itself; give how many left. The rest waits for officers."""
    count = 0
    for refund in Refund.objects.filter(state=Refund.State.ASKED).select_related("payment"):
        try:
            provider_id, is_done = gateway_for(refund.payment.method).refund(refund)
        except PaidByHand:
            continue
        except CardsUnavailable as error:
            logger.warning("Refund %s could not be sent: %s", refund.pk, error)
            continue
        Refund.objects.filter(pk=refund.pk, state=Refund.State.ASKED).update(state=Refund.State.SENT, provider_id=provider_id)
        if is_done:
            finish_refund(provider_id)
        count += 1
    return count


@transaction.atomic
def finish_refund(provider_id: str) -> bool:
    """Note that a refund has reached the buyer, and write it into the books; give whether it was open."""
    refund = Refund.objects.select_related("payment").filter(provider_id=provider_id, state=Refund.State.SENT).first()
    if refund is None:
        return False
    done = Refund.objects.filter(pk=refund.pk, state=Refund.State.SENT).update(state=Refund.State.DONE, done_at=clock.now())
    if done:
        payment = refund.payment
        post_refund(refund_pk=refund.pk, order_id=payment.order_id, source=CLEARING[payment.method], amount=refund.amount)
    return bool(done)
