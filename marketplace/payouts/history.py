"""What of payouts must stand in the books: told to the ledger's proof (joined in `marketplace/apps.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.ledger.models import Account
from marketplace.ledger.proofs import Expected
from marketplace.payouts.models import Payout

State = Payout.State


def posted_payouts() -> Iterator[Expected]:
    """Give the journals of each payout that was ever handed to the bank, by how far it has come."""
    states = [State.SENT, State.PAID, State.FAILED, State.RETURNED]
    for payout in Payout.objects.filter(state__in=states).order_by("pk").iterator(chunk_size=1000):
        yield Expected(f"payout:{payout.pk}", payout.amount, (Account.PAYABLE,))
        if payout.state in (State.PAID, State.RETURNED):
            yield Expected(f"payout-paid:{payout.pk}", -payout.amount, (Account.CLEARING_BANK,))
        if payout.state == State.RETURNED:
            yield Expected(f"payout-returned:{payout.pk}", payout.amount, (Account.CLEARING_BANK,))
        if payout.state in (State.FAILED, State.RETURNED):
            yield Expected(f"payout-undone:{payout.pk}", -payout.amount, (Account.PAYABLE,))
