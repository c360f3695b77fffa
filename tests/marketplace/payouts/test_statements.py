"""The statement of a payout: what it is made of, as PDF with every Vietnamese mark, and as xlsx without formulas."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import time_machine
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from catalog.lib import clock
from marketplace.ledger.models import CommissionRate
from marketplace.ledger.provider_postings import post_dispute_borne, post_dispute_unborne
from marketplace.payouts.cash import note_cash_kept
from marketplace.payouts.models import Payout
from marketplace.payouts.services import prepare_run, release_run
from marketplace.payouts.statements import statement_of, statement_pdf, statement_xlsx
from tests.factories.orders import rates
from tests.factories.payouts import officers, seller_with_account, sold
from tests.factories.products import vat_rates

pytestmark = pytest.mark.django_db
LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"


@pytest.fixture
def payout() -> Payout:
    """A payout of two sales of a household, of which it kept 50.000 ₫ in cash."""
    rates()
    vat_rates()
    CommissionRate.objects.create(valid_from="2020-01-01", percent=10, source="Biểu phí 01")
    hoa, minh = officers()
    producer = seller_with_account(kind="household", name=f"=Hộ <bà> & Tư {LETTERS} {LETTERS.upper()}", tax_code="0123456789")
    parcels = [sold(producer, 1), sold(producer, 2)]
    note_cash_kept(parcel_id=parcels[0].pk, amount=50_000, officer=hoa)
    run = prepare_run(officer=hoa, key="k", period_to=clock.today() - timedelta(days=1), minimum=1)
    return release_run(officer=minh, run_id=run.pk).payouts.get()


def test_the_lines_add_up_to_the_payout_and_say_what_was_taken_off(payout: Payout) -> None:
    statement = statement_of(payout)
    assert [(line.goods, line.commission, line.withheld, line.amount) for line in statement.lines] == [
        (100_000, 10_000, 1_500, 88_500),
        (200_000, 20_000, 3_000, 177_000),
        (-50_000, 0, 0, -50_000),
    ]
    assert sum(line.amount for line in statement.lines) == statement.amount == 215_500
    assert payout.account.number not in repr(statement)


def test_the_pdf_shows_every_mark(payout: Payout) -> None:
    with override("vi"):
        data = statement_pdf(statement_of(payout))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).replace("\n", "")
    for letter in LETTERS + LETTERS.upper():
        assert letter in text
    assert "215.500" in text
    assert "₫" in text
    assert payout.reference in text
    assert payout.account.number not in text


def test_the_xlsx_has_the_same_figures_and_no_formula(payout: Payout) -> None:
    sheet = load_workbook(io.BytesIO(statement_xlsx(statement_of(payout)))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[-1][2:] == (250_000, 30_000, 4_500, 215_500)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_statement_of_many_entries_goes_on_over_pages(payout: Payout) -> None:
    statement = statement_of(payout)
    object.__setattr__(statement, "lines", statement.lines * 60)
    assert len(PdfReader(io.BytesIO(statement_pdf(statement))).pages) > 3


def test_a_lost_dispute_stands_there_as_what_it_is() -> None:
    rates()
    vat_rates()
    hoa, minh = officers()
    producer = seller_with_account()
    parcel = sold(producer, 1)
    with time_machine.travel(clock.now() - timedelta(days=2), tick=False):
        post_dispute_borne(dispute_id="dp_1", order_id=parcel.order_id, shares={producer.pk: 10_000})
        post_dispute_unborne(dispute_id="dp_1", producer_id=producer.pk, most=4_000)
    run = prepare_run(officer=hoa, key="k", period_to=clock.today() - timedelta(days=1), minimum=1)
    payout = release_run(officer=minh, run_id=run.pk).payouts.get()
    lines = {line.about: line.amount for line in statement_of(payout).lines}
    assert lines[f"Tranh chấp thẻ thua mà bạn phải chịu, đơn {parcel.order.number}"] == -10_000
    assert lines[f"Tranh chấp thẻ thua mà bạn không còn phải chịu, đơn {parcel.order.number}"] == 4_000
