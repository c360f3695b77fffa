"""Money on its way back: sent by a provider or by hand, done, or failed and paid another way."""

from __future__ import annotations

import logging

from django.db import transaction

from catalog.lib import clock
from catalog.lib.money import DONG
from marketplace.ledger.models import Account
from marketplace.ledger.services import Foreign, post_refund, undo_refund
from marketplace.payments.currencies import dong_of
from marketplace.payments.errors import PaidByHand, ProviderUnavailable, UnableToMoveMoney
from marketplace.payments.failpoints import failpoint
from marketplace.payments.gateway import Gateway, ProviderRefund
from marketplace.payments.methods import gateway_for
from marketplace.payments.models import Payment, PaymentMove, Refund
from marketplace.payments.services import open_refund
from marketplace.payments.states import PROVIDER, REFUND_MOVES, may_move

logger = logging.getLogger(__name__)
State = Refund.State


@transaction.atomic
def move_refund(*, refund_id: int, after: str, by: str, provider_id: str = "", actor_id: int | None = None, reason: str = "") -> Refund:
    """Move a refund on, with what follows for the books; asking again for where it already is changes nothing.

    `provider_id` is the bank's or provider's number of it. What failed is asked for again, out of the shop's bank account.

    Raises:
        UnableToMoveMoney: the table knows no such move for this role.
    """
    refund = Refund.objects.select_for_update().get(pk=refund_id)
    before = refund.state
    if before == after:
        return refund
    if not may_move(REFUND_MOVES, before, after, by):
        raise UnableToMoveMoney(f"{by} cannot move a refund from {before} to {after}")
    refund.state, refund.provider_id = after, provider_id or refund.provider_id
    refund.done_at = clock.now() if after == State.DONE else refund.done_at
    refund.save(update_fields=["state", "provider_id", "done_at"])
    facts = {"payment_id": refund.payment_id, "refund": refund, "by": by, "actor_id": actor_id, "reason": reason}
    PaymentMove.objects.create(before=before, after=after, **facts)
    _post(refund)
    return refund


def _post(refund: Refund) -> None:
    if refund.state == State.DONE:
        order_id = Payment.objects.values_list("order_id", flat=True).get(pk=refund.payment_id)
        post_refund(refund_pk=refund.pk, order_id=order_id, source=refund.source, amount=refund.amount, foreign=_foreign(refund))
    elif refund.state == State.FAILED:
        undo_refund(refund_pk=refund.pk)
        # What could not go back the way it came, officers pay by bank transfer.
        open_refund(payment=refund.payment, key=f"again:{refund.pk}", amount=refund.amount, source=Account.CLEARING_BANK)


def _foreign(refund: Refund) -> Foreign | None:
    return None if refund.foreign_minor is None else Foreign(refund.payment.currency, refund.foreign_minor)


def _gateway_of(refund: Refund) -> Gateway | None:
    """Give the gateway that can send it; none where it leaves another account than that of the payment's method."""
    gateway = gateway_for(refund.payment.method)
    return gateway if gateway.pays_back_from == refund.source else None


def send_refunds() -> int:
    """Send the refunds that a provider can send by itself, and ask about those on their way; give how many moved.

    The rest waits for officers.
    """
    waiting = Refund.objects.filter(state__in=[State.ASKED, State.SENT]).select_related("payment").order_by("pk")
    return sum(_send(refund) for refund in waiting)


def _send(refund: Refund) -> bool:
    gateway = _gateway_of(refund)
    if gateway is None:
        return False
    try:
        if refund.state == State.ASKED:
            told = gateway.refund(refund)
            failpoint("refund-made")
            return note_refund(gateway, told)
        return any(note_refund(gateway, one) for one in gateway.refunds_of(refund.payment) if one.id == refund.provider_id)
    except PaidByHand:
        return False
    except ProviderUnavailable as error:
        logger.warning("Refund %s could not be sent or asked about: %s", refund.pk, error)
        return False


def note_refunds(gateway: Gateway, payment: Payment) -> int:
    """Ask for every refund of a payment and write down how it stands; give how many moved.

    Raises:
        ProviderUnavailable: the provider did not answer.
    """
    return sum(note_refund(gateway, one) for one in gateway.refunds_of(payment))


@transaction.atomic
def note_refund(gateway: Gateway, told: ProviderRefund) -> bool:
    """Write down how a refund stands at its provider; give whether that was new.

    It may be told before our own call has come back, and it may have been made at the provider's desk: then it is taken for the
    refund of that amount that we have not sent yet, or else written down as one of its own.
    """
    payment = Payment.objects.select_for_update().filter(method=gateway.code, provider_id=told.payment_id).exclude(provider_id="").first()
    if payment is None:
        return False
    refund = _ours(gateway, payment, told) or _from_desk(gateway, payment, told)
    before = refund.state
    if before == State.ASKED:
        refund = move_refund(refund_id=refund.pk, after=State.SENT, by=PROVIDER, provider_id=told.id)
        failpoint("refund-sent")
    if told.state != refund.state and may_move(REFUND_MOVES, refund.state, told.state, PROVIDER):
        refund = move_refund(refund_id=refund.pk, after=told.state, by=PROVIDER)
    return bool(refund.state != before)


def _from_desk(gateway: Gateway, payment: Payment, told: ProviderRefund) -> Refund:
    return open_refund(
        payment=payment,
        key=f"desk:{told.id}",
        amount=dong_of(payment, told.charged),
        source=gateway.pays_back_from,
        provider_id=told.id,
        foreign_minor=None if told.charged.currency == DONG else told.charged.minor,
    )


def _ours(gateway: Gateway, payment: Payment, told: ProviderRefund) -> Refund | None:
    known = payment.refunds.filter(provider_id=told.id).first()
    if known is None and told.refund_id is not None:
        known = payment.refunds.filter(pk=told.refund_id, provider_id="").first()
    if known is None:
        minor = told.charged.minor
        same = {"amount": minor} if told.charged.currency == DONG else {"foreign_minor": minor}
        known = payment.refunds.filter(state=State.ASKED, source=gateway.pays_back_from, **same).order_by("pk").first()
    return known
