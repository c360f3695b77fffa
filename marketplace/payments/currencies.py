"""Cards charged in another currency than đồng: quoted before, frozen at submission, used by every refund after.

Đồng is the price. A payment charged in dollars keeps the rate's row and the cents of its whole amount; what a part of it is in
cents follows from these two alone, whatever rates come later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum

from catalog.lib.money import DONG, format_minor, minor_units
from catalog.rates.selectors import Rate, rate_on
from marketplace.ledger.services import Foreign
from marketplace.payments.errors import WrongCurrency

if TYPE_CHECKING:
    from marketplace.payments.models import Payment

CHARGED = ("USD", "EUR")
# Card providers take no smaller charge in either (docs.stripe.com/currencies, minimum charge amounts).
LEAST_MINOR = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a price in đồng costs in another currency by a rate of the day, margin included, in whole minor units."""

    currency: str
    minor: int
    rate: Rate

    @property
    def text(self) -> str:
        """The amount as people read it."""
        return format_minor(self.minor, self.currency)


def quotes_for(dong: Decimal, day: date) -> list[Quote]:
    """Give what a price is in each currency that has a usable rate on a day; none on file, or an old one: not that currency."""
    return [quote for quote in (quote_in(currency, dong, day) for currency in CHARGED) if quote]


def quote_in(currency: str, dong: Decimal, day: date) -> Quote | None:
    """Give what a price is in one currency; none without a usable rate, or where it is less than providers charge."""
    rate = rate_on(currency, day) if currency in CHARGED else None
    minor = minor_units(rate.from_dong(dong), currency) if rate else 0
    return Quote(currency=currency, minor=minor, rate=rate) if rate and minor >= LEAST_MINOR else None


def charged_for(payment: Payment, dong: Decimal) -> Foreign:
    """Give what a part of a payment is in the currency in which it is charged, by what was frozen at submission."""
    if payment.foreign_minor is None:
        return Foreign(DONG, int(dong))
    return Foreign(payment.currency, _share(payment.foreign_minor, dong, payment.amount))


def dong_of(payment: Payment, charged: Foreign) -> Decimal:
    """Give how much in đồng a provider's amount stands for: the whole, what is due now, or else the nearest đồng.

    Raises:
        WrongCurrency: the payment is not charged in that currency.
    """
    if charged.currency != payment.currency:
        raise WrongCurrency(f"{payment.reference} is charged in {payment.currency}, not in {charged.currency}")
    if payment.foreign_minor is None:
        return Decimal(charged.minor)
    for whole in (payment.amount, payment.due):
        if charged_for(payment, whole) == charged:
            return whole
    return Decimal(_share(int(payment.amount), Decimal(charged.minor), Decimal(payment.foreign_minor)))


def _share(whole: int, part: Decimal, of: Decimal) -> int:
    return int((whole * part / of).quantize(Decimal(1), ROUND_HALF_UP))


def refund_minor(payment: Payment, *, dong: Decimal, source: str) -> int | None:
    """Give the minor units that a refund pays back, so that all refunds of a payment together are what was charged, to the cent.

    None for what does not leave the account on which foreign money of the payment stands: that goes back in đồng.
    """
    if payment.foreign_minor is None:
        return None
    rows = payment.events.filter(source=source).exclude(foreign_minor=None)
    came = rows.aggregate(dong=Sum("amount"), minor=Sum("foreign_minor"))
    if not came["minor"]:
        return None
    gone = payment.refunds.filter(source=source).exclude(state="failed").aggregate(dong=Sum("amount"), minor=Sum("foreign_minor"))
    gone_dong, gone_minor = gone["dong"] or Decimal(0), gone["minor"] or 0
    target = _share(int(came["minor"]), min(gone_dong + dong, came["dong"]), came["dong"])
    return max(1, target - gone_minor)  # nobody can be paid nothing
