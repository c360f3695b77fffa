"""Post to the books. Every posting stands in the transaction of what it records, and has a key that makes it post once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from marketplace.ledger.charges import Charges
from marketplace.ledger.errors import Unbalanced
from marketplace.ledger.models import Account, Entry, Journal

CLEARING = {"cash_on_delivery": Account.CLEARING_CASH, "vietqr": Account.CLEARING_BANK, "card": Account.CLEARING_CARD}


@dataclass(frozen=True, slots=True)
class Posting:
    """One line to post: debit positive, credit negative, whole đồng."""

    account: str
    amount: Decimal
    producer_id: int | None = None


@transaction.atomic
def post_journal(*, key: str, order_id: int, postings: Sequence[Posting], reverses: Journal | None = None) -> Journal:
    """Post balanced lines once; a key that has been posted changes nothing.

    Raises:
        Unbalanced: the lines do not add up to zero.
    """
    if sum(line.amount for line in postings) != 0:
        raise Unbalanced(key)
    journal, is_new = Journal.objects.get_or_create(key=key, defaults={"order_id": order_id, "reverses": reverses})
    if is_new:
        lines = [line for line in postings if line.amount]
        Entry.objects.bulk_create(
            Entry(journal=journal, account=line.account, amount=int(line.amount), producer_id=line.producer_id) for line in lines
        )
    return journal


def post_sale(*, parcel_id: int, order_id: int, producer_id: int, charges: Sequence[Charges], shipping: Decimal) -> Journal:
    """Post that a parcel was sold: the buyer owes, the producer is owed, less what the shop and the state keep."""
    goods = sum((line.goods for line in charges), Decimal(0))
    return post_journal(
        key=f"sale:{parcel_id}",
        order_id=order_id,
        postings=[
            Posting(Account.RECEIVABLE, goods + shipping),
            Posting(Account.PAYABLE, -sum((line.payable for line in charges), Decimal(0)), producer_id),
            Posting(Account.COMMISSION, -sum((line.commission for line in charges), Decimal(0))),
            Posting(Account.WITHHELD_VAT, -sum((line.withheld_vat for line in charges), Decimal(0)), producer_id),
            Posting(Account.WITHHELD_INCOME, -sum((line.withheld_income for line in charges), Decimal(0)), producer_id),
            Posting(Account.SHIPPING, -shipping),
        ],
    )


def undo_sale(*, parcel_id: int) -> Journal | None:
    """Post the exact opposite of a parcel's sale; a parcel that was never sold, or was undone, changes nothing."""
    sale = Journal.objects.filter(key=f"sale:{parcel_id}").first()
    if sale is None:
        return None
    opposite = [Posting(line.account, Decimal(-line.amount), line.producer_id) for line in sale.entries.order_by("pk")]
    return post_journal(key=f"undo:{parcel_id}", order_id=sale.order_id, postings=opposite, reverses=sale)


def post_arrival(*, event_pk: int, order_id: int, method: str, amount: Decimal) -> Journal:
    """Post money that arrived: the provider holds it, the buyer owes less."""
    lines = [Posting(CLEARING[method], amount), Posting(Account.RECEIVABLE, -amount)]
    return post_journal(key=f"arrival:{event_pk}", order_id=order_id, postings=lines)


def post_refund(*, refund_pk: int, order_id: int, method: str, amount: Decimal) -> Journal:
    """Post money that went back to the buyer."""
    lines = [Posting(Account.RECEIVABLE, amount), Posting(CLEARING[method], -amount)]
    return post_journal(key=f"refund:{refund_pk}", order_id=order_id, postings=lines)
