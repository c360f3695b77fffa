"""Which column holds what: the usual wordings of annex heads, with or without marks, in one row or two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from catalog.lib.vietnamese import fold
from catalog.registry.reading.cleaning import clean


class Column(StrEnum):
    """A fact that a column can hold."""

    NUMBER = "number"
    CODE = "code"
    NAME = "name"
    MAKER = "maker"
    MAKER_KIND = "maker_kind"
    ADDRESS = "address"
    GROUP = "group"
    SCORE = "score"
    STARS = "stars"
    DECISION = "decision"
    SIGNED = "signed"
    STARTS = "starts"
    ENDS = "ends"
    ISSUER = "issuer"
    NOTE = "note"


# Wordings as annexes of Hanoi, Quảng Ninh and other provinces print them, and as a spreadsheet of ours would. Folded, with
# only letters and digits; a whole head counts before a part of one, a longer part before a shorter one, then the first.
_WHOLE: dict[Column, str] = {
    Column.NUMBER: "stt|tt|so tt|so thu tu|no|thu tu|line|index",
    Column.CODE: "ma san pham|ma so|ma sp|ma ho so|ma|code|ma so san pham|ma ocop|ma dinh danh",
    Column.NAME: "ten san pham|san pham|ten sp|ten hang hoa|ten san pham dich vu|product|product name|name|ten|ten san pham ocop",
    Column.MAKER: "ten chu the|chu the|chu so huu|don vi|co so|to chuc ca nhan|maker|producer|ten don vi|doanh nghiep|htx|holder",
    Column.MAKER_KIND: "loai hinh|loai hinh chu the|loai chu the|hinh thuc to chuc|loai hinh to chuc|kind|maker type",
    Column.ADDRESS: "dia chi|dia diem|dia ban|address|huyen|xa|quan huyen|xa phuong|huyen thi xa|noi san xuat|quan huyen thi xa",
    Column.GROUP: "nhom|nganh|nganh hang|bo san pham|phan nhom|linh vuc|group|nhom nganh|phan loai",
    Column.SCORE: "diem|tong diem|so diem|score|diem so|diem tb|points|diem binh quan",
    Column.STARS: "hang|sao|so sao|hang sao|stars|star|xep hang|phan hang|xep loai|muc sao|dat|hang dat|rating"
    "|ket qua|ket qua danh gia|ket qua cong nhan|ket qua xep hang",
    Column.DECISION: "quyet dinh|so qd|qd|so quyet dinh|decision|so van ban|can cu|decision number|qd so|qd cong nhan",
    Column.SIGNED: "ngay ky|ngay qd|ngay cap|ngay ban hanh|ngay cong nhan|ngay thang|ngay thang nam|ngay|signed|decision date|signed on|date"
    "|issued on|issue date|date signed|signing date|signed date|ngay thang nam ky",
    Column.STARTS: "hieu luc tu|tu ngay|tu|ngay hieu luc|ngay bat dau|valid from|co hieu luc|ngay co hieu luc|starts on",
    Column.ENDS: "hieu luc den|den ngay|den|het han|ngay het han|het hieu luc|valid until|co gia tri den|thoi han|valid to|gia tri den",
    Column.ISSUER: "co quan ban hanh|co quan cap|co quan cong nhan|noi cap|don vi cap|don vi ban hanh|cap cong nhan|issuing body|issuer",
    Column.NOTE: "ghi chu|note|notes|gc|remarks",
}
_PARTS: dict[Column, str] = {
    Column.CODE: "ma san pham|ma so|ma ho so|ma sp",
    Column.NAME: "ten san pham|san pham duoc|san pham dat|san pham cong nhan|san pham tham gia|san pham ocop|ten goi|product name|san pham ten",
    Column.MAKER: "chu the|co so san xuat|don vi san xuat|nha san xuat|ten co so|ten doanh nghiep|chu so huu|to chuc ca nhan"
    "|don vi chu tri|nguoi san xuat|producer|maker|ten va dia chi|ten dia chi|ten ho|ten htx|ten dn|ten hop tac xa|ho san xuat|ten don vi"
    "|ten to chuc|don vi ca nhan|ho va ten",
    Column.MAKER_KIND: "loai hinh",
    Column.ADDRESS: "dia chi|dia diem|dia ban|noi san xuat|xa phuong|quan huyen",
    Column.GROUP: "nhom san pham|nganh hang|nganh san pham|bo san pham|phan nhom|linh vuc|nhom nganh|phan loai san pham|thuoc nhom",
    Column.SCORE: "diem danh gia|tong diem|tong so diem|diem trung binh|so diem|ket qua diem|cham diem|diem binh quan|diem hoi dong|diem cua|diem",
    Column.STARS: "hang sao|so sao|phan hang|xep hang|dat hang|muc sao|xep loai|sao cong nhan|dat sao|hang san pham|sao|stars|star",
    Column.DECISION: "so quyet dinh|quyet dinh so|so qd|qd so|quyet dinh cong nhan|van ban cong nhan|quyet dinh|decision"
    "|so ngay quyet dinh|so ngay qd|so ngay thang quyet dinh|so va ngay quyet dinh|so va ngay|so ky hieu|so hieu",
    Column.SIGNED: "ngay quyet dinh|quyet dinh ngay|ngay ky|ngay cap|ngay ban hanh|ngay cong nhan|thoi gian cong nhan|qd ngay|ngay qd|ngay thang",
    Column.STARTS: "hieu luc tu|tu ngay|ngay hieu luc|ngay co hieu luc|bat dau|valid from|thoi han tu|gia tri tu",
    Column.ENDS: "hieu luc den|den ngay|het han|het hieu luc|gia tri den|valid until|thoi han den|thoi han|han su dung",
    Column.ISSUER: "co quan|noi cap|don vi cap|don vi ban hanh|cap cong nhan",
    Column.NOTE: "ghi chu",
}
_BY_WHOLE = {word: column for column, words in _WHOLE.items() for word in words.split("|")}
_BY_PART = [(word, column) for column, words in _PARTS.items() for word in words.split("|")]
# Columns of annexes that hold none of the facts, though their heads speak of makers or numbers.
_OTHER = re.compile(
    r"\b(?:dien thoai|sdt|so dt|email|website|dai dien|ma so thue|mst|gia ban|so luong|don vi tinh|dvt|quy cach|hinh anh|san luong|doanh thu)\b"
)
_TOTAL = re.compile(r"\b(?:tong|trung binh|binh quan|tb)\b")
_MAX_HEAD = 80


@lru_cache(maxsize=5_000)
def plain(text: str) -> str:
    """Fold a head or title to words of letters and digits."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(clean(text))))


def column_of(head: str) -> Column | None:
    """Say what a column with this head holds; brackets in it ("(điểm)", "(1)") count only if nothing else does."""
    for text in (re.sub(r"\(.*?\)", " ", head), head):
        words = plain(text)
        if not words or len(words) > _MAX_HEAD:
            continue
        if words in _BY_WHOLE:
            return _BY_WHOLE[words]
        if _OTHER.search(words):
            return None
        found = [(-len(part), f" {words} ".index(f" {part} "), column) for part, column in _BY_PART if f" {part} " in f" {words} "]
        if found:
            return min(found)[2]
    return None


def _map_heads(heads: Sequence[str]) -> dict[Column, int]:
    """Give the first column of each kind; of several scores the total."""
    found: dict[Column, int] = {}
    for position, head in enumerate(heads):
        column = column_of(head)
        is_total = column is Column.SCORE and _TOTAL.search(plain(head))
        if column and (column not in found or (is_total and not _TOTAL.search(plain(heads[found[column]])))):
            found[column] = position
    return found


def _is_enough(found: dict[Column, int]) -> bool:
    """Whether this can be the head of an annex: a product's name and one more fact about it."""
    facts = set(found) - {Column.NAME, Column.NUMBER, Column.NOTE}
    return Column.NAME in found and bool(facts)


def map_head(row: Sequence[str]) -> dict[Column, int] | None:
    """Read one row as a table's head."""
    if sum(len(cell) > _MAX_HEAD for cell in row) > 1 or len({cell for cell in row if cell.strip()}) < 2:
        return None
    found = _map_heads(row)
    return found if _is_enough(found) else None


def join_heads(top: Sequence[str], bottom: Sequence[str]) -> list[str] | None:
    """Join two rows to one head: groups of columns above ("Quyết định"), their parts below ("Số", "Ngày").

    None unless the second row can be such and parts at least one of the first row's heads.
    """
    if not any(cell.strip() for cell in bottom) or _looks_like_data(bottom):
        return None
    joined: list[str] = []
    above = ""
    for position in range(max(len(top), len(bottom))):
        upper = top[position].strip() if position < len(top) else ""
        lower = bottom[position].strip() if position < len(bottom) else ""
        above = upper or (above if lower else "")
        joined.append(_joined(above, lower))
    parts = [cell for position, cell in enumerate(bottom) if cell.strip() and cell.strip() != "".join(top[position : position + 1]).strip()]
    return joined if parts else None


# What these words mean depends on the group above them.
_NEEDS_GROUP = ("ten", "so", "ngay", "ma", "ngay thang")
_OF_DECISION = {"so": "số quyết định", "ngay": "ngày ký", "ngay thang": "ngày ký"}


def _joined(upper: str, lower: str) -> str:
    if not lower or lower == upper:
        return upper
    words = plain(lower)
    if words in _OF_DECISION and column_of(upper) is Column.DECISION:
        return _OF_DECISION[words]
    # "Điểm" under "Kết quả" stands for itself.
    return lower if column_of(lower) and words not in _NEEDS_GROUP else f"{upper} {lower}"


def _looks_like_data(cells: Sequence[str]) -> bool:
    """Whether a row cannot be a head's second row: it begins with a running number, or mentions stars or long texts."""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    is_numbered = first.isdigit() and not is_numbering(cells)
    return is_numbered or any(len(cell) > _MAX_HEAD or re.search(r"\d\s*(sao|\*)", cell.lower()) for cell in cells)


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 4, (1) (2) (3), A B 1 2."""
    marks = [cell.strip(" ()[].") for cell in cells if cell.strip()]
    digits = [int(mark) for mark in marks if mark.isdecimal() and len(mark) < 3]
    is_short = all(len(mark) <= 2 and mark.isalnum() for mark in marks)
    return len(marks) > 2 and is_short and len(digits) >= len(marks) - 2 and digits == list(range(digits[0], digits[0] + len(digits)))


def star_columns(heads: Sequence[str]) -> dict[int, int]:
    """Give the columns headed "3 sao", "4 sao", "5 sao", in which a cross marks the star: position to stars."""
    found = {}
    for position, head in enumerate(heads):
        match = re.fullmatch(r"(?:.* )?([1-5]) sao", plain(head))
        if match and len(plain(head)) < 30:
            found[position] = int(match[1])
    return found if len(set(found.values())) > 1 else {}
