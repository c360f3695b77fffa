"""Post to the books. Every posting stands in the transaction of what it records, and has a key that makes it post once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from catalog.lib.money import DONG
from marketplace.ledger.charges import Charges, Supply
from marketplace.ledger.errors import Unbalanced
from marketplace.ledger.models import Account, Entry, Journal, Withholding


@dataclass(frozen=True, slots=True)
class Posting:
    """One line to post: debit positive, credit negative, whole minor units of its currency (VND 0, USD and EUR 2 decimals)."""

    account: str
    amount: Decimal | int
    producer_id: int | None = None
    currency: str = DONG


@dataclass(frozen=True, slots=True)
class Foreign:
    """What an amount in đồng was in the currency in which the card was charged: positive, in whole minor units."""

    currency: str
    minor: int


@transaction.atomic
def post_journal(*, key: str, order_id: int | None, postings: Sequence[Posting], reverses: Journal | None = None) -> Journal:
    """Post lines that balance in each currency, once; a key that has been posted changes nothing.

    Raises:
        Unbalanced: the lines of a currency do not add up to zero, or are no whole minor units.
    """
    _check_balance(key, postings)
    journal, is_new = Journal.objects.get_or_create(key=key, defaults={"order_id": order_id, "reverses": reverses})
    if is_new:
        Entry.objects.bulk_create(_entries(journal, postings))
    return journal


def _check_balance(key: str, postings: Iterable[Posting]) -> None:
    totals: dict[str, Decimal | int] = defaultdict(int)
    for line in postings:
        if line.amount != int(line.amount):
            raise Unbalanced(f"{key}: {line.amount} {line.currency} is no whole number of minor units")
        totals[line.currency] += line.amount
    wrong = {currency: total for currency, total in totals.items() if total}
    if wrong:
        raise Unbalanced(f"{key}: {wrong}")


def moved(source: str, target: str, amount: Decimal, *, foreign: Foreign | None = None, is_foreign_source: bool = False) -> list[Posting]:
    """Give the lines that move `amount` đồng from one account to another.

    Where one side stands in a foreign currency, the two meet in the exchange account: each currency balances by itself.
    """
    if foreign is None or foreign.currency == DONG:
        return [Posting(target, amount), Posting(source, -amount)]
    if is_foreign_source:
        return [
            Posting(target, amount), Posting(Account.EXCHANGE, -amount),
            Posting(Account.EXCHANGE, foreign.minor, currency=foreign.currency), Posting(source, -foreign.minor, currency=foreign.currency),
        ]  # fmt: skip
    return [
        Posting(target, foreign.minor, currency=foreign.currency), Posting(Account.EXCHANGE, -foreign.minor, currency=foreign.currency),
        Posting(Account.EXCHANGE, amount), Posting(source, -amount),
    ]  # fmt: skip


def reverse_journal(*, key: str, of: str) -> Journal | None:
    """Post the exact opposite of a journal under a key of its own, pointing at it; nothing where there is none, or it was undone."""
    first = Journal.objects.filter(key=of).first()
    if first is None:
        return None
    opposite = [Posting(line.account, -line.amount, line.producer_id, line.currency) for line in first.entries.order_by("pk")]
    return post_journal(key=key, order_id=first.order_id, postings=opposite, reverses=first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One parcel that was sold: what was frozen on its lines, and what sending it costs."""

    parcel_id: int
    order_id: int
    producer_id: int
    charges: Sequence[Charges]
    shipping: Decimal

    @property
    def key(self) -> str:
        """The journal that it is posted in."""
        return f"sale:{self.parcel_id}"


@transaction.atomic(savepoint=False)
def post_sales(sales: Sequence[Sale]) -> None:
    """Post that parcels were sold: the buyer owes, the producer is owed, less what the shop and the state keep.

    A sale that has been posted changes nothing. Called under the order's lock, so that nobody else posts them meanwhile; four
    statements, however many parcels an order has.
    """
    posted = set(Journal.objects.filter(key__in=[sale.key for sale in sales]).values_list("key", flat=True))
    new = [sale for sale in sales if sale.key not in posted]
    lines = [_sale_lines(sale.producer_id, sale.charges, sale.shipping, sign=1) for sale in new]
    for sale, postings in zip(new, lines, strict=True):
        _check_balance(sale.key, postings)
    journals = Journal.objects.bulk_create(Journal(key=sale.key, order_id=sale.order_id) for sale in new)
    pairs = zip(journals, lines, strict=True)
    Entry.objects.bulk_create(entry for journal, postings in pairs for entry in _entries(journal, postings))
    facts = zip(journals, new, strict=True)
    Withholding.objects.bulk_create(
        row for journal, sale in facts for row in _withholdings(journal, sale.producer_id, sale.charges, sign=1)
    )


def _entries(journal: Journal, postings: Iterable[Posting]) -> list[Entry]:
    return [
        Entry(journal=journal, account=line.account, amount=int(line.amount), producer_id=line.producer_id, currency=line.currency)
        for line in postings
        if line.amount
    ]


@transaction.atomic
def post_return(*, key: str, order_id: int, producer_id: int, charges: Sequence[Charges], shipping: Decimal = Decimal(0)) -> Journal:
    """Post that a part of a sold parcel came back: the opposite of what was frozen for it when it was sold.

    `key` names the return. A parcel of which parts came back is not undone as a whole.
    """
    lines = _sale_lines(producer_id, charges, shipping, sign=-1)
    journal = post_journal(key=f"return:{key}", order_id=order_id, postings=lines)
    if not journal.withholdings.exists():
        Withholding.objects.bulk_create(_withholdings(journal, producer_id, charges, sign=-1))
    return journal


def _sale_lines(producer_id: int, charges: Sequence[Charges], shipping: Decimal, *, sign: int) -> list[Posting]:
    goods = sum((line.goods for line in charges), Decimal(0))
    return [
        Posting(Account.RECEIVABLE, sign * (goods + shipping)),
        Posting(Account.PAYABLE, -sign * sum((line.payable for line in charges), Decimal(0)), producer_id),
        Posting(Account.COMMISSION, -sign * sum((line.commission for line in charges), Decimal(0))),
        Posting(Account.WITHHELD_VAT, -sign * sum((line.withheld_vat for line in charges), Decimal(0)), producer_id),
        Posting(Account.WITHHELD_INCOME, -sign * sum((line.withheld_income for line in charges), Decimal(0)), producer_id),
        Posting(Account.SHIPPING, -sign * shipping),
    ]


def _withholdings(journal: Journal, producer_id: int, charges: Iterable[Charges], *, sign: int) -> list[Withholding]:
    by_supply: dict[Supply, list[Charges]] = defaultdict(list)
    for line in charges:
        if line.withheld_as is not None:
            by_supply[line.withheld_as].append(line)
    return [
        Withholding(
            journal=journal,
            producer_id=producer_id,
            nature=supply.nature,
            residence=supply.residence,
            destination=supply.destination,
            revenue=sign * int(sum(line.goods for line in lines)),
            vat=sign * int(sum(line.withheld_vat for line in lines)),
            income=sign * int(sum(line.withheld_income for line in lines)),
        )
        for supply, lines in by_supply.items()
    ]


@transaction.atomic
def undo_sale(*, parcel_id: int) -> Journal | None:
    """Post the exact opposite of a parcel's sale; a parcel that was never sold, or was undone, changes nothing."""
    undo = reverse_journal(key=f"undo:{parcel_id}", of=f"sale:{parcel_id}")
    if undo is None or undo.withholdings.exists():
        return undo
    for line in Withholding.objects.filter(journal=undo.reverses):
        line.pk, line.journal = None, undo
        line.revenue, line.vat, line.income = -line.revenue, -line.vat, -line.income
        line.save(force_insert=True)
    return undo


def post_arrival(*, event_pk: int, order_id: int, source: str, amount: Decimal, foreign: Foreign | None = None) -> Journal:
    """Post money that arrived in the account `source`: the provider or the bank holds it, the buyer owes less."""
    lines = moved(Account.RECEIVABLE, source, amount, foreign=foreign)
    return post_journal(key=f"arrival:{event_pk}", order_id=order_id, postings=lines)


def post_refund_owed(*, refund_pk: int, order_id: int, amount: Decimal) -> Journal:
    """Post that money must go back to the buyer: it leaves what the buyer owes, and is on its way."""
    return post_journal(key=f"refund-owed:{refund_pk}", order_id=order_id, postings=moved(Account.REFUNDS, Account.RECEIVABLE, amount))


@transaction.atomic
def post_refund(*, refund_pk: int, order_id: int, source: str, amount: Decimal, foreign: Foreign | None = None) -> Journal:
    """Post money that reached the buyer again out of the account `source`; that it was owed is posted first if it was not yet."""
    post_refund_owed(refund_pk=refund_pk, order_id=order_id, amount=amount)
    lines = moved(source, Account.REFUNDS, amount, foreign=foreign, is_foreign_source=True)
    return post_journal(key=f"refund:{refund_pk}", order_id=order_id, postings=lines)


@transaction.atomic
def undo_refund(*, refund_pk: int) -> None:
    """Post the exact opposite of all that was posted for a refund that came back or will not be sent; it is owed anew by another."""
    reverse_journal(key=f"unrefund:{refund_pk}", of=f"refund:{refund_pk}")
    reverse_journal(key=f"refund-unowed:{refund_pk}", of=f"refund-owed:{refund_pk}")
