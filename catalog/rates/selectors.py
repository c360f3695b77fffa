"""Read the rates of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from catalog.rates.models import ExchangeRate

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate as it counts on a day. `dong_per_unit` is without the margin, which is in percent; `id` names its row."""

    id: int
    currency: str
    dong_per_unit: Decimal
    margin_percent: Decimal
    since: date
    last_day: date
    source: str

    def in_dong(self, amount: Decimal) -> int:
        """Give the highest price in whole đồng that costs no more than `amount` of the currency, margin included."""
        return int((amount * self.dong_per_unit / (1 + self.margin_percent / 100)).to_integral_value(ROUND_FLOOR))

    def from_dong(self, dong: Decimal | int) -> Decimal:
        """Give what a price in đồng costs in the currency, margin included, rounded to hundredths."""
        return (Decimal(dong) / self.dong_per_unit * (1 + self.margin_percent / 100)).quantize(_CENT, ROUND_HALF_UP)


def _usable(row: ExchangeRate, day: date) -> Rate | None:
    last_day = row.valid_from + timedelta(days=row.max_age_days - 1)
    if day > last_day:
        return None
    return Rate(
        id=row.pk, currency=row.currency, dong_per_unit=row.dong_per_unit, margin_percent=row.margin_percent, since=row.valid_from,
        last_day=last_day, source=row.source,
    )  # fmt: skip


def rate_on(currency: str, day: date) -> Rate | None:
    """Give the latest rate of a currency on a day; none where none is on file or the latest one is too old."""
    row = ExchangeRate.objects.filter(currency=currency, valid_from__lte=day).first()
    return _usable(row, day) if row else None


def rates_on(day: date) -> dict[str, Rate]:
    """Give the usable rates of a day by currency."""
    currencies = ExchangeRate.objects.order_by().values_list("currency", flat=True).distinct()
    found = (rate_on(currency, day) for currency in sorted(currencies))
    return {rate.currency: rate for rate in found if rate}
