"""What becomes of a price: the same rules that post to the books and that the product page tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalog.lib.money import whole_dong
from marketplace.ledger.models import CommissionRate, Destination, Residence, WithholdingRate


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What is supplied, by somebody who pays tax where, and where it goes: what the withheld percents hang on."""

    nature: str
    residence: str = Residence.RESIDENT
    destination: str = Destination.HOME


@dataclass(frozen=True, slots=True, kw_only=True)
class Charges:
    """What is taken off the price of goods, in whole đồng; `payable` is what the producer gets.

    `withheld_as` says on what supply tax is withheld; none where the producer declares its taxes itself.
    """

    goods: Decimal
    commission: Decimal
    withheld_vat: Decimal
    withheld_income: Decimal
    withheld_as: Supply | None = None

    @property
    def payable(self) -> Decimal:
        """What the producer gets."""
        return self.goods - self.commission - self.withheld_vat - self.withheld_income


def commission_percent(day: date) -> Decimal:
    """Give the commission in force; none on file means none is taken."""
    rate = CommissionRate.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return rate.percent if rate else Decimal(0)


def _rates_in_force(producer_kind: str, residence: str, day: date) -> dict[tuple[str, str], WithholdingRate]:
    """Give the last rate begun of each nature and destination."""
    rows = WithholdingRate.objects.filter(producer_kind=producer_kind, residence=residence, valid_from__lte=day)
    return {(rate.nature, rate.destination): rate for rate in rows.order_by("valid_from")}


def withholding_percents(producer_kind: str, supply: Supply, day: date) -> tuple[Decimal, Decimal] | None:
    """Give the percents of VAT and income tax to withhold; none for a kind of producer that declares its taxes itself.

    A nature that is not known counts as the dearest one (Decree 117/2025/NĐ-CP, art. 5.3). Where nothing is on file for a supply
    abroad, it is taken for one at home, which costs more: too little withheld would be the shop's own debt.
    """
    rates = _rates_in_force(producer_kind, supply.residence, day)
    if not rates:
        return None
    rate = rates.get((supply.nature, supply.destination)) or rates.get((supply.nature, Destination.HOME))
    rate = rate or max(rates.values(), key=lambda each: (each.vat_percent + each.income_percent, each.vat_percent))
    return rate.vat_percent, rate.income_percent


def charges_for(goods: Decimal, *, producer_kind: str, supply: Supply, day: date) -> Charges:
    """Work out what is taken off a price, in whole đồng, half up."""
    percents = withholding_percents(producer_kind, supply, day)
    vat, income = percents or (Decimal(0), Decimal(0))
    return Charges(
        goods=goods,
        commission=whole_dong(goods * commission_percent(day) / 100),
        withheld_vat=whole_dong(goods * vat / 100),
        withheld_income=whole_dong(goods * income / 100),
        withheld_as=supply if percents else None,
    )
