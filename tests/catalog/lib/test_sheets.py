"""Tables for spreadsheet programs: what a stranger wrote never becomes a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalog.lib.clock import VIETNAM
from catalog.lib.sheets import csv_lines, safe_text, xlsx_file

ATTACKS = [
    "=1+1",
    "+84912345678",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u200b=1",
    "\ufeff@A1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    '=HYPERLINK("http://a.example","x")',
    "=cmd|' /C calc'!A0",
    "'=1",
    "Chè lam;=1+1",
    "Chè lam\n=1+1",
]
_STARTS = "=+-@＝＋－＠"


def sheet_of(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def read_csv(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("text", ATTACKS)
def test_no_cell_of_a_csv_starts_a_formula_whichever_sign_parts_the_cells(text: str) -> None:
    data = b"".join(csv_lines(["Tên"], [["trước", text, "sau"]]))
    for delimiter in ",;\t":
        cells = [cell for row in read_csv(data, delimiter) for cell in row]
        assert [cell for cell in cells if cell.strip("\u200b\ufeff \t\r\n")[:1] in tuple(_STARTS)] == []


@pytest.mark.parametrize("text", ATTACKS)
def test_a_cell_of_an_xlsx_is_text_and_says_what_was_written(text: str) -> None:
    cell = sheet_of(xlsx_file("Sao", ["Tên"], [[text]]))["A2"]
    assert (cell.data_type, cell.value) == ("s", text.replace("\r", "\n"))


def test_a_plain_text_stays_as_it_is() -> None:
    for text in ("Chè lam Thạch Xá", "Giò - chả", "a=b", "86,5", "Nụ trầm (mẫu)", "O'Neil", ""):
        assert safe_text(text) == text


def test_numbers_and_dates_keep_their_kind() -> None:
    moment = datetime(2026, 11, 24, 17, 30, tzinfo=VIETNAM)
    row: list[Any] = [-5, Decimal("86.5"), date(2025, 1, 10), moment, None]
    data = b"".join(csv_lines(["a", "b", "c", "d", "e"], [row]))
    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data)[1] == ["-5", "86.5", "2025-01-10", "2026-11-24T17:30:00+07:00", ""]
    cells = next(sheet_of(xlsx_file("a", ["a"] * 5, [row])).iter_rows(min_row=2))
    assert [cell.value for cell in cells] == [-5, 86.5, datetime(2025, 1, 10), moment.replace(tzinfo=None), None]
    assert cells[2].number_format == "dd/mm/yyyy"


def test_a_title_that_no_sheet_may_bear_and_a_text_too_long_are_cut() -> None:
    book = load_workbook(io.BytesIO(xlsx_file("Sao: 2025/2026 [tất cả] " + "x" * 40, ["Tên"], [["y" * 40_000]])))
    assert len(book.sheetnames[0]) <= 31
    assert len(book.worksheets[0]["A2"].value) == 32_767


@given(text=st.text(max_size=40))
def test_whatever_is_written_a_csv_starts_no_formula_and_an_xlsx_can_be_read(text: str) -> None:
    data = b"".join(csv_lines(["a"], [[text]]))
    assert all(cell[:1] not in tuple("=+-@\t\r\n") for row in read_csv(data) for cell in row)
    assert sheet_of(xlsx_file("a", ["a"], [[text]]))["A2"].data_type != "f"
