"""The price of a parcel: pure arithmetic over the rate table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a parcel holds: weight as sent in grams, the care it needs, the longest time to make ready in days."""

    grams: int
    is_chilled: bool = False
    is_fragile: bool = False
    lead_time_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A zone's rate in force: grams, đồng, days."""

    base_grams: int
    base_price: Decimal
    step_grams: int
    step_price: Decimal
    days_from: int
    days_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """What care adds, in đồng."""

    chilled: Decimal
    fragile: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What sending a parcel costs (đồng, VAT included) and when it arrives."""

    zone: str
    grams: int
    price: Decimal
    earliest_on: date
    latest_on: date


def quote_load(load: Load, *, zone: str, rate: Rate, fees: Fees, day: date) -> Quote:
    """Price a load: the base price, each step begun beyond the base weight, then the fees for care."""
    beyond = max(0, load.grams - rate.base_grams)
    steps = -(-beyond // rate.step_grams)
    price = rate.base_price + steps * rate.step_price
    price += fees.chilled if load.is_chilled else 0
    price += fees.fragile if load.is_fragile else 0
    ready = day + timedelta(days=load.lead_time_days)
    return Quote(
        zone=zone,
        grams=load.grams,
        price=Decimal(price),
        earliest_on=ready + timedelta(days=rate.days_from),
        latest_on=ready + timedelta(days=rate.days_to),
    )
