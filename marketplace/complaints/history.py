"""What of complaints must stand in the books: told to the ledger's proof (joined in `marketplace/apps.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.complaints.models import Complaint
from marketplace.ledger.models import Account
from marketplace.ledger.proofs import Expected


def posted_returns() -> Iterator[Expected]:
    """Give one return for each complaint that was accepted."""
    accepted = Complaint.objects.filter(state=Complaint.State.ACCEPTED).order_by("pk")
    for pk, amount in accepted.values_list("pk", "refund_amount").iterator(chunk_size=1000):
        yield Expected(f"return:complaint:{pk}", -int(amount), (Account.RECEIVABLE,))
