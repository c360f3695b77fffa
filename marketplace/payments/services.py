"""Record what is to be paid and what arrived. Stock and parcels are the business of the room above."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from catalog.lib import clock
from catalog.lib.money import DONG
from marketplace.ledger.provider_postings import (
    post_dispute_lost,
    post_dispute_opened,
    post_dispute_won,
    post_gone_by_dispute,
    post_provider_settlement,
)
from marketplace.ledger.services import Foreign, post_arrival, post_refund_owed
from marketplace.payments.currencies import Quote, charged_for, dong_of, refund_minor
from marketplace.payments.errors import UnableToMoveMoney, UnknownMethod, WrongCurrency
from marketplace.payments.failpoints import failpoint
from marketplace.payments.gateway import Gateway, ProviderDispute
from marketplace.payments.methods import gateway_for, pays_back_from
from marketplace.payments.models import Dispute, Payment, PaymentEvent, PaymentMove, Refund
from marketplace.payments.states import PAYMENT_MOVES, PROVIDER, SHOP, may_move

State = Payment.State


def open_payment(*, order_id: int, method: str, amount: Decimal, reference: str, quote: Quote | None = None) -> Payment:
    """Write down what an order is to be paid, inside the transaction that places it. A `quote` freezes currency, amount and rate.

    Raises:
        UnknownMethod: the shop does not offer the method, or not in that currency.
    """
    gateway = gateway_for(method)
    if not gateway.is_offered or (quote is not None and quote.currency not in gateway.currencies):
        raise UnknownMethod(method)
    state = State.ON_DELIVERY if gateway.holds_for is None else State.AWAITED
    frozen = {"currency": quote.currency, "foreign_minor": quote.minor, "rate_id": quote.rate.id} if quote else {}
    payment = Payment.objects.create(order_id=order_id, method=method, amount=amount, reference=reference, state=state, **frozen)
    PaymentMove.objects.create(payment=payment, after=state, by=SHOP)
    return payment


def _move(payment: Payment, after: str, reason: str) -> None:
    """Move a locked payment on, unsaved, and record it.

    Raises:
        UnableToMoveMoney: the table knows no such move.
    """
    if not may_move(PAYMENT_MOVES, payment.state, after, SHOP):
        raise UnableToMoveMoney(f"A payment cannot move from {payment.state} to {after}")
    PaymentMove.objects.create(payment=payment, before=payment.state, after=after, by=SHOP, reason=reason)
    payment.state = after
    if after in (State.PAID, State.PAID_LATE):
        payment.paid_at = clock.now()


def _advance(payment: Payment, key: str, source: str = "") -> None:
    """Bring the state and the refunds of a locked payment in line with what arrived and what is due.

    Once it is paid, what arrived less what goes back is always what is due: over-payments, late money and cancelled goods
    are all the same case. What a bank took back by a dispute has gone back already: nobody is paid twice.
    """
    arrived = payment.events.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if payment.state in (State.AWAITED, State.ON_DELIVERY):
        if payment.due == 0:
            _move(payment, State.CANCELLED, key)
        elif arrived >= payment.due:
            _move(payment, State.PAID, key)
    payment.save(update_fields=["state", "paid_at", "cancelled_amount"])
    going_back = payment.refunds.exclude(state=Refund.State.FAILED).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    excess = arrived - payment.due - going_back
    if payment.disputes.exists():
        _post_gone_by_dispute(payment, excess)
        excess -= payment.disputes.taken()
    if excess > 0:
        _ask_back(payment, excess, key, source)


def _post_gone_by_dispute(payment: Payment, excess: Decimal) -> None:
    """Post how much of what goes back lost disputes have taken already: to that extent the buyer is owed nothing, and nothing is lost."""
    lost = payment.disputes.filter(state=Dispute.State.LOST).taken()
    post_gone_by_dispute(order_id=payment.order_id, total=int(max(Decimal(0), min(excess, lost))))


def _ask_back(payment: Payment, excess: Decimal, key: str, source: str) -> None:
    """Ask for refunds, each out of the account that its money went into: a card is not paid back more than came from it."""
    for account, available in _ways_back(payment, source):
        part = min(available, excess)
        if part <= 0:
            continue
        open_refund(payment=payment, key=key, amount=part, source=account)
        excess -= part
        key = f"{key}+"


def open_refund(
    *, payment: Payment, key: str, amount: Decimal, source: str, provider_id: str = "", foreign_minor: int | None = None
) -> Refund:
    """Write down that money must go back out of the account `source`, once for a key.

    With the number that a provider gave it, it has been sent from there already, in so many minor units of the payment's currency.
    """
    state, by = (Refund.State.SENT, PROVIDER) if provider_id else (Refund.State.ASKED, SHOP)
    minor = foreign_minor or refund_minor(payment, dong=amount, source=source)
    facts = {"payment": payment, "amount": amount, "source": source, "state": state, "provider_id": provider_id, "foreign_minor": minor}
    refund, is_new = Refund.objects.get_or_create(key=key, defaults=facts)
    if is_new:
        PaymentMove.objects.create(payment=payment, refund=refund, after=state, by=by, reason=key[:60])
        post_refund_owed(refund_pk=refund.pk, order_id=payment.order_id, amount=amount)
        failpoint("refund-asked")
    return refund


def _ways_back(payment: Payment, source: str) -> Iterator[tuple[str, Decimal]]:
    """Give (account, what may leave it), the way that the last money came first, then the method's own."""
    left: dict[str, Decimal] = {}
    for account, amount in payment.events.values_list("source").annotate(Sum("amount")).order_by("source"):
        left[pays_back_from(account)] = left.get(pays_back_from(account), Decimal(0)) + amount
    gone = payment.refunds.exclude(state=Refund.State.FAILED).values_list("source").annotate(Sum("amount")).order_by("source")
    for account, amount in gone:
        left[account] = left.get(account, Decimal(0)) - amount
    own = pays_back_from(gateway_for(payment.method).clearing)
    left[own] = left.get(own, Decimal(0)) - payment.disputes.taken()
    first = (pays_back_from(source or gateway_for(payment.method).clearing), gateway_for(payment.method).pays_back_from)
    for account in dict.fromkeys((*first, *left)):
        yield account, left.get(account, Decimal(0))


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
def record_arrival(*, payment: Payment, event_id: str, amount: Decimal, source: str = "", charged: Foreign | None = None) -> bool:
    """Write down money that arrived in the account `source`, the method's own if none is named; give whether it was new.

    A message told twice counts once. The payment is locked, so that two halves that arrive together add up. Money for an order
    that has ended marks it as paid late and goes back whole. `charged` is what a provider took for it, in its currency.

    Raises:
        WrongCurrency: what a provider took is not that amount, at the rate and in the currency frozen at submission.
    """
    locked = Payment.objects.select_for_update().get(pk=payment.pk)
    if charged is not None and charged != charged_for(locked, amount):
        raise WrongCurrency(f"{locked.reference}: {charged} is not {amount} {DONG}")
    account = source or gateway_for(locked.method).clearing
    foreign = charged if charged and charged.currency != DONG else None
    facts = {"payment": locked, "amount": amount, "source": account, "foreign_minor": foreign.minor if foreign else None}
    event, is_new = PaymentEvent.objects.get_or_create(event_id=event_id, defaults=facts)
    if not is_new:
        return False
    failpoint("arrival")
    post_arrival(event_pk=event.pk, order_id=locked.order_id, source=account, amount=amount, foreign=foreign)
    failpoint("posted")
    if locked.state == State.CANCELLED:
        _move(locked, State.PAID_LATE, f"event:{event.pk}")
    _advance(locked, f"event:{event.pk}", account)
    failpoint("paid")
    return True


def note_closed(payment: Payment) -> None:
    """Note that no money can come through the provider any more; nobody asks about it again."""
    Payment.objects.filter(pk=payment.pk, closed_at=None).update(closed_at=clock.now())


@transaction.atomic
def note_dispute(gateway: Gateway, dispute: ProviderDispute) -> Dispute | None:
    """Write down how a dispute stands, and post what it does to the money; none if it is about no payment of ours.

    Answers may be written in another order than they were given, so it only ever moves towards its end (`Dispute.State`): whoever
    asked earlier and writes later opens nothing again.
    """
    known = Payment.objects.filter(method=gateway.code, provider_id=dispute.payment_id).exclude(provider_id="")
    payment = known.select_for_update().first()
    if payment is None:
        return None
    found, _is_new = Dispute.objects.select_for_update().get_or_create(provider_id=dispute.id, defaults={"payment": payment})
    if found.is_before(dispute.state, has_taken=dispute.taken.minor > 0):
        found.state, found.closed_at = dispute.state, None if dispute.state == Dispute.State.OPEN else clock.now()
    if dispute.taken.minor and not found.amount:
        found.amount = _dong_taken(payment, dispute.taken)
        found.currency = dispute.taken.currency
        found.foreign_minor = None if dispute.taken.currency == DONG else dispute.taken.minor
    found.save(update_fields=["state", "closed_at", "amount", "currency", "foreign_minor"])
    _post_dispute(found, dispute)
    # Goods that ended while it ran: lost, their money is gone for good; won, it is the buyer's again.
    _advance(payment, f"dispute:{found.pk}:{found.state}")
    return found


def _post_dispute(found: Dispute, told: ProviderDispute) -> None:
    """Post what is not posted yet of what was taken, of how it ended, and of what the provider made of both and kept."""
    payment = found.payment
    if told.taken.minor:
        post_dispute_opened(dispute_id=told.id, order_id=payment.order_id, taken=told.taken)
    if found.state == Dispute.State.WON:
        post_dispute_won(dispute_id=told.id)
    elif found.state == Dispute.State.LOST:
        post_dispute_lost(dispute_id=told.id)
    for one in told.bookings:
        sign = 1 if one.charged.minor > 0 else -1
        dong = sign * int(_dong_taken(payment, Foreign(one.charged.currency, abs(one.charged.minor))))
        post_provider_settlement(key=f"dispute:{one.id}", order_id=payment.order_id, charged=one.charged, settled=one.settled, dong=dong)


def _dong_taken(payment: Payment, taken: Foreign) -> Decimal:
    """Say what a bank took, in đồng; in another currency than the payment's, nobody can tell less than the whole."""
    return dong_of(payment, taken) if taken.currency == payment.currency else payment.amount
