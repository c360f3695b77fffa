"""What of orders and payments must stand in the books: told to the ledger's proof (joined in `marketplace/apps.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from marketplace.ledger.models import Account
from marketplace.ledger.proofs import Expected
from marketplace.orders.models import Parcel
from marketplace.payments.models import Dispute, DisputeDecision, PaymentEvent, Refund

State = Parcel.State
SOLD = [State.ORDERED, State.CONFIRMED, State.SENT, State.DELIVERED]
UNDONE = [State.CANCELLED, State.REFUSED]
BUYERS = (Account.RECEIVABLE.value, Account.REFUNDS.value)


def sold_parcels() -> Iterator[Expected]:
    """Give one sale for each parcel that was ever sold, and one undoing for each of those that was cancelled or refused."""
    past = Q(state__in=[*SOLD, State.REFUSED]) | Q(moves__after=State.ORDERED) | Q(moves__before__in=SOLD)
    for parcel in Parcel.objects.filter(past).distinct().order_by("pk").iterator(chunk_size=1000):
        price = int(parcel.goods_price + parcel.shipping_price)
        yield Expected(f"sale:{parcel.pk}", price, (Account.RECEIVABLE,))
        if parcel.state in UNDONE:
            yield Expected(f"undo:{parcel.pk}", -price, (Account.RECEIVABLE,))


def moved_money() -> Iterator[Expected]:
    """Give one journal for each arrival of money, and for each refund that is owed or done, and for each dispute."""
    for pk, amount in PaymentEvent.objects.order_by("pk").values_list("pk", "amount").iterator(chunk_size=1000):
        yield Expected(f"arrival:{pk}", -int(amount), BUYERS)
    # What failed was undone and asked for anew: reconciling compares the order's balance.
    refunds = Refund.objects.exclude(state=Refund.State.FAILED).order_by("pk")
    for pk, amount, state in refunds.values_list("pk", "amount", "state").iterator(chunk_size=1000):
        if state == Refund.State.DONE:
            yield Expected(f"refund:{pk}", int(amount), BUYERS)
        else:
            yield Expected(f"refund-owed:{pk}", -int(amount), (Account.REFUNDS,))
    for dispute in Dispute.objects.filter(amount__gt=0).order_by("pk"):
        minor = int(dispute.amount) if dispute.foreign_minor is None else dispute.foreign_minor
        yield Expected(f"dispute:{dispute.provider_id}", minor, (Account.DISPUTED,), dispute.currency)
        if dispute.state != Dispute.State.OPEN:
            yield Expected(f"dispute-{dispute.state}:{dispute.provider_id}", -minor, (Account.DISPUTED,), dispute.currency)
    borne = DisputeDecision.objects.filter(borne_amount__gt=0).order_by("pk")
    for provider_id, amount in borne.values_list("dispute__provider_id", "borne_amount"):
        yield Expected(f"dispute-borne:{provider_id}", int(amount), (Account.PAYABLE,))
