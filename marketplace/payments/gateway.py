"""What every way to pay can do. A new way is a new module with these few members, listed in `methods`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from marketplace.payments.models import Payment, Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What a buyer needs to pay by bank transfer; `qr` is the text of the QR picture."""

    qr: str
    bank_bin: str
    account: str
    account_name: str
    amount: Decimal
    reference: str
    is_sample: bool


class Gateway(Protocol):
    """A way to pay."""

    code: str
    holds_for: timedelta | None
    """How long stock waits for the money; none: the order stands at once."""

    @property
    def is_offered(self) -> bool:
        """Whether the shop offers it as it is configured now."""
        ...

    def transfer(self, *, reference: str, amount: Decimal) -> Transfer | None:
        """Give what the buyer's bank needs, or none where nothing is transferred."""
        ...

    def stop(self, payment: Payment) -> Decimal | None:
        """Make sure that no money comes through it any more; give what had come already and was not told yet, or none.

        Raises:
            CardsUnavailable: it cannot be made sure now.
        """
        ...

    def refund(self, refund: Refund) -> tuple[str, bool]:
        """Send a refund, once however often asked; give the provider's number and whether it is done.

        Raises:
            PaidByHand: officers pay it by bank transfer.
            CardsUnavailable: it could not be sent now.
        """
        ...
