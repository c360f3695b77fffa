"""Read the books and check them."""

from __future__ import annotations

from django.db.models import Sum

from catalog.lib.money import DONG
from marketplace.ledger.models import Account, Entry, Journal


def imbalances() -> dict[str, int]:
    """Add up the entries of each currency, in its minor units; each is zero, always, and any other figure is an alarm."""
    rows = Entry.objects.values_list("currency").annotate(Sum("amount")).order_by("currency")
    return {DONG: 0} | {currency: int(total) for currency, total in rows}


def imbalance() -> int:
    """Give by how much the books are wrong in all, whichever way each currency errs; zero, always."""
    return sum(abs(total) for total in imbalances().values())


def balances() -> list[tuple[str, str, int]]:
    """Give every account with its balance by currency, in minor units; a debit is positive. Accounts in đồng are all named."""
    rows = Entry.objects.values_list("account", "currency").annotate(Sum("amount")).order_by()
    found = {(account, currency): int(total) for account, currency, total in rows}
    keys = {(code, DONG) for code in Account.values} | set(found)
    order = {code: number for number, code in enumerate(Account.values)}
    sorted_keys = sorted(keys, key=lambda key: (key[1] != DONG, key[1], order[key[0]]))
    return [(str(Account(code).label), currency, found.get((code, currency), 0)) for code, currency in sorted_keys]


def balance_of(account: str) -> int:
    """Give what stands in one account, in đồng; a debit is positive."""
    return int(Entry.objects.filter(account=account).aggregate(total=Sum("amount"))["total"] or 0)


def unbalanced_journals() -> list[str]:
    """Give the keys of journals whose lines do not add up to zero in each currency; none, ever."""
    rows = Journal.objects.values("key", "entries__currency").annotate(total=Sum("entries__amount")).exclude(total=0).order_by("key")
    return [row["key"] for row in rows if row["total"] is not None]


def receivable_of(order_id: int) -> int:
    """Give what the buyer of an order still owes by the books, in đồng; negative: the shop owes the buyer.

    What is on its way back is still the buyer's until it has arrived.
    """
    lines = Entry.objects.filter(journal__order_id=order_id, account__in=[Account.RECEIVABLE, Account.REFUNDS])
    return int(lines.aggregate(total=Sum("amount"))["total"] or 0)


def payable_to(producer_id: int) -> int:
    """Give what the shop owes a producer by the books, in đồng; negative: the producer owes the shop, from sales undone."""
    lines = Entry.objects.filter(producer_id=producer_id, account=Account.PAYABLE)
    return -int(lines.aggregate(total=Sum("amount"))["total"] or 0)
