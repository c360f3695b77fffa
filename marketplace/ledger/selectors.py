"""Read the books and check them."""

from __future__ import annotations

from django.db.models import Sum

from marketplace.ledger.models import Account, Entry, Journal


def imbalance() -> int:
    """Add up everything: zero, always; any other figure is an alarm."""
    return int(Entry.objects.aggregate(total=Sum("amount"))["total"] or 0)


def balances() -> list[tuple[str, int]]:
    """Give every account with its balance in đồng; a debit is positive."""
    found = dict(Entry.objects.values_list("account").annotate(Sum("amount")).order_by())
    return [(str(Account(code).label), int(found.get(code, 0))) for code in Account.values]


def unbalanced_journals() -> list[str]:
    """Give the keys of journals whose lines do not add up to zero in each currency; none, ever."""
    rows = Journal.objects.values("key", "entries__currency").annotate(total=Sum("entries__amount")).exclude(total=0).order_by("key")
    return [row["key"] for row in rows if row["total"] is not None]


def receivable_of(order_id: int) -> int:
    """Give what the buyer of an order still owes by the books, in đồng; negative: the shop owes the buyer."""
    lines = Entry.objects.filter(journal__order_id=order_id, account=Account.RECEIVABLE)
    return int(lines.aggregate(total=Sum("amount"))["total"] or 0)


def payable_to(producer_id: int) -> int:
    """Give what the shop owes a producer by the books, in đồng."""
    lines = Entry.objects.filter(producer_id=producer_id, account=Account.PAYABLE)
    return -int(lines.aggregate(total=Sum("amount"))["total"] or 0)
