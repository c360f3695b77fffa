"""The monthly return of withheld tax (Decree 117/2025/NĐ-CP, art. 6): per producer and kind of supply, undone sales set off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext as _

from catalog.lib import clock
from catalog.lib.sheets import Cell
from catalog.producers.models import Producer
from catalog.producers.selectors import producer_text
from marketplace.ledger.models import Destination, Nature, Residence, Withholding


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """One producer's supplies of one kind in a month, whole đồng. `undone` is the revenue of sales undone in that month."""

    producer: str
    tax_code: str
    nature: str
    residence: str
    destination: str
    sold: int
    undone: int
    vat: int
    income: int

    @property
    def revenue(self) -> int:
        """What is taxed."""
        return self.sold - self.undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What is to be paid for one producer in one month: tax of the month, less what earlier months left over."""

    producer_id: int
    vat: int
    income: int
    vat_brought: int
    income_brought: int

    @property
    def vat_due(self) -> int:
        """VAT to pay; what is below zero goes on to the next month."""
        return max(0, self.vat + self.vat_brought)

    @property
    def income_due(self) -> int:
        """Income tax to pay; what is below zero goes on to the next month."""
        return max(0, self.income + self.income_brought)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyReturn:
    """The return of one month."""

    month: date
    rows: list[ReturnRow]
    settlements: list[Settlement]

    @property
    def vat_due(self) -> int:
        """VAT to pay for all."""
        return sum(each.vat_due for each in self.settlements)

    @property
    def income_due(self) -> int:
        """Income tax to pay for all."""
        return sum(each.income_due for each in self.settlements)


def _until(month: date) -> datetime:
    return datetime.combine(clock.add_months(month.replace(day=1), 1), time.min, tzinfo=clock.VIETNAM)


def _lines_of(month: date) -> QuerySet[Withholding]:
    first = datetime.combine(month.replace(day=1), time.min, tzinfo=clock.VIETNAM)
    return Withholding.objects.filter(journal__posted_at__gte=first, journal__posted_at__lt=_until(month))


def _rows(month: date) -> Iterator[ReturnRow]:
    sums = _lines_of(month).values("producer_id", "nature", "residence", "destination").annotate(
        sold=Coalesce(Sum("revenue", filter=Q(revenue__gt=0)), 0),
        undone=Coalesce(Sum("revenue", filter=Q(revenue__lt=0)), 0),
        vat=Sum("vat"),
        income=Sum("income"),
    )  # fmt: skip
    rows = list(sums.order_by("producer_id", "nature", "residence", "destination"))
    producers = Producer.objects.prefetch_related("texts").in_bulk({row["producer_id"] for row in rows})
    for row in rows:
        producer = producers[row["producer_id"]]
        yield ReturnRow(
            producer=producer_text(producer, "vi").title,
            tax_code=producer.tax_code,
            nature=str(Nature(row["nature"]).label),
            residence=str(Residence(row["residence"]).label),
            destination=str(Destination(row["destination"]).label),
            sold=row["sold"],
            undone=-row["undone"],
            vat=row["vat"],
            income=row["income"],
        )


def _settlements(month: date) -> list[Settlement]:
    """Walk through the months of each producer: a month below zero is set off against the next ones of the same producer."""
    lines = Withholding.objects.filter(journal__posted_at__lt=_until(month))
    sums = lines.annotate(month=TruncMonth("journal__posted_at", tzinfo=clock.VIETNAM)).values("producer_id", "month")
    history: dict[int, list[tuple[date, int, int]]] = defaultdict(list)
    for row in sums.annotate(vat=Sum("vat"), income=Sum("income")).order_by("producer_id", "month"):
        history[row["producer_id"]].append((row["month"].date(), row["vat"], row["income"]))
    return [_settlement(producer_id, month.replace(day=1), months) for producer_id, months in sorted(history.items())]


def _settlement(producer_id: int, month: date, months: list[tuple[date, int, int]]) -> Settlement:
    vat = income = vat_brought = income_brought = 0
    for day, month_vat, month_income in months:
        if day == month:
            vat, income = month_vat, month_income
        else:
            vat_brought, income_brought = min(0, vat_brought + month_vat), min(0, income_brought + month_income)
    return Settlement(producer_id=producer_id, vat=vat, income=income, vat_brought=vat_brought, income_brought=income_brought)


def monthly_return(month: date) -> MonthlyReturn:
    """Give the return of the month in which a day lies, in Vietnam's time."""
    return MonthlyReturn(month=month.replace(day=1), rows=list(_rows(month)), settlements=_settlements(month))


def return_header() -> list[Cell]:
    """Give the headings of the return as a sheet."""
    return [
        _("Producer"), _("Tax code"), _("Nature of supply"), _("Tax residence"), _("Destination"), _("Sold, ₫"), _("Undone, ₫"),
        _("Revenue, ₫"), _("VAT withheld, ₫"), _("Income tax withheld, ₫"),
    ]  # fmt: skip


def return_sheet(found: MonthlyReturn) -> Iterator[list[Cell]]:
    """Give the rows of the return as a sheet: each supply, then what earlier months left over, then what is to be paid."""
    for row in found.rows:
        yield [
            row.producer, row.tax_code, row.nature, row.residence, row.destination, row.sold, row.undone, row.revenue, row.vat, row.income,
        ]  # fmt: skip
    brought = (sum(each.vat_brought for each in found.settlements), sum(each.income_brought for each in found.settlements))
    over = (
        sum(min(0, each.vat + each.vat_brought) for each in found.settlements),
        sum(min(0, each.income + each.income_brought) for each in found.settlements),
    )
    yield [_("Brought from earlier months"), *[None] * 7, *brought]
    yield [_("Left for later months"), *[None] * 7, *over]
    yield [_("To be paid"), *[None] * 7, found.vat_due, found.income_due]
