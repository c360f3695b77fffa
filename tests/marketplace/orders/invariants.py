"""What must be true of all orders at any moment, whatever happened before (docs/algorithms/orders.md)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.db.models import Sum

from catalog.forks.partner.models import StockRecord
from fakes.stripe_objects import State as Stripe
from marketplace.forks.shop import Order
from marketplace.ledger.selectors import imbalance, receivable_of, unbalanced_journals
from marketplace.orders.models import LineFacts, Parcel, Reservation
from marketplace.payments.models import Payment, PaymentEvent, Refund

OPEN = ("waiting", "ordered", "confirmed")
ALIVE = (*OPEN, "sent", "delivered")
SOLD = ("ordered", "confirmed", "sent", "delivered")


def _sum(rows: object, name: str = "amount") -> Decimal:
    return rows.aggregate(total=Sum(name))["total"] or Decimal(0)


def _price(parcels: object) -> Decimal:
    return _sum(parcels, "goods_price") + _sum(parcels, "shipping_price")


def check_books() -> None:
    """All entries together are zero, and so is every journal."""
    assert (imbalance(), unbalanced_journals()) == (0, [])


def check_stock() -> None:
    """Pieces allocated are those of open lines, and never more than there are."""
    held: Counter[int] = Counter()
    for record, pieces in LineFacts.objects.filter(parcel__state__in=OPEN).values_list("line__stockrecord_id", "quantity"):
        held[record] += pieces
    for record in StockRecord.objects.all():
        assert (record.num_allocated or 0) == held[record.pk]
        assert held[record.pk] <= record.num_in_stock


def check_order(payment: Payment) -> None:
    """What came less what goes back is the value of what was paid and not cancelled; the books say the same."""
    parcels = Parcel.objects.filter(order=payment.order_id)
    alive = parcels.filter(state__in=ALIVE)
    arrived = _sum(payment.events.all())
    going_back = _sum(payment.refunds.exclude(state="failed"))
    gone = _sum(payment.refunds.filter(state="done"))
    assert payment.due == _price(alive)
    if payment.state in ("awaited", "on_delivery"):
        assert (arrived < payment.due, going_back) == (True, 0)
    else:
        assert arrived - going_back == payment.due
    reservation = Reservation.objects.get(order=payment.order_id).state
    assert (reservation == "released") == (not alive.exists())
    assert (reservation == "held") == alive.filter(state="waiting").exists()
    assert receivable_of(payment.order_id) == _price(parcels.filter(state__in=SOLD)) - arrived + gone


def check_numbers() -> None:
    """Each order has one payment and one reservation; no message counts twice."""
    assert Order.objects.count() == Payment.objects.count() == Reservation.objects.count()
    assert PaymentEvent.objects.count() == PaymentEvent.objects.values("event_id").distinct().count()


def check_provider(stripe: Stripe) -> None:
    """What the provider took and gave back is what we know of; nobody is charged or paid back twice."""
    for payment in Payment.objects.filter(method="card").exclude(provider_id=""):
        intent = stripe.intents[payment.provider_id]
        given_back = [one for one in stripe.refunds.values() if one["payment_intent"] == intent["id"] and one["status"] != "failed"]
        assert sum(one["amount"] for one in given_back) <= intent["amount_received"]
        ours = Counter(one["metadata"].get("refund") for one in given_back)
        assert all(count == 1 for count in ours.values())
    paid = [one for one in stripe.intents.values() if one["status"] == "succeeded"]
    assert len(paid) == len({one["metadata"]["order"] for one in paid})


def check_all(stripe: Stripe | None = None) -> None:
    """Check everything."""
    check_books()
    check_stock()
    check_numbers()
    for payment in Payment.objects.all():
        check_order(payment)
    if stripe is not None:
        check_provider(stripe)


def check_settled(stripe: Stripe) -> None:
    """Once all has been asked about: the provider's money and ours are the same, and nothing is on its way by itself."""
    for payment in Payment.objects.filter(method="card").exclude(provider_id=""):
        intent = stripe.intents[payment.provider_id]
        assert _sum(payment.events.filter(source="clearing_card")) == intent["amount_received"]
        back = sum(one["amount"] for one in stripe.refunds.values() if one["payment_intent"] == intent["id"] and one["status"] != "failed")
        assert back == _sum(payment.refunds.filter(source="clearing_card").exclude(state="failed"))
    assert not Refund.objects.filter(source="clearing_card", state="asked").exists()
