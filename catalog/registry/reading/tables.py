"""Files to rows: xlsx and delimited text, guarded against what is too large, broken or not a table."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from charset_normalizer import from_bytes
from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from catalog.registry.errors import UnreadableSource
from catalog.registry.reading.facts import Cell
from catalog.registry.reading.legacy import convert_row
from catalog.registry.reading.syllables import count_vietnamese

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_SHARED_TEXT = 60 * 1024 * 1024
MAX_PARTS = 1_000
MAX_ROWS = 50_000
MAX_COLUMNS = 60
MAX_CELL = 2_000
MAX_MERGES = 50_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank: its sheet ("" in text files), its line from 1, its cells."""

    sheet: str
    line: int
    cells: tuple[Cell, ...]


def read_rows(content: bytes) -> list[Row]:
    """Read the rows of an xlsx file or of delimited text, whatever the file's name says; blank rows are left out.

    Raises:
        UnreadableSource: empty, too large, of another kind, protected or broken.
    """
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise UnreadableSource(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise UnreadableSource(_("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024**2})
    if content.startswith(b"PK"):
        return _limited(_workbook_rows(content))
    _refuse_other_kinds(content)
    return _limited(_text_rows(content))


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"<!DOCTYPE", b"<html", b"\x89PNG", b"\xff\xd8\xff")):
        raise UnreadableSource(_("This is no table that can be read: save it as xlsx or csv."))


def _limited(rows: Iterator[Row]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        if len(found) >= MAX_ROWS:
            raise UnreadableSource(_("The file has more than %(count)s rows.") % {"count": MAX_ROWS})
        found.append(row)
    return found


def _short(cell: Any) -> Cell:
    return cell[:MAX_CELL] if isinstance(cell, str) else cell


def _is_blank(cells: tuple[Cell, ...]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u00a0\u200b\ufeff")) for cell in cells)


# --- xlsx


def _workbook_rows(content: bytes) -> Iterator[Row]:
    try:
        # openpyxl meets broken parts with many kinds of errors and with warnings: at this border all mean one thing.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from _read_workbook(content)
    except UnreadableSource:
        raise
    except Exception as error:
        if isinstance(error, DefusedXmlException) or isinstance(error.__cause__, DefusedXmlException):
            raise UnreadableSource(_("The workbook declares entities, as no spreadsheet program does: refused.")) from error
        raise UnreadableSource(_("The workbook is broken or protected: open it and save it as xlsx again.")) from error


def _read_workbook(content: bytes) -> Iterator[Row]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        _check_parts(parts)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheets: list[Any] = list(book.worksheets)
            for sheet in sheets:
                merges = _merges(parts, sheet._worksheet_path.lstrip("/"))
                sheet.reset_dimensions()
                yield from _sheet_rows(sheet, merges)
        finally:
            book.close()


def _check_parts(parts: zipfile.ZipFile) -> None:
    """Refuse archives that unpack to too much, and links to other files. A part never unpacks to more than it declares."""
    infos = parts.infolist()
    shared = sum(info.file_size for info in infos if info.filename.lower().endswith("sharedstrings.xml"))
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED or shared > MAX_SHARED_TEXT:
        raise UnreadableSource(_("The workbook unpacks to far more than an annex can hold."))
    if any(info.filename.lower().startswith("xl/externallinks/") for info in infos):
        raise UnreadableSource(_("The workbook refers to other files: save it with values only."))


def _merges(parts: zipfile.ZipFile, path: str) -> list[tuple[int, int, int, int]]:
    """Give the merged ranges as (first row, last row, first column, last column), from 1, by first row.

    openpyxl does not tell them when it reads row by row. They are found by their text: a parser would build a million blank
    rows to come to them.
    """
    found: list[tuple[int, int, int, int]] = []
    with parts.open(path) as stream:
        rest = b""
        while chunk := stream.read(1024 * 1024):
            text = rest + chunk
            for match in _MERGE.finditer(text):
                left, top, right, bottom = (bound or 0 for bound in range_boundaries(match[1].decode()))
                found.append((top, bottom, left, min(right, MAX_COLUMNS)))
            rest = text[text.rfind(b"<") :][-MAX_CELL:]
    return sorted(found[:MAX_MERGES])


def _sheet_rows(sheet: Any, merges: list[tuple[int, int, int, int]]) -> Iterator[Row]:
    """Give rows in which every cell of a merged range holds the range's value; a row of nothing else is blank."""
    waiting, active = list(reversed(merges)), []
    for line, values in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
        if values.count(None) == len(values):
            continue
        while waiting and waiting[-1][0] <= line:
            top, bottom, left, right = waiting.pop()
            active.append((bottom, left, right, values[left - 1] if top == line and left <= len(values) else None))
        active = [merge for merge in active if merge[0] >= line]
        if not _is_blank(values):
            yield Row(sheet.title, line, tuple(map(_short, _filled(values, active) if active else values)))


def _filled(values: tuple[Any, ...], active: list[tuple[int, int, int, Any]]) -> tuple[Any, ...]:
    width = max([len(values), *(right for _bottom, _left, right, _value in active)])
    cells = list(values) + [None] * (width - len(values))
    for _bottom, left, right, value in active:
        for column in range(left - 1, right):
            if cells[column] is None:
                cells[column] = value
    return tuple(cells)


# --- text


def decode(content: bytes) -> str:
    """Give the text, trying its byte order mark, UTF-8, UTF-16, and then the eight-bit encodings of Vietnamese.

    Of several possible readings the one with most Vietnamese words wins; TCVN3 and VNI are read as if Latin-1, and turned later.

    Raises:
        UnreadableSource: it is not text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_other(content)
    if text.count("\x00") * 4 > len(text):
        text = content.decode("utf-16-le" if content[1:2] == b"\x00" else "utf-16-be", errors="replace")
    if sum(char < " " and char not in "\t\r\n" for char in text[:20_000]) > len(text[:20_000]) // 20:
        raise UnreadableSource(_("This is no table that can be read: save it as xlsx or csv."))
    return text


def _decode_other(content: bytes) -> str:
    guess = from_bytes(content[:100_000]).best()
    encodings = ["latin-1", "cp1258", *([guess.encoding] if guess else [])]
    # Broken UTF-8 is still UTF-8 if most of it reads well.
    texts = [content.decode("utf-8", errors="replace"), *(content.decode(name, errors="replace") for name in encodings)]
    return max(texts, key=_vietnamese_words)


def _vietnamese_words(text: str) -> int:
    turned, _encoding = convert_row(text[:50_000].splitlines())
    return count_vietnamese("\n".join(turned))


def _text_rows(content: bytes) -> Iterator[Row]:
    text = decode(content).replace("\x00", "")
    head, _newline, rest = text.partition("\n")
    if head.strip().lower().startswith("sep=") and len(head.strip()) == 5:
        return _delimited(rest, head.strip()[4], first_line=2)
    return _delimited(text, _delimiter(text), first_line=1)


def _delimiter(text: str) -> str:
    """Choose the delimiter that gives the most rows of the same, largest width."""
    sample = text[:50_000]

    def agreement(delimiter: str) -> int:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if len(row) > 1]
        return max((widths.count(width) * (width - 1) for width in set(widths)), default=0)

    try:
        return max(DELIMITERS, key=agreement)
    except csv.Error:
        return ","


def _delimited(text: str, delimiter: str, first_line: int) -> Iterator[Row]:
    rows = list(_parse(text, delimiter, csv.QUOTE_MINIMAL, first_line))
    if any(cell.count("\n") > 20 for row in rows for cell in row.cells if isinstance(cell, str)):
        # One forgotten quotation mark has swallowed the lines after it.
        rows = list(_parse(text, delimiter, csv.QUOTE_NONE, first_line))
    return (Row(row.sheet, row.line, tuple(map(_short, row.cells))) for row in rows if not _is_blank(row.cells))


def _parse(text: str, delimiter: str, quoting: Any, first_line: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableSource(_("The text file cannot be parted into cells near line %(line)s.") % {"line": before + 1}) from error
        yield Row("", before + first_line, tuple(cells[:MAX_COLUMNS]))
        before = reader.line_num
