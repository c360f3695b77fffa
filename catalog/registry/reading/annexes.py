"""Rows to records: find each table's head, leave out titles and footers, and say which cell is which fact."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.utils.translation import gettext as _
from openpyxl.utils.cell import get_column_letter

from catalog.lib.vietnamese import fold
from catalog.registry.errors import UnreadableSource
from catalog.registry.reading.cleaning import clean
from catalog.registry.reading.columns import Column, is_numbering, join_heads, map_head, plain, star_columns
from catalog.registry.reading.facts import Cell, Paper, Stars, as_text, read_paper, read_stars
from catalog.registry.reading.legacy import convert_row
from catalog.registry.reading.tables import Row, read_rows

_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})|[a-h]")
_TITLE = re.compile(
    r"(?:(?:[ivx]+|[a-h]|\d{1,2}) )?(?:nhom|nganh|huyen|quan|thi xa|xa|phuong|thanh pho|tinh|san pham|hang|phan|muc|linh vuc|bo san pham"
    r"|danh sach|danh muc|cac san pham|chu the|dot|phu luc|ocop|[1-5] sao)\b.*"
)
_SUM = re.compile(r"(?:(?:tong cong|tong so|an dinh danh sach|danh sach nay|bang chu|danh sach gom)\b.*|(?:tong|cong)(?: \d.*)?)")
_END = re.compile(
    r"(?:noi nhan|nguoi lap|nguoi tong hop|tm|kt|chu tich|pho chu tich|giam doc|pho giam doc|ghi chu|xac nhan|ky ten|luu y|nguon"
    r"|thu truong|ha noi ngay|lap bieu|t m|k t|tl)\b.*"
)

MAX_PREAMBLE = 300
_NO_PAPER, _NO_STARS = Paper(), Stars()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """One product's row as received (`raw`), its cells by fact, and what the titles above it say.

    `places` tells where each fact stands: the column's letter in a table, the field's name in an answer.
    """

    sheet: str
    line: int
    raw: tuple[str, ...]
    values: dict[Column, Cell]
    stars: Stars
    paper: Paper
    title_stars: Stars
    title_group: str = ""
    encoding: str = ""
    bad_paper: str = ""
    places: Mapping[Column, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Table:
    """What is known at this point of a sheet."""

    columns: dict[Column, int] = field(default_factory=dict)
    crosses: dict[int, int] = field(default_factory=dict)
    head: tuple[str, ...] = ()
    paper: Paper = _NO_PAPER
    bad_paper: str = ""
    stars: Stars = _NO_STARS
    group: str = ""
    has_ended: bool = False
    letters: dict[Column, str] = field(default_factory=dict)

    def places(self) -> dict[Column, str]:
        """Give each fact's column by its letter; one and the same dict for all rows under one head."""
        if not self.letters:
            self.letters = {column: get_column_letter(place + 1) for column, place in self.columns.items()}
        return self.letters


@dataclass(frozen=True, slots=True)
class _Line:
    """A row whose cells are Unicode; `texts` are the same cells cleaned."""

    row: Row
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]
    encoding: str

    def text(self, position: int | None) -> str:
        return self.texts[position] if position is not None and position < len(self.texts) else ""

    @property
    def distinct(self) -> list[str]:
        return list(dict.fromkeys(text for text in self.texts if text))


def read_annex(content: bytes) -> list[RawRecord]:
    """Give every product row of every sheet, in the file's order.

    Raises:
        UnreadableSource: no table of products is found, or the file cannot be read at all.
    """
    rows = read_rows(content)
    records: list[RawRecord] = []
    table = _Table()
    has_head = False
    for title, group in groupby(rows, key=lambda row: row.sheet):
        table = _Table(table.columns, table.crosses, table.head, table.paper, table.bad_paper, stars=_title_stars(title))
        lines = [_line(row) for row in group]
        start = _find_head(lines, table)
        if start is None:
            # A further sheet may go on without a head; but a sheet of remarks is no table.
            lines = [line for line in lines if has_head and len(line.distinct) > 2]
        has_head |= start is not None
        del lines[: start or 0]
        records += _read_lines(lines, table) if has_head else []
    if not has_head:
        raise UnreadableSource(_("No table is found: a head with the product's name and, say, its maker and stars is needed."))
    return records


def _line(row: Row) -> _Line:
    texts = [as_text(cell) for cell in row.cells]
    turned, encoding = convert_row(texts)
    cells = tuple(new if isinstance(cell, str) else cell for cell, new in zip(row.cells, turned, strict=True))
    return _Line(row, cells, tuple(map(clean, turned)), encoding)


# --- heads and what stands above them


def _find_head(lines: Sequence[_Line], table: _Table) -> int | None:
    """Set the table's columns and paper, and give the place of its first row; none if the sheet has no head."""
    for position in range(min(len(lines), MAX_PREAMBLE)):
        height = _take_head(lines, position, table)
        if height:
            _take_paper(lines[:position], table)
            return position + height
    return None


def _take_head(lines: Sequence[_Line], position: int, table: _Table) -> int:
    """Read a head of one or two rows at this place; gives its height, 0 if there is none."""
    top = lines[position].texts
    if len(lines[position].distinct) < 2:
        return 0
    single = map_head(top)
    joined = join_heads(top, lines[position + 1].texts) if position + 1 < len(lines) else None
    double = map_head(joined) if joined else None
    table.head = top if single or double else table.head
    table.letters = {} if single or double else table.letters
    if double and joined and len(double) > len(single or ()):
        table.columns, table.crosses = double, star_columns(joined)
        return 2
    if single:
        table.columns, table.crosses = single, star_columns(top)
        return 1
    return 0


def _take_paper(lines: Sequence[_Line], table: _Table) -> None:
    """Find the decision in the text above a table ("Kèm theo Quyết định số … ngày … của …")."""
    texts = [text for line in lines for text in line.distinct if not plain(text).startswith("can cu")]
    whole = " ".join(texts)
    start = fold(whole).find("kem theo")
    try:
        paper = read_paper(whole[start:] if start >= 0 else whole)
    except ValueError:
        table.paper, table.bad_paper = Paper(), whole[:200]
        return
    if paper.number and paper.is_whole and not paper.number.endswith("-TTG"):
        paper = paper if paper.issuer else replace(paper, issuer=_letterhead(texts))
        table.paper, table.bad_paper = paper, ""


_LETTERHEAD = re.compile(
    r"(?:ubnd|[uủ][yỷ] ban nhân dân)\s+(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã)\s+\w+(?:\s+\w+){0,3}?(?=\s+(?:sở|phòng|văn phòng|số|cộng|phụ|hội đồng)\b|\W*$)",
    re.IGNORECASE,
)


def _letterhead(texts: Sequence[str]) -> str:
    """Give the People's Committee that the head of the paper names: "UBND TỈNH …" alone or above its department.

    Decree 30/2020/NĐ-CP, annex I: the issuing body stands at the top left. One committee only; of two nobody knows which signed.
    """
    found = {plain(match[0]): match[0] for text in texts if (match := _LETTERHEAD.match(text))}
    return next(iter(found.values())) if len(found) == 1 else ""


def _title_stars(text: str) -> Stars:
    """Read stars off a title or a sheet's name, if it speaks of stars."""
    found = read_stars(text) if re.search(r"\bsao\b|\*", fold(text)) else Stars()
    return Stars() if found.is_unclear else found


# --- rows


def _read_lines(lines: list[_Line], table: _Table) -> list[RawRecord]:
    """Make records of lines, and let go of each line that is one: a sheet may have tens of thousands."""
    records = []
    lines.reverse()
    while lines:
        line = lines[-1]
        height = _take_head(lines[-1:-3:-1], 0, table) if _is_further_head(line, table) else 0
        if not height and not _is_beside(line, table):
            records.append(_record(line, table))
        del lines[-(height or 1) :]
    return records


def _is_further_head(line: _Line, table: _Table) -> bool:
    """Whether a head stands here again, of the same table on its next page or of another table.

    A product may be called almost like a head ("Sản phẩm OCOP …" of a "Cơ sở sản xuất …"), but its row has numbers in it.
    """
    if line.texts == table.head:
        return True
    if any(char.isdigit() for text in line.texts for char in text) or not any(text[:1] in "TtSs" for text in line.texts if text):
        return False
    found = map_head(line.texts)
    return found is not None and len(found) > 2


def _is_beside(line: _Line, table: _Table) -> bool:
    """Whether the row is no record: numbers of columns, a title (remembered), a sum or a footer."""
    distinct = line.distinct
    if not distinct or is_numbering(line.texts):
        return True
    number, maker = line.text(table.columns.get(Column.NUMBER)), line.text(table.columns.get(Column.MAKER))
    is_numbered = number.strip(".").isdecimal()
    # Who signs may stand in the makers' column, but beside no product.
    is_short = len(distinct) <= 3 and (not maker or maker == distinct[0] or not line.text(table.columns[Column.NAME]))
    is_decided = bool(line.text(table.columns.get(Column.DECISION)))
    if not is_numbered and not is_decided and len(distinct) < 5 and _SUM.fullmatch(plain(distinct[0])):
        return True
    if is_short and not is_numbered and any(_END.fullmatch(plain(text)) for text in distinct):
        table.has_ended = True
        return True
    if _is_title(distinct, is_numbered, line.text(table.columns[Column.NAME])):
        _take_title(distinct[-1], table)
        return True
    return table.has_ended and len(distinct) < 3 and not is_numbered


def _is_title(distinct: list[str], is_numbered: bool, name: str) -> bool:
    text = distinct[-1]
    if len(distinct) == 2 and (_ROMAN.fullmatch(plain(distinct[0])) or (is_numbered and _TITLE.fullmatch(plain(text)))):
        return True
    if len(distinct) > 1 or is_numbered:
        return False
    return bool(_TITLE.fullmatch(plain(text))) or text.isupper() or text != name


def _take_title(text: str, table: _Table) -> None:
    stars = _title_stars(text)
    if stars.count or stars.is_potential_five:
        table.stars = stars
    elif re.match(r"(?:(?:[ivx]+|[a-h]|\d{1,2}) )?(?:nhom|nganh|linh vuc|bo san pham)\b", plain(text)):
        table.group = text


def _record(line: _Line, table: _Table) -> RawRecord:
    values = {column: line.cells[place] for column, place in table.columns.items() if place < len(line.cells)}
    stars = _crossed(line, table.crosses) if table.crosses else read_stars(values.get(Column.STARS))
    return RawRecord(
        sheet=line.row.sheet,
        line=line.row.line,
        raw=tuple(_kept(cell) for cell in line.row.cells),
        values=values,
        stars=stars,
        paper=table.paper,
        title_stars=table.stars,
        title_group=table.group,
        encoding=line.encoding,
        bad_paper=table.bad_paper,
        places=table.places(),
    )


def _kept(cell: Cell) -> str:
    """Give a cell as received, without what no database keeps (NUL, lone surrogates) and without endless tails."""
    return as_text(cell)[:500].replace("\x00", "").encode("utf-8", "ignore").decode()


def _crossed(line: _Line, crosses: dict[int, int]) -> Stars:
    marked = [stars for place, stars in crosses.items() if line.text(place)]
    return Stars(marked[0]) if len(marked) == 1 else Stars(is_unclear=len(marked) > 1)
