"""Whether an order may be paid on delivery: what a parcel may cost, what a buyer may owe, and how often one may refuse.

A buyer is known by the account, and by the keyed digest of the phone that stands on the reservation: erasing a person empties it, and
what was counted by it is forgotten. No table that only grows names anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Q, Sum

from catalog.audit.services import record_action
from catalog.lib import clock
from catalog.lib.kept import kept
from marketplace.accounts.models import User
from marketplace.orders.digests import digest
from marketplace.orders.errors import LimitRefused
from marketplace.orders.models import CashLimit, Parcel, Reservation
from marketplace.payments.models import Payment

PARCEL, OPEN, REFUSED, NUMBER = "parcel", "open", "refused", "number"


def limit_on(day: date) -> CashLimit | None:
    """Give the limit in force on a day; none on file: no limit."""
    return kept(f"cash-limit-{day}", lambda: CashLimit.objects.filter(valid_from__lte=day).order_by("-valid_from").first())


def cash_obstacle(*, parcels: Iterable[Decimal], phone: str, user: AbstractBaseUser | None, day: date) -> str:
    """Say why an order of parcels at these prices (shipping included) may not be paid on delivery; empty: it may.

    `parcel`: one is too dear. `open`, `refused`: this account owes too much, or refused too often. `number`: the same of the phone
    alone; which of the two is not told, since anybody can type a number.
    """
    limit, prices = limit_on(day), list(parcels)
    if limit is None:
        return ""
    if any(price > limit.most_of_parcel for price in prices):
        return PARCEL
    total = sum(prices, Decimal(0))
    if user is not None:
        of_user = Q(order__user_id=user.pk)
        if _owes_too_much(of_user, limit, total):
            return OPEN
        if _refused_too_often(of_user, limit, day):
            return REFUSED
    key = digest("phone", phone)
    orders = list(Reservation.objects.filter(phone_key=key).values_list("order_id", flat=True)) if key else []
    if not orders:  # as most: neither question need be asked
        return NUMBER if key and total > limit.most_open_amount else ""
    of_phone = Q(order__in=orders)
    return NUMBER if _owes_too_much(of_phone, limit, total) or _refused_too_often(of_phone, limit, day) else ""


def _owes_too_much(whose: Q, limit: CashLimit, more: Decimal) -> bool:
    waiting = Payment.objects.filter(whose, state=Payment.State.ON_DELIVERY)
    open_now = waiting.aggregate(count=Count("pk"), due=Sum(F("amount") - F("cancelled_amount")))
    return open_now["count"] >= limit.most_open_orders or (open_now["due"] or Decimal(0)) + more > limit.most_open_amount


def _refused_too_often(whose: Q, limit: CashLimit, day: date) -> bool:
    since = clock.start_of(day - timedelta(days=limit.refused_within_days))
    refused = Parcel.objects.filter(whose, state=Parcel.State.REFUSED, moves__after=Parcel.State.REFUSED, moves__at__gte=since)
    return refused.distinct().count() > limit.most_refused


@transaction.atomic
def set_cash_limit(*, officer: User, limit: CashLimit) -> CashLimit:
    """Let another limit begin, tomorrow at the earliest; `limit` is unsaved. Who may do so is asked by the caller.

    Raises:
        LimitRefused: it makes no sense, or another begins that day; the message says what.
    """
    if limit.valid_from <= clock.today():
        raise LimitRefused("A limit begins tomorrow at the earliest")
    try:
        limit.full_clean()
    except ValidationError as error:
        raise LimitRefused("; ".join(error.messages)) from error
    limit.save()
    after = {"most_of_parcel": int(limit.most_of_parcel), "most_open_orders": limit.most_open_orders, "valid_from": str(limit.valid_from)}
    record_action(actor=officer, action="orders.set-cash-limit", subject=limit, after=after)
    return limit
