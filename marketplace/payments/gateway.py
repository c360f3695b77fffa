"""What every way to pay can do. A new way is a copied folder, listed in `methods` (docs/payment-methods.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from marketplace.ledger.provider_postings import Settled
from marketplace.ledger.services import Foreign
from marketplace.payments.banks import bank_label
from marketplace.payments.errors import ForgedMessage, PaidByHand

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from marketplace.payments.models import Payment, Refund
    from marketplace.payments.vietqr.applinks import AppLink


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
    apps: tuple[AppLink, ...] = ()
    """Bank apps that open with the transfer filled in."""

    @property
    def bank(self) -> str:
        """The bank's name with its digits."""
        return bank_label(self.bank_bin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a payment stands at its provider now: what has come, under which id, and whether no more can come.

    `received` is in đồng; `charged` is the same in the currency in which the provider took it, none where it was đồng told by a bank.
    """

    event_id: str = ""
    received: Decimal = Decimal(0)
    charged: Foreign | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRefund:
    """A refund as its provider has it now. `refund_id` is ours, none where it was made at the provider's own desk."""

    id: str
    payment_id: str
    refund_id: int | None
    charged: Foreign
    state: str
    """`sent`, `done` or `failed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """How a provider wrote a charge, refund or dispute into its own account: what it was for the buyer, and what it became there.

    `charged` is above zero for what came, below for what went; `source` is the charge's, refund's or dispute's own number.
    """

    id: str
    source: str
    charged: Foreign
    settled: Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDispute:
    """A buyer's bank asks about a payment, or takes it back: `open`, `closed`, `won` or `lost`.

    `taken` is what has really left the shop's account at the provider, whether it came back or not; a bank that only asks takes
    nothing, and such an inquiry ends as `closed`.
    """

    id: str
    payment_id: str
    taken: Foreign
    state: str
    bookings: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderPayment:
    """A payment that a provider has taken, as its own list shows it."""

    id: str
    received: Foreign


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a provider's message is about; its content is not believed, but asked for."""

    payment_id: str = ""
    dispute_id: str = ""
    is_about_refunds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPage:
    """A page of the provider's form: our template with its values, and what the page's CSP must let through."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    csp: Mapping[str, list[str]] = field(default_factory=dict)


class Gateway(Protocol):
    """A way to pay."""

    code: str
    name: _StrPromise
    """What the buyer chooses."""
    clearing: str
    """The account of the books where its money stands once it has arrived."""
    pays_back_from: str
    """The account of the books that its refunds leave."""
    holds_for: timedelta | None
    """How long stock waits for the money; none: the order stands at once."""
    waiting_template: str
    """What the order's page shows while it waits; empty: nothing."""
    has_pay_page: bool
    """Whether the buyer pays on a page of its own (`open`), to which placing the order leads."""
    currencies: tuple[str, ...]
    """The currencies other than đồng in which it can charge, by the rate of the day."""
    webhook: str
    """The last part of the address that the provider's messages come to; empty: there are none."""

    @property
    def waiting_title(self) -> _StrPromise | str:
        """Give the order page's heading while it waits for the money."""
        ...

    @property
    def is_offered(self) -> bool:
        """Whether the shop offers it as it is configured now."""
        ...

    def transfer(self, *, reference: str, amount: Decimal) -> Transfer | None:
        """Give what the buyer's bank needs, or none where nothing is transferred."""
        ...

    def open(self, payment: Payment) -> PayPage | Standing:
        """Give the form to pay with, the same payment however often it is opened; or how it stands, where nothing is left to pay.

        Raises:
            ProviderUnavailable: nothing was charged, and trying again helps.
        """
        ...

    def ask(self, payment: Payment) -> Standing:
        """Ask how a payment stands.

        Raises:
            ProviderUnavailable: trying again helps.
        """
        ...

    def stop(self, payment: Payment) -> Standing:
        """Make sure that no money comes through it any more, and give how it then stands.

        Raises:
            ProviderUnavailable: it cannot be made sure now.
        """
        ...

    def refund(self, refund: Refund) -> ProviderRefund:
        """Send a refund, once however often and however much later it is asked.

        Raises:
            PaidByHand: officers pay it by bank transfer.
            ProviderUnavailable: it could not be sent now.
        """
        ...

    def refunds_of(self, payment: Payment) -> list[ProviderRefund]:
        """Ask for every refund of a payment, also those made at the provider's own desk.

        Raises:
            ProviderUnavailable: trying again helps.
        """
        ...

    def bookings_of(self, payment: Payment) -> list[Booking]:
        """Ask how the provider wrote a payment and its refunds into its own account, with what it kept.

        Raises:
            ProviderUnavailable: trying again helps.
        """
        ...

    def payments_since(self, start: datetime) -> list[ProviderPayment]:
        """Ask for all that it has taken of payments made since then, whether the shop knows them or not.

        Raises:
            ProviderUnavailable: trying again helps.
        """
        ...

    def read_message(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """Check a provider's message and give what it is about.

        Raises:
            ForgedMessage: it does not come from the provider.
        """
        ...

    def ask_dispute(self, dispute_id: str) -> ProviderDispute:
        """Ask how a dispute stands.

        Raises:
            ProviderUnavailable: trying again helps.
        """
        ...

    def disputes_since(self, start: datetime) -> list[ProviderDispute]:
        """Ask for all disputes opened since then, whether the shop knows them or not.

        Raises:
            ProviderUnavailable: trying again helps.
        """
        ...


class WithoutProvider:
    """The half of a gateway that nobody can be asked about: money is told by a bank or a carrier, refunds are paid by hand."""

    has_pay_page = False
    currencies: tuple[str, ...] = ()
    webhook = ""
    waiting_template = ""

    def transfer(self, *, reference: str, amount: Decimal) -> Transfer | None:
        """Give nothing: no bank account takes part."""
        return None

    def open(self, payment: Payment) -> PayPage | Standing:
        """Give nothing to fill in."""
        return Standing()

    def ask(self, payment: Payment) -> Standing:
        """Know nothing: what comes is told."""
        return Standing()

    def stop(self, payment: Payment) -> Standing:
        """Nothing to stop: money that still comes is noted as late and goes back."""
        return Standing(is_closed=True)

    def refund(self, refund: Refund) -> ProviderRefund:
        """Leave it to officers.

        Raises:
            PaidByHand: always.
        """
        raise PaidByHand

    def refunds_of(self, payment: Payment) -> list[ProviderRefund]:
        """Know none."""
        return []

    def bookings_of(self, payment: Payment) -> list[Booking]:
        """Keep nothing."""
        return []

    def payments_since(self, start: datetime) -> list[ProviderPayment]:
        """Know none."""
        return []

    def read_message(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """Believe nobody.

        Raises:
            ForgedMessage: always.
        """
        raise ForgedMessage

    def ask_dispute(self, dispute_id: str) -> Any:
        """Know none.

        Raises:
            ForgedMessage: always.
        """
        raise ForgedMessage

    def disputes_since(self, start: datetime) -> list[ProviderDispute]:
        """Know none."""
        return []
