"""What of settlements must stand in the books: told to the ledger's proof (joined in `marketplace/apps.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from marketplace.carriers.models import CarrierTransfer, SettlementRow
from marketplace.ledger.models import Account
from marketplace.ledger.proofs import Expected


def posted_fees() -> Iterator[Expected]:
    """Give one journal for each counted row of which a carrier kept something; its money is an arrival like any other."""
    rows = SettlementRow.objects.filter(is_posted=True).annotate(fee=F("shipping_fee") + F("collection_fee")).filter(fee__gt=0)
    for pk, fee in rows.order_by("pk").values_list("pk", "fee").iterator(chunk_size=1000):
        yield Expected(f"carrier-fee:{pk}", -fee, (Account.CLEARING_CASH,))


def posted_transfers() -> Iterator[Expected]:
    """Give one journal for each transfer by which a carrier paid: the bank has more, the carriers hold less."""
    rows = CarrierTransfer.objects.order_by("pk").values_list("row_id", "row__amount")
    for row_id, amount in rows.iterator(chunk_size=1000):
        yield Expected(f"carrier-paid:{row_id}", int(amount), (Account.CLEARING_BANK,))
        yield Expected(f"carrier-paid:{row_id}", -int(amount), (Account.CLEARING_CASH,))
