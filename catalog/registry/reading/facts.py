"""Cells to facts: stars, scores, dates, decision numbers. Each rule says where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from catalog.lib.vietnamese import fold
from catalog.registry.reading.cleaning import clean

Cell = str | int | float | Decimal | date | datetime | bool | None

_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6}
_STAR_SIGNS = re.compile(r"[*★☆⭐✩✪✭✮✯✰]")
_STAR_COUNT = re.compile(r"(?<![\d.,])0?(\d+(?:[.,]\d+)?)(?=\s*(?:\)|sao|star|$))")
_STAR_RANGE = re.compile(r"\d\s*(?:[-–/]|hoac|den)\s*\d")
_EXCEL_ZERO = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Stars:
    """Stars as a cell states them. `count` may be any whole number; none if the cell names none."""

    count: int | None = None
    is_potential_five: bool = False
    is_unclear: bool = False


def as_text(cell: Cell) -> str:
    """Write a cell as people see it: no `.0` after whole numbers, dates as dd/mm/yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def read_stars(cell: Cell) -> Stars:
    """Read "4", "4 sao", "****", "4*", "Bốn sao", "Hạng 4 sao", "Tiềm năng 5 sao", "4 sao (tiềm năng 5 sao)".

    "Tiềm năng 5 sao" is a status of its own: at least 90 points in the province, waiting for the ministry (Decision
    1048/QĐ-TTg, 148/QĐ-TTg). It never counts as five stars.
    """
    text = fold(clean(as_text(cell)))
    if not text:
        return Stars()
    rest, potential = re.subn(r"tiem nang(?:\s*(?:dat|hang|len))*\s*:?\s*(?:0?5|nam)?\s*(?:sao|\*+)?", " ", text)
    counts = _star_counts(rest)
    if len(counts) > 1 or _STAR_RANGE.search(rest):
        return Stars(is_potential_five=bool(potential), is_unclear=True)
    count = counts.pop() if counts else None
    is_unclear = count is None and not potential
    if count is not None and count != count.to_integral_value():
        return Stars(is_potential_five=bool(potential), is_unclear=True)
    return Stars(int(count) if count is not None else None, bool(potential), is_unclear)


def _star_counts(text: str) -> set[Decimal]:
    numbers = {Decimal(found.replace(",", ".")) for found in _STAR_COUNT.findall(_STAR_SIGNS.sub(" sao", text)) if len(found) < 6}
    if numbers:
        return numbers
    signs = len(_STAR_SIGNS.findall(text))
    if signs:
        return {Decimal(signs)}
    return {Decimal(_WORDS[word]) for word in re.findall(r"\b(\w+)\s+(?:\(\d+\)\s*)?sao\b", text) if word in _WORDS}


def read_score(cell: Cell) -> Decimal | None:
    """Read "86,5", "86.5", "86,5 điểm", "86,5/100", to two places.

    A product is scored of a hundred points (Decision 148/QĐ-TTg, before it 1048/QĐ-TTg).

    Raises:
        ValueError: there is something, but it is no number.
    """
    text = re.sub(r"\s*(?:/\s*100|diem|d)\.?$", "", fold(clean(as_text(cell))).strip()).replace(",", ".")
    if text in ("", "-", "–", "—"):
        return None
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,20})?", text):
        raise ValueError(text)
    try:
        return Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation as error:  # pragma: no cover - the pattern keeps numbers small
        raise ValueError(text) from error


@dataclass(frozen=True, slots=True)
class Day:
    """A date as read, and whether it could only be read by a guess (two-digit year, month before day)."""

    day: date
    is_guess: bool = False


_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?!\d)")
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s*thang\s*(\d{1,2})\s*(?:,\s*)?nam\s*(\d{4})(?!\d)")
_ONE_DAY = re.compile(r"(?<!\d)\d{1,4}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}(?!\d)")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


def read_day(cell: Cell) -> Day | None:
    """Read dd/mm/yyyy (also with dots or hyphens), yyyy-mm-dd, "ngày 5 tháng 1 năm 2022", Excel's serial numbers.

    Words as Decree 30/2020/NĐ-CP (annex I) writes a paper's day, serial numbers as ECMA-376 part 1, 18.17.4.1, counts them.

    Raises:
        ValueError: there is something, but no possible date.
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return Day(_possible(cell.year, cell.month, cell.day))
    text = fold(clean(as_text(cell)))
    if text in ("", "-", "–", "—"):
        return None
    return find_day(text) or _from_serial(text)


def read_term(cell: Cell) -> tuple[Day | None, Day | None]:
    """Read a last day, alone or after the first one ("15/01/2025 - 14/01/2028"); a term in words ("36 tháng") names none.

    Raises:
        ValueError: there is something else, or no possible date.
    """
    text = fold(clean(as_text(cell)))
    if re.search(r"(?<!\d)(?:36|ba muoi sau)\s*(?:\(\d+\)\s*)?thang|(?<!\d)(?:0?3|ba)\s*nam", text):
        return None, None
    days = [read_day(part) for part in _ONE_DAY.findall(text)]
    return (days[0], days[1]) if len(days) == 2 else (None, read_day(cell))


def find_day(text: str) -> Day | None:
    """Find the first date in folded text.

    Raises:
        ValueError: what stands there is no possible date.
    """
    if match := _IN_WORDS.search(text) or _year_last(text):
        day, month, year = (int(part) for part in match.groups())
        is_short = year < 100
        return _day(year + 2000 if is_short else year, month, day, is_short)
    if match := _YEAR_FIRST.search(text):
        year, month, day = (int(part) for part in match.groups())
        return Day(_possible(year, month, day))
    return None


def _year_last(text: str) -> re.Match[str] | None:
    return None if _YEAR_FIRST.search(text) else _DAY_FIRST.search(text)


def _day(year: int, month: int, day: int, is_guess: bool) -> Day:
    if month > 12 >= day:
        return Day(_possible(year, day, month), is_guess=True)
    return Day(_possible(year, month, day), is_guess)


def _from_serial(text: str) -> Day:
    match = _SERIAL.fullmatch(text)
    if not match:
        raise ValueError(text)
    found = _EXCEL_ZERO + timedelta(days=int(match[1]))
    return Day(_possible(found.year, found.month, found.day))


def _possible(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year}")
    return date(year, month, day)


@dataclass(frozen=True, slots=True)
class Paper:
    """A decision as text names it. `issuer` is the body's name as printed, "" if the text names none."""

    number: str = ""
    signed: Day | None = None
    issuer: str = ""
    is_whole: bool = True


_NUMBER = re.compile(
    r"(?<![\w/])((?:MẪU-)?[\dOoIl][\dOoIl.]{0,6}[A-Za-z]?)\s*(?:/\s*(\d{4}))?\s*[/-]?\s*(Q[ĐD])\s*[-–./]\s*([A-ZĐ][A-ZĐ&.\-–]{1,20})",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:qd|quyet dinh)?\s*(?:so)?[\s:.]*(\d{1,6})(?:\s*/\s*(?:\d{4}|qd))?")
_ISSUER = re.compile(r"của\s+((?:Ủy|Uỷ|UBND|Bộ|Sở|Chủ tịch)[^,;()\n]{3,120}?)(?=\s*(?:[,;()]|(?<!TP)\.|về việc|v/v|$))", re.IGNORECASE)


def read_paper(cell: Cell) -> Paper:
    """Read "1234/QĐ-UBND", "Số: 1234 /QD-UBND ngày 05/01/2022 của UBND thành phố Hà Nội", "12/2022/QĐ-UBND".

    Numbers are written as Decree 30/2020/NĐ-CP (annex I) has them: number, slash, QĐ, hyphen, the body's letters. A bare
    number is given too, but not as whole. An unreadable text gives an empty number.

    Raises:
        ValueError: a date stands there that cannot be.
    """
    text = clean(as_text(cell))
    match = _NUMBER.search(text)
    issuer = _ISSUER.search(text)
    if match:
        before, after = fold(text[: match.start()]), fold(text[match.end() :])
        return Paper(_written(match), find_day(after) or find_day(before), issuer[1].strip() if issuer else "")
    bare = _BARE.fullmatch(fold(text))
    return Paper(bare[1], None, "", is_whole=False) if bare else Paper()


def _written(match: re.Match[str]) -> str:
    """Write the number as the decree has it; O and I among its digits are misread 0 and 1."""
    head = match[1].upper()
    prefix, digits = ("MẪU-", head[4:]) if head.startswith("MẪU-") else ("", head)
    tail = digits[-1] if digits[-1].isalpha() and digits[-1] not in "OIL" else ""
    digits = digits[: len(digits) - len(tail)].translate(str.maketrans("OIL", "011", "."))
    year = f"/{match[2]}" if match[2] else ""
    body = match[4].upper().replace("–", "-").strip("-.")
    return f"{prefix}{digits}{tail}{year}/QĐ-{body}"


def year_of(number: str) -> int | None:
    """Give the year within a decision number ("12/2022/QĐ-UBND"), if it has one."""
    match = re.search(r"/(\d{4})/", number)
    return int(match[1]) if match else None
