"""What the card provider does with money that it holds: settles it in its own currency, keeps a fee, gives it up to a dispute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q, Sum

from catalog.lib.money import DONG
from marketplace.ledger.models import Account, Entry, Journal
from marketplace.ledger.services import Foreign, Posting, moved, post_journal, reverse_journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How the provider wrote a charge or refund into its own account: gross and fee in whole minor units of `currency`.

    A charge is above zero, a refund below; a fee is what the provider keeps.
    """

    currency: str
    gross: int
    fee: int


def post_provider_settlement(*, key: str, order_id: int, charged: Foreign, settled: Settled, dong: int) -> Journal:
    """Post that the provider turned what it holds into its own currency, and kept its fee. `key` names its balance transaction.

    The two currencies meet in the exchange account. `dong` is what the charge or refund was in our books: where the provider turns
    foreign money into đồng, what it made of it differs from that, and the difference goes to an account of its own.
    """
    lines = [Posting(Account.FEES, settled.fee, currency=settled.currency)]
    lines.append(Posting(Account.CLEARING_CARD, -settled.fee, currency=settled.currency))
    if settled.currency != charged.currency:
        lines += [
            Posting(Account.EXCHANGE, charged.minor, currency=charged.currency),
            Posting(Account.CLEARING_CARD, -charged.minor, currency=charged.currency),
            Posting(Account.CLEARING_CARD, settled.gross, currency=settled.currency),
            Posting(Account.EXCHANGE, -settled.gross, currency=settled.currency),
        ]
        if settled.currency == DONG:
            lines += [Posting(Account.DIFFERENCES, dong - settled.gross), Posting(Account.EXCHANGE, settled.gross - dong)]
    return post_journal(key=f"settled:{key}", order_id=order_id, postings=lines)


def post_dispute_opened(*, dispute_id: str, order_id: int, taken: Foreign) -> Journal:
    """Post that a buyer's bank took money back while it asks for proof; what the provider keeps for it is posted with its bookings."""
    lines = [
        Posting(Account.DISPUTED, taken.minor, currency=taken.currency),
        Posting(Account.CLEARING_CARD, -taken.minor, currency=taken.currency),
    ]
    return post_journal(key=f"dispute:{dispute_id}", order_id=order_id, postings=lines)


def post_dispute_won(*, dispute_id: str) -> Journal | None:
    """Post that the money came back: the opposite of its taking, and of the loss and what producers bore where it was lost before."""
    reverse_journal(key=f"dispute-unlost:{dispute_id}", of=f"dispute-lost:{dispute_id}")
    for producer_id in borne_of(dispute_id):
        post_dispute_unborne(dispute_id=dispute_id, producer_id=producer_id)
    return reverse_journal(key=f"dispute-won:{dispute_id}", of=f"dispute:{dispute_id}")


def post_dispute_lost(*, dispute_id: str) -> Journal | None:
    """Post that the money is gone: it is a loss of the shop, until somebody decides who bears it."""
    opened = Journal.objects.filter(key=f"dispute:{dispute_id}").first()
    if opened is None:
        return None
    lines = [
        Posting(account, sign * line.amount, currency=line.currency)
        for line in opened.entries.filter(account=Account.DISPUTED)
        for account, sign in ((Account.DIFFERENCES, 1), (Account.DISPUTED, -1))
    ]
    return post_journal(key=f"dispute-lost:{dispute_id}", order_id=opened.order_id, postings=lines)


def post_carrier_fees(*, key: str, order_id: int, shipping: int, collection: int) -> Journal | None:
    """Post what a carrier kept of the cash that it collected, in đồng: what it is owed for shipping, and its fee for collecting."""
    if not shipping + collection:
        return None
    lines = [
        Posting(Account.SHIPPING, shipping),
        Posting(Account.FEES, collection),
        Posting(Account.CLEARING_CASH, -shipping - collection),
    ]
    return post_journal(key=f"carrier-fee:{key}", order_id=order_id, postings=lines)


def post_carrier_paid(*, key: str, amount: Decimal) -> Journal:
    """Post that a carrier transferred cash which it held, in đồng: the bank has it now. `key` names the transfer."""
    return post_journal(key=f"carrier-paid:{key}", order_id=None, postings=moved(Account.CLEARING_CASH, Account.CLEARING_BANK, amount))


def post_dispute_borne(*, dispute_id: str, order_id: int, shares: Mapping[int, int]) -> Journal:
    """Post what producers bear of a lost dispute, in đồng by producer: they are owed less, and the shop's loss is less."""
    lines = [Posting(Account.PAYABLE, amount, producer_id) for producer_id, amount in sorted(shares.items())]
    return post_journal(
        key=f"dispute-borne:{dispute_id}", order_id=order_id, postings=[*lines, Posting(Account.DIFFERENCES, -sum(shares.values()))]
    )


def borne_of(dispute_id: str) -> dict[int, int]:
    """Give what producers still bear of a lost dispute, in đồng by producer; what was given back to them is taken off."""
    keys = Q(journal__key=f"dispute-borne:{dispute_id}") | Q(journal__key__startswith=f"dispute-unborne:{dispute_id}:")
    lines = Entry.objects.filter(keys, account=Account.PAYABLE).values_list("producer_id").annotate(Sum("amount")).order_by("producer_id")
    return {producer_id: int(amount) for producer_id, amount in lines if producer_id is not None and amount > 0}


def post_dispute_unborne(*, dispute_id: str, producer_id: int, most: int | None = None) -> int:
    """Post that a producer bears less of a dispute, `most` đồng at most, else nothing more; give how much.

    It is the shop's loss again. Whoever else gives it back meanwhile waits, so that the journals can be counted for their keys.
    """
    borne = Journal.objects.select_for_update().filter(key=f"dispute-borne:{dispute_id}").first()
    still = borne_of(dispute_id).get(producer_id, 0)
    amount = still if most is None else min(still, most)
    if borne is None or amount <= 0:
        return 0
    lines = [Posting(Account.DIFFERENCES, amount), Posting(Account.PAYABLE, -amount, producer_id)]
    number = Journal.objects.filter(key__startswith=f"dispute-unborne:{dispute_id}:").count() + 1
    post_journal(key=f"dispute-unborne:{dispute_id}:{number}", order_id=borne.order_id, postings=lines)
    return amount


@transaction.atomic
def post_less_borne(*, of: Journal) -> None:
    """Post that producers bear less of the disputes of an order, as much as a sale undone or a return takes off what they are owed.

    Else they would pay twice for the same goods. Called under the order's lock, after the payment's.
    """
    borne = Journal.objects.filter(order__isnull=False, order=of.order, key__startswith="dispute-borne:").order_by("pk")
    dispute_ids = [key.removeprefix("dispute-borne:") for key in borne.values_list("key", flat=True)]
    for line in of.entries.filter(account=Account.PAYABLE, amount__gt=0, producer_id__isnull=False):
        left = int(line.amount)
        for dispute_id in dispute_ids:
            left -= post_dispute_unborne(dispute_id=dispute_id, producer_id=line.producer_id or 0, most=left)


def post_gone_by_dispute(*, order_id: int, total: int) -> None:
    """Post that of what must go back to a buyer, `total` đồng in all have gone by lost disputes: neither owed any more, nor lost.

    Called under the payment's lock: what was posted before is counted.
    """
    lines = Entry.objects.filter(journal__order_id=order_id, journal__key__startswith="dispute-gone:", account=Account.RECEIVABLE)
    posted = lines.aggregate(total=Sum("amount"), number=Count("pk"))
    more = total - int(posted["total"] or 0)
    if more:
        postings = moved(Account.DIFFERENCES, Account.RECEIVABLE, Decimal(more))
        post_journal(key=f"dispute-gone:{order_id}:{posted['number'] + 1}", order_id=order_id, postings=postings)
