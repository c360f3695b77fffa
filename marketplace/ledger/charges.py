"""What becomes of a price: the same rules that post to the books and that the product page tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from catalog.lib.money import whole_dong
from marketplace.ledger.models import CommissionRate, WithholdingRate


@dataclass(frozen=True, slots=True, kw_only=True)
class Charges:
    """What is taken off the price of goods, in whole đồng; `payable` is what the producer gets."""

    goods: Decimal
    commission: Decimal
    withheld_vat: Decimal
    withheld_income: Decimal

    @property
    def payable(self) -> Decimal:
        """What the producer gets."""
        return self.goods - self.commission - self.withheld_vat - self.withheld_income


def _in_force(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def commission_percent(day: date) -> Decimal:
    """Give the commission in force; none on file means none is taken."""
    rate = CommissionRate.objects.filter(_in_force(day)).order_by("-valid_from").first()
    return rate.percent if rate else Decimal(0)


def withholding_percents(producer_kind: str, nature: str, day: date) -> tuple[Decimal, Decimal]:
    """Give the percents of VAT and income tax to withhold.

    A nature that is not on file counts as the dearest one (Decree 117/2025/NĐ-CP, art. 5.3); a kind of producer that declares
    its taxes itself, such as a company, has none.
    """
    rates = WithholdingRate.objects.filter(_in_force(day), producer_kind=producer_kind)
    rate = rates.filter(nature=nature).order_by("-valid_from").first() or rates.order_by("-vat_percent", "-income_percent").first()
    return (rate.vat_percent, rate.income_percent) if rate else (Decimal(0), Decimal(0))


def charges_for(goods: Decimal, *, producer_kind: str, nature: str, day: date) -> Charges:
    """Work out what is taken off a price, in whole đồng, half up."""
    vat, income = withholding_percents(producer_kind, nature, day)
    return Charges(
        goods=goods,
        commission=whole_dong(goods * commission_percent(day) / 100),
        withheld_vat=whole_dong(goods * vat / 100),
        withheld_income=whole_dong(goods * income / 100),
    )
