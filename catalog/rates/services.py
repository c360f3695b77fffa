"""Keep the rates. Who may do so is asked by the caller; each rate is one entry of the audit log."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from catalog.audit.services import record_action
from catalog.rates.errors import RateRefused
from catalog.rates.models import ExchangeRate


@transaction.atomic
def record_rate(
    *,
    officer: AbstractBaseUser,
    currency: str,
    dong_per_unit: Decimal,
    valid_from: date,
    source: str,
    margin_percent: Decimal = Decimal(0),
    max_age_days: int = 7,
) -> ExchangeRate:
    """Put a rate on file; one of the same day is superseded by it.

    Raises:
        RateRefused: an unknown form of currency, a rate or margin out of bounds, no source; its message names what.
    """
    rate = ExchangeRate(
        currency=currency.strip().upper(), dong_per_unit=dong_per_unit, valid_from=valid_from, source=source.strip(),
        margin_percent=margin_percent, max_age_days=max_age_days,
    )  # fmt: skip
    try:
        rate.full_clean()
    except ValidationError as error:
        raise RateRefused("; ".join(error.messages)) from error
    rate.save(force_insert=True)
    after = {
        "currency": rate.currency, "dong_per_unit": str(rate.dong_per_unit), "valid_from": rate.valid_from.isoformat(),
        "margin_percent": str(rate.margin_percent), "max_age_days": rate.max_age_days,
    }  # fmt: skip
    record_action(actor=officer, action="rates.record", subject=rate, after=after)
    return rate
