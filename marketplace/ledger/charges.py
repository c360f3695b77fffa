"""What becomes of a price: the same rules that post to the books and that the product page tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalog.lib.kept import kept
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesInForce:
    """The rates of a day, read once for all lines of an order. Percents; no commission on file means none is taken."""

    commission: Decimal
    withholding: Mapping[tuple[str, str, str, str], tuple[Decimal, Decimal]]
    """(VAT, income tax) by kind of producer, residence, nature and destination."""

    def withheld_from(self, producer_kind: str, supply: Supply) -> tuple[Decimal, Decimal] | None:
        """Give the percents of VAT and income tax to withhold; none for a kind of producer that declares its taxes itself.

        A nature that is not known counts as the dearest one (Decree 117/2025/NĐ-CP, art. 5.3). Where nothing is on file for a supply
        abroad, it is taken for one at home, which costs more: too little withheld would be the shop's own debt.
        """
        whose = (producer_kind, supply.residence)
        rates = {key[2:]: percents for key, percents in self.withholding.items() if key[:2] == whose}
        if not rates:
            return None
        found = rates.get((supply.nature, supply.destination)) or rates.get((supply.nature, Destination.HOME))
        return found or max(rates.values(), key=lambda each: (sum(each), each[0]))

    def charges(self, goods: Decimal, *, producer_kind: str, supply: Supply) -> Charges:
        """Work out what is taken off a price, in whole đồng, half up."""
        percents = self.withheld_from(producer_kind, supply)
        vat, income = percents or (Decimal(0), Decimal(0))
        return Charges(
            goods=goods,
            commission=whole_dong(goods * self.commission / 100),
            withheld_vat=whole_dong(goods * vat / 100),
            withheld_income=whole_dong(goods * income / 100),
            withheld_as=supply if percents else None,
        )


def rates_on(day: date) -> RatesInForce:
    """Give the rates of a day, the last begun of each: two queries, and none while they are kept."""
    return kept(f"charges-{day}", lambda: _read_rates(day))


def _read_rates(day: date) -> RatesInForce:
    rows = WithholdingRate.objects.filter(valid_from__lte=day).order_by("valid_from")
    key = ("producer_kind", "residence", "nature", "destination")
    withholding = {tuple(row[:4]): (row[4], row[5]) for row in rows.values_list(*key, "vat_percent", "income_percent")}
    return RatesInForce(commission=commission_percent(day), withholding=withholding)


def commission_percent(day: date) -> Decimal:
    """Give the commission in force; none on file means none is taken."""
    rate = CommissionRate.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return rate.percent if rate else Decimal(0)


def charges_for(goods: Decimal, *, producer_kind: str, supply: Supply, day: date) -> Charges:
    """Work out what is taken off one price on a day."""
    return rates_on(day).charges(goods, producer_kind=producer_kind, supply=supply)
