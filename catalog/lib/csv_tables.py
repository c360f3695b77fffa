"""Read csv tables that other people's programs wrote: which row names the columns, which column is which."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from catalog.lib.vietnamese import fold

MOST_BYTES = 5_000_000


class UnreadableTable(Exception):
    """The table cannot be read; the message says what is wrong with it."""


def read_table(
    data: bytes, headings: Mapping[str, Sequence[str]], *, optional: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give (line, cells by our names) of each row below the headings, in UTF-8 with `,`, `;` or tab between the columns.

    `headings` gives for each of our names the headings that a file may have for it; marks and case do not count, and the first that
    it has is taken. Names in `optional` may have none; their cells are then empty. A row too short for the other columns is passed
    over: a footer, or an empty line.

    Raises:
        UnreadableTable: too large, not text, or no row with a heading for each name that needs one.
    """
    rows = _rows(data)
    start, columns = _find_columns(rows, headings, optional)
    last = max(column for name, column in columns.items() if name not in optional)
    for line, row in enumerate(rows[start:], start=start + 1):
        if len(row) > last:
            cells = {name: row[column].strip() if column < len(row) else "" for name, column in columns.items()}
            yield line, dict.fromkeys(headings, "") | cells


def read_headings(data: bytes, headings: Mapping[str, Sequence[str]], *, optional: Collection[str] = ()) -> dict[str, str]:
    """Give the headings that the file has for our names, as they stand there; for those in `optional` it may have none.

    Raises:
        UnreadableTable: as `read_table`.
    """
    rows = _rows(data)
    start, columns = _find_columns(rows, headings, optional)
    return {name: rows[start - 1][column].strip() for name, column in columns.items()}


def heading_of(cell: object) -> str:
    """Fold a cell as headings are compared: lower case, no marks, single blanks."""
    return " ".join(fold(str(cell or "")).split())


# The same few for every row that may be the headings.
_folded = lru_cache(maxsize=256)(heading_of)


def places_of(cells: Sequence[object], headings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Say in which cell each of our names has one of its headings; where several stand, the first in the list counts."""
    names = [heading_of(cell) for cell in cells]
    folded = {key: [_folded(one) for one in reversed(wanted)] for key, wanted in headings.items()}
    return {key: names.index(name) for key, wanted in folded.items() for name in wanted if name in names}


def _rows(data: bytes) -> list[list[str]]:
    if len(data) > MOST_BYTES:
        raise UnreadableTable(_("The file is larger than 5 MB."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable(_("The file is not UTF-8 text: please save it as “CSV UTF-8”.")) from error
    delimiter = max(",;\t", key=text.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableTable(str(error)) from error


def _find_columns(
    rows: Sequence[Sequence[str]], headings: Mapping[str, Sequence[str]], optional: Collection[str]
) -> tuple[int, dict[str, int]]:
    needed = [name for name in headings if name not in optional]
    for number, row in enumerate(rows):
        columns = places_of(row, headings)
        if all(name in columns for name in needed):
            return number + 1, columns
    usual = ", ".join(f"“{wanted[0]}”" for wanted in map(headings.__getitem__, needed))
    raise UnreadableTable(_("No row of the file names these columns: %(columns)s.") % {"columns": usual})
