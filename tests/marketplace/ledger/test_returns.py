"""The monthly return: each supply once, undone sales set off, the file that the tax office reads."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from catalog.lib.clock import VIETNAM
from catalog.producers.models import Producer
from marketplace.ledger.models import Withholding
from marketplace.ledger.returns import monthly_return
from marketplace.orders.models import Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def household() -> Producer:
    """A household that sells for 100.000 ₫ and whose name begins like a formula."""
    rates()
    vat_rates()
    seller = ProducerFactory.create(kind="household", tax_code="0123456789", name="=Hộ bà Tư")
    ListingFactory.create(seller=seller, offer=(100_000, 100))
    return seller


def sell(household: Producer, quantity: int, at: str) -> Parcel:
    """Sell at a time in Vietnam."""
    from catalog.products.models import Listing

    listing = Listing.objects.get(seller=household)
    with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=VIETNAM), tick=False):
        order = place_order(request_for(fill_basket((listing, quantity))))
    return Parcel.objects.get(order=order)


def undo(parcel: Parcel, at: str) -> None:
    """Cancel at a time in Vietnam."""
    with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=VIETNAM), tick=False):
        move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.PRODUCER)


def test_a_month_begins_and_ends_at_midnight_in_vietnam(household: Producer) -> None:
    sell(household, 1, "2026-10-31T23:59:00")
    sell(household, 2, "2026-11-01T00:01:00")
    sell(household, 4, "2026-11-30T23:59:00")
    sell(household, 8, "2026-12-01T00:01:00")
    (row,) = monthly_return(date(2026, 11, 15)).rows
    assert (row.producer, row.tax_code, row.sold, row.undone, row.revenue) == ("=Hộ bà Tư", "0123456789", 600_000, 0, 600_000)
    assert (row.vat, row.income) == (6_000, 3_000)


def test_a_sale_undone_later_is_set_off_in_the_month_of_its_undoing(household: Producer) -> None:
    first = sell(household, 5, "2026-10-20T10:00:00")
    sell(household, 2, "2026-11-03T10:00:00")
    undo(first, "2026-11-04T10:00:00")
    october, november = monthly_return(date(2026, 10, 1)), monthly_return(date(2026, 11, 1))
    assert (october.vat_due, october.income_due) == (5_000, 2_500)
    assert [(row.sold, row.undone, row.vat) for row in november.rows] == [(200_000, 500_000, -3_000)]
    assert (november.vat_due, november.income_due) == (0, 0)
    # What is below zero is brought to the next month, and no further than it reaches.
    sell(household, 1, "2026-12-05T10:00:00")
    december = monthly_return(date(2026, 12, 1))
    assert (december.vat_due, december.settlements[0].vat_brought) == (0, -3_000)
    sell(household, 7, "2027-01-05T10:00:00")
    assert monthly_return(date(2027, 1, 1)).vat_due == 5_000
    due = sum(monthly_return(date(2026 + month // 12, month % 12 + 1, 1)).vat_due for month in range(9, 13))
    assert due == sum(Withholding.objects.values_list("vat", flat=True))


def test_companies_and_cooperatives_do_not_stand_in_it() -> None:
    rates()
    vat_rates()
    place_order(request_for(fill_basket((ListingFactory.create(), 1))))
    assert monthly_return(date.today()).rows == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_return_is_written_as_a_sheet_without_formulas(
    household: Producer, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sell(household, 3, "2026-11-03T10:00:00")
    file = tmp_path / f"return.{ending}"
    call_command("tax_return", "2026-11", str(file))
    assert "1 rows; VAT 3.000\u00a0₫, income tax 1.500\u00a0₫" in capsys.readouterr().out
    if ending == "csv":
        text = file.read_text(encoding="utf-8-sig")
        assert '"\'=Hộ bà Tư","0123456789"' in text
        assert '"3000","1500"' in text
    else:
        sheet = load_workbook(BytesIO(file.read_bytes())).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[1][-3:] == (300_000, 3_000, 1_500)
        assert (sheet["A2"].data_type, rows[-1][-2:]) == ("s", (3_000, 1_500))


def test_an_unknown_month_or_file_is_refused(tmp_path: Path) -> None:
    for arguments in (("2026", "a.csv"), ("2026-11", "a.pdf")):
        with pytest.raises(CommandError):
            call_command("tax_return", arguments[0], str(tmp_path / arguments[1]))
    assert list(tmp_path.iterdir()) == []
