"""The ways to pay that a page offers for a total: each method, and cards also in other currencies by the rate of the day.

What is posted names all that was seen: `card`, or `card.USD.17` for dollars by the 17th row of the rates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.lib.money import DONG
from marketplace.orders.cash_limits import NUMBER, OPEN, PARCEL, REFUSED, cash_obstacle
from marketplace.payments.currencies import Quote, quotes_for
from marketplace.payments.methods import GATEWAYS, offered_methods

_IN_CURRENCY = re.compile(r"([a-z_]+)\.([A-Z]{3})\.([1-9][0-9]{0,17})", re.ASCII)
CURRENCY_NAMES = {"USD": gettext_lazy("US dollars"), "EUR": gettext_lazy("euros")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a buyer chose to pay; `rate_seen` is the row of the rates by which the page showed the amount."""

    method: str
    currency: str = DONG
    rate_seen: int = 0


def parse_way(text: str) -> Way | None:
    """Read what was posted; none for what no page of ours can have offered."""
    offered = dict(offered_methods())
    if text in offered:
        return Way(method=text)
    found = _IN_CURRENCY.fullmatch(text)
    if found is None or found[1] not in offered or found[2] not in GATEWAYS[found[1]].currencies:
        return None
    return Way(method=found[1], currency=found[2], rate_seen=int(found[3]))


CASH_REFUSALS = {
    PARCEL: gettext_lazy("Cash on delivery is not offered here: a parcel of this order costs more than carriers may collect for us."),
    OPEN: gettext_lazy("Cash on delivery is not offered now: earlier orders of yours are still to be paid. It is, once they have arrived."),
    REFUSED: gettext_lazy(
        "Cash on delivery is not offered now: several parcels to you were not accepted. Please pay before they are sent."
    ),
    NUMBER: gettext_lazy(
        "Cash on delivery is not offered for this number now: orders to it are still to be paid, or parcels were not accepted."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The choices, đồng first; `why_no_cash` says why one may not pay on delivery, empty where one may."""

    choices: list[tuple[str, str]]
    why_no_cash: str


def ways_for(*, total: Decimal, parcels: list[Decimal], phone: str, user: AbstractBaseUser | None, day: date) -> Ways:
    """Give the ways to pay for parcels at these prices."""
    quotes, obstacle = quotes_for(total, day), cash_obstacle(parcels=parcels, phone=phone, user=user, day=day)
    choices = []
    for code, name in offered_methods():
        if obstacle and GATEWAYS[code].holds_for is None:
            continue
        choices.append((code, name))
        choices += [(_value(code, quote), _label(quote)) for quote in quotes if quote.currency in GATEWAYS[code].currencies]
    return Ways(choices=choices, why_no_cash=str(CASH_REFUSALS[obstacle]) if obstacle else "")


def _value(method: str, quote: Quote) -> str:
    return f"{method}.{quote.currency}.{quote.rate.id}"


def _label(quote: Quote) -> str:
    return _("Card, charged in %(currency)s: %(amount)s") % {"currency": CURRENCY_NAMES[quote.currency], "amount": quote.text}


class WayField(forms.ChoiceField):
    """A way to pay. One by a rate that no longer holds is let through here: placing refuses it, and the page is shown anew."""

    def valid_value(self, value: Any) -> bool:
        """Whether a page of ours can have offered it."""
        return parse_way(str(value)) is not None
