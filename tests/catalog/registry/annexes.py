"""Dirty annexes: the same few facts written in every way that annexes are."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook

from catalog.registry.reading.legacy import _TCVN3_CODES, _TCVN3_LETTERS, _VNI

NUMBER, SIGNED = "1234/QĐ-UBND", date(2025, 1, 15)
LAST_DAY = date(2028, 1, 14)


@dataclass(frozen=True, slots=True)
class Fact:
    """What one row of a clean annex says."""

    name: str
    maker: str
    address: str
    group: str
    score: str
    stars: int


# Names and makers as public texts give them; the scores and the decision are invented for the tests.
FACTS = [
    Fact("Miến Dương Kiên", "Công ty TNHH Dương Kiên", "Làng So, Quốc Oai", "Thực phẩm", "81,5", 4),
    Fact("Chè lam Thạch Xá", "Hộ sản xuất Nguyễn Thị Hòa", "Thạch Xá, Thạch Thất", "Thực phẩm", "68", 3),
    Fact("Bộ bát đĩa gốm sứ hoa sen", "Hợp tác xã Gốm sứ Tân Thịnh", "Bát Tràng, Gia Lâm", "Thủ công mỹ nghệ", "88,25", 4),
    Fact("Áo phông ghép lụa", "Hợp tác xã Vụn ART", "Vạn Phúc, Hà Đông", "Vải, may mặc", "75", 4),
    Fact("Trà sen Hiền Xiêm", "Hộ sản xuất Lưu Thị Hiền", "Quảng An, Tây Hồ", "Đồ uống", "70", 4),
    Fact("Cá rồng dát vàng", "Hợp tác xã Quỳ vàng Kiêu Kỵ", "Kiêu Kỵ, Gia Lâm", "Thủ công mỹ nghệ", "89,5", 4),
    Fact("Thịt gà đen H'mông", "Hợp tác xã Yên Hòa Phú", "Ba Vì", "Thực phẩm", "55,5", 3),
]
HEAD = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Nhóm", "Điểm", "Hạng sao", "Số quyết định", "Ngày ký", "Ghi chú"]
Table = list[list[Any]]


def clean_rows(stars: str = "{} sao", day: str = "15/01/2025", number: str = NUMBER) -> Table:
    """Give the facts as rows of a plain annex."""
    return [
        [n, fact.name, fact.maker, fact.address, fact.group, fact.score, stars.format(fact.stars), number, day, ""]
        for n, fact in enumerate(FACTS, start=1)
    ]


def as_csv(table: Table, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Write a table as delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode(encoding)


def as_xlsx(*tables: Table, merges: tuple[str, ...] = (), titles: tuple[str, ...] = ()) -> bytes:
    """Write each table to a sheet of a workbook; `merges` are ranges of the first sheet."""
    book = Workbook()
    for number, table in enumerate(tables):
        sheet = book.active if number == 0 else book.create_sheet()
        if titles:
            sheet.title = titles[number]
        for row in table:
            sheet.append(row)
        for cells in merges if number == 0 else ():
            sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def map_texts(table: Table, change: Callable[[str], str]) -> Table:
    """Change every text of a table."""
    return [[change(cell) if isinstance(cell, str) else cell for cell in row] for row in table]


def to_tcvn3(text: str) -> str:
    """Write letters as the ABC fonts' codes, seen as Latin-1."""
    codes = dict(zip(_TCVN3_LETTERS, _TCVN3_CODES, strict=True))
    return "".join(codes.get(char, codes.get(char.lower(), char)) for char in text)


def to_vni(text: str) -> str:
    """Write letters as VNI's pairs, seen as Latin-1."""
    pairs = {letter: pair for pair, letter in _VNI.items() if not (len(pair) == 2 and pair[0].isupper() and pair[1].islower())}
    return "".join(pairs.get(char, char) for char in text)


def old_tones(text: str) -> str:
    """Put the tone of open oa, oe, uy on the second vowel."""
    pairs = {"òa": "oà", "óa": "oá", "ỏe": "oẻ", "ủy": "uỷ", "úy": "uý", "ỳ v": "ỳ v"}
    for new, old in pairs.items():
        text = text.replace(new, old).replace(new.capitalize(), old.capitalize())
    return text


def look_alikes(text: str) -> str:
    """Put Cyrillic letters for Latin ones, eth for đ, and blanks that do not break or show."""
    return text.translate(str.maketrans("aoecTHĐ", "аоесТНÐ")).replace(" ", "\u00a0 ") + "\u200b"


def two_row_head() -> bytes:
    """A head of two rows with merged cells, as annexes to decisions mostly have."""
    top = ["TT", "Tên sản phẩm", "Chủ thể", None, "Nhóm sản phẩm", "Kết quả", None, "Quyết định công nhận", None, "Ghi chú"]
    bottom = [None, None, "Tên", "Địa chỉ", None, "Tổng điểm", "Phân hạng", "Số", "Ngày", None]
    merges = ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:G1", "H1:I1", "J1:J2")
    return as_xlsx([top, bottom, *clean_rows()], merges=merges)


def titled() -> bytes:
    """Preamble with the decision, column numbers, group titles, a sum, signatures; no decision columns."""
    rows = [row[:7] for row in clean_rows()]
    width = len(rows[0])
    table: Table = [
        ["ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"],
        ["Căn cứ Quyết định số 148/QĐ-TTg ngày 24/02/2023 của Thủ tướng Chính phủ"],
        ["DANH SÁCH SẢN PHẨM OCOP ĐƯỢC CÔNG NHẬN"],
        ["(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15 tháng 01 năm 2025 của Ủy ban nhân dân thành phố Hà Nội)"],
        [],
        HEAD[:7],
        [f"({n})" for n in range(1, width + 1)],
        ["I", "NHÓM THỰC PHẨM"],
        *rows[:2],
        ["II", "Nhóm thủ công mỹ nghệ"],
        *rows[2:],
        ["", "Tổng cộng: 7 sản phẩm"],
        [],
        ["Nơi nhận:", "", "", "", "", "TM. ỦY BAN NHÂN DÂN"],
        ["- Như trên;", "", "", "", "", "KT. CHỦ TỊCH"],
        ["", "", "", "", "", "Nguyễn Văn A"],
    ]
    return as_xlsx(table, merges=("A1:G1", "A3:G3", "A4:G4"))


def merged_makers() -> bytes:
    """One maker and one decision over several rows."""
    rows = [[*row] for row in clean_rows()]
    for row in rows[1:]:
        row[7] = row[8] = None
    return as_xlsx([HEAD, *rows], merges=("H2:H8", "I2:I8"))


def several_sheets() -> bytes:
    """A cover, then a sheet for each star without a column of stars."""
    rows = clean_rows()
    head = [*HEAD[:6], *HEAD[7:]]
    sheets = [[[*row[:6], *row[7:]] for row in rows if row[6].startswith(star)] for star in "43"]
    cover = [["Phụ lục kèm theo"], ["Xem các trang sau"]]
    return as_xlsx(cover, *([head, *sheet] for sheet in sheets), titles=("Bìa", "4 sao", "3 sao"))


def crossed() -> bytes:
    """Stars as crosses in columns of their own."""
    head = [*HEAD[:6], "3 sao", "4 sao", "5 sao", *HEAD[7:]]
    rows = [[*row[:6], *("x" if row[6].startswith(star) else "" for star in "345"), *row[7:]] for row in clean_rows()]
    return as_csv([head, *rows])


def excel_dates() -> bytes:
    """Real dates and numbers, and serial numbers that lost their format."""
    rows = [[*row] for row in clean_rows()]
    for n, row in enumerate(rows):
        row[5], row[6] = float(row[5].replace(",", ".")), int(row[6][0])
        row[8] = SIGNED if n % 2 else 45672
    return as_xlsx([HEAD, *rows])


def decision_in_one_cell() -> bytes:
    """Number, date and body of the decision in one cell."""
    whole = "Quyết định số 1234/QĐ-UBND ngày 15/01/2025 của UBND thành phố Hà Nội"
    return as_csv([[*HEAD[:8], "Ghi chú"], *([*row[:7], whole, ""] for row in clean_rows())])


def _words(text: str) -> str:
    return {"4 sao": "Bốn sao", "3 sao": "Ba (03) sao"}.get(text, text)


# Every one of these says what FACTS says.
CLEANABLE: dict[str, bytes] = {
    "plain csv": as_csv([HEAD, *clean_rows()]),
    "xlsx": as_xlsx([HEAD, *clean_rows()]),
    "semicolons and a byte order mark": as_csv([HEAD, *clean_rows()], ";", "utf-8-sig"),
    "pasted table": as_csv([HEAD, *clean_rows()], "\t"),
    "UTF-16": as_csv([HEAD, *clean_rows()], "\t", "utf-16"),
    "head without marks": as_csv(
        [["TT", "TEN SAN PHAM", "CHU THE", "DIA CHI", "NHOM SP", "DIEM", "SO SAO", "SO QD", "NGAY QD", ""], *clean_rows()]
    ),
    "head in other words": as_csv(
        [
            [
                "Số TT",
                "Sản phẩm được công nhận",
                "Cơ sở sản xuất",
                "Địa chỉ sản xuất",
                "Ngành hàng",
                "Tổng điểm đánh giá",
                "Kết quả phân hạng",
                "Quyết định công nhận",
                "Ngày ban hành",
                "Ghi chú",
            ],
            *clean_rows(),
        ]
    ),
    "decomposed marks": as_csv(map_texts([HEAD, *clean_rows()], lambda text: unicodedata.normalize("NFD", text))),
    "old place of tones": as_csv(map_texts([HEAD, *clean_rows()], old_tones)),
    "look-alike letters and blanks": as_xlsx(map_texts([HEAD, *clean_rows()], look_alikes)),
    "TCVN3": as_xlsx(map_texts([HEAD, *clean_rows()], to_tcvn3)),
    "TCVN3 in eight bits": as_csv(map_texts([HEAD, *clean_rows()], to_tcvn3), encoding="latin-1"),
    "VNI": as_xlsx(map_texts([HEAD, *clean_rows()], to_vni)),
    "VNI in eight bits": as_csv(map_texts([HEAD, *clean_rows()], to_vni), encoding="latin-1"),
    "stars as signs": as_csv([HEAD, *([*row[:6], "*" * int(row[6][0]), *row[7:]] for row in clean_rows())]),
    "stars with one sign": as_csv([HEAD, *clean_rows(stars="{}*")]),
    "stars in words": as_csv([HEAD, *map_texts(clean_rows(), _words)]),
    "ranks": as_csv([HEAD, *clean_rows(stars="Hạng {} sao")]),
    "dates in words": as_csv([HEAD, *clean_rows(day="ngày 15 tháng 01 năm 2025")]),
    "ISO dates": as_csv([HEAD, *clean_rows(day="2025-01-15")]),
    "dates and numbers of Excel": excel_dates(),
    "decision in odd letters": as_csv([HEAD, *clean_rows(number=" 1234 / QD-ubnd ")]),
    "head of two rows": two_row_head(),
    "titles, sums and footers": titled(),
    "merged decisions": merged_makers(),
    "sheets by stars": several_sheets(),
    "crosses": crossed(),
    "decision in one cell": decision_in_one_cell(),
}
