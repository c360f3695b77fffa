"""Tables for people's spreadsheet programs, csv and xlsx, in which no cell of ours can become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any, cast

from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.cell import get_column_letter

from catalog.lib.clock import VIETNAM

Cell = str | Promise | int | float | Decimal | date | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What a spreadsheet takes for the start of a formula, with the full-width forms that some of them fold (OWASP, "CSV Injection").
# It may stand behind blanks and invisible characters, and behind a sign at which a program set to another language parts cells.
_UNSEEN = "\\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff"
_FORMULA = re.compile(f"(^|[;\\t\\r\\n])([{_UNSEEN}]*)(?=[=+\\-@＝＋－＠﹦﹢﹣﹫])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WIDEST = 60
_MOST_CHARACTERS = 32_767  # in one cell of an xlsx (Excel specifications and limits)


def safe_text(text: str) -> str:
    """Give a text that every spreadsheet program shows as it stands: what could start a formula gets an apostrophe before it.

    A tab or a line's end in front of all else is a start as well; characters that no file may hold are left out.
    """
    clean = _CONTROL.sub("", text)
    guarded = _FORMULA.sub(r"\1\2'", clean)
    return f"'{guarded}" if guarded[:1] in ("\t", "\r", "\n") else guarded


def _csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, (str, Promise)):
        return safe_text(str(value))
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat(timespec="seconds") if value.tzinfo else value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def csv_lines(header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Give the lines of a csv file one by one, in UTF-8 with the mark by which Excel knows it; every field in quotes.

    Numbers are plain, dates as in ISO 8601. To be handed to a `StreamingHttpResponse`, or joined.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in chain([header], rows):
        writer.writerow([_csv_cell(value) for value in row])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    line = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return line


def xlsx_file(title: str, header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give an xlsx file of one sheet: texts are cells of the kind text whatever they begin with, numbers and dates are themselves."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "1")
    sheet.freeze_panes = "A2"
    for number, value in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(_WIDEST, max(12, len(str(value)) + 4))
    sheet.append([_xlsx_cell(sheet, value, is_head=True) for value in header])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xlsx_cell(sheet: Any, value: Cell, *, is_head: bool = False) -> Any:
    if isinstance(value, (str, Promise)):
        cell = WriteOnlyCell(sheet, value=_CONTROL.sub("", str(value))[:_MOST_CHARACTERS])
        cell.data_type = "s"  # openpyxl would make a formula of what begins with "="
        # Without this, a cell that a person edits and leaves becomes what it looks like.
        cell.quotePrefix = bool(_FORMULA.match(str(value)))
    elif isinstance(value, datetime) and value.tzinfo:
        cell = WriteOnlyCell(sheet, value=value.astimezone(VIETNAM).replace(tzinfo=None))
    else:
        cell = WriteOnlyCell(sheet, value=cast(Any, value))  # its stubs know neither Decimal nor a plain date
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
    if is_head:
        cell.font = Font(bold=True)
    return cell
