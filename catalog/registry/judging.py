"""From raw records to judged ones: facts, checks, and every reason for doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings

from catalog.certification.badges import lapse_day, valid_until
from catalog.certification.models import CriteriaBand, IssuingBody
from catalog.certification.models.awards import recognized_key
from catalog.lib.vietnamese import fold
from catalog.registry.models import Record
from catalog.registry.reading.annexes import RawRecord
from catalog.registry.reading.cleaning import clean, has_look_alikes
from catalog.registry.reading.columns import Column, plain
from catalog.registry.reading.facts import Day, Paper, Stars, as_text, read_day, read_paper, read_score, read_term, year_of
from catalog.registry.reading.legacy import is_wholly_vietnamese
from catalog.registry.reasons import Reason, Weight, weight_of

# Decision 490/QĐ-TTg, by which the program began.
PROGRAM_BEGAN = date(2018, 5, 7)
LENGTHS = {"name": 200, "maker": 200, "maker_kind": 60, "address": 300, "group_raw": 200, "official_code": 60}


@dataclass(slots=True, kw_only=True)
class Judged:
    """A row as read, with its reasons; the fields are those of `Record`."""

    raw: RawRecord
    name: str = ""
    maker: str = ""
    maker_kind: str = ""
    address: str = ""
    group_raw: str = ""
    official_code: str = ""
    score: Decimal | None = None
    stars: int | None = None
    is_potential_five: bool = False
    decision_number: str = ""
    signed_on: date | None = None
    issuing_body: IssuingBody | None = None
    starts_on: date | None = None
    lapses_on: date | None = None
    reasons: list[Reason] = field(default_factory=list)

    @property
    def outcome(self) -> Record.Outcome:
        """What the heaviest reason makes of it."""
        outcomes = {
            Weight.NOTE: Record.Outcome.ACCEPTED,
            Weight.DOUBT: Record.Outcome.DOUBTFUL,
            Weight.REJECTION: Record.Outcome.REJECTED,
        }
        return outcomes[weight_of(self.reasons)]

    @property
    def key(self) -> str:
        """Which recognized product it is about."""
        return recognized_key(self.name, self.maker)

    def say(self, code: str, value: object = "") -> None:
        """Add a reason, once."""
        reason = Reason(code, str(value)[:120])
        if reason not in self.reasons:
            self.reasons.append(reason)


class Judge:
    """Judges rows by the dated tables as they stand and by the day it is."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.bands = list(CriteriaBand.objects.order_by("valid_from"))
        self.bodies = list(IssuingBody.objects.order_by("valid_from"))

    def judge(self, records: Sequence[RawRecord]) -> list[Judged]:
        """Judge every row for itself, then the rows against each other."""
        judged = [self._judge(raw) for raw in records]
        _compare(judged)
        return judged

    def _judge(self, raw: RawRecord) -> Judged:
        row = Judged(raw=raw)
        _read_texts(row)
        _read_score(row)
        _read_stars(row)
        _read_decision(row)
        self._check_dates(row)
        self._check_band(row)
        self._find_body(row)
        return row

    def _check_dates(self, row: Judged) -> None:
        if row.signed_on is None:
            return
        if row.signed_on > self.today:
            row.say("date_in_future", f"{row.signed_on:%d/%m/%Y}")
        if row.signed_on < PROGRAM_BEGAN:
            row.say("date_before_program", f"{row.signed_on:%d/%m/%Y}")
        year = year_of(row.decision_number)
        if year and year != row.signed_on.year:
            row.say("decision_year", f"{year}, {row.signed_on:%d/%m/%Y}")

    def band_stars(self, score: Decimal, day: date) -> int | None:
        """Give the stars that a score earned on a day, by the table in force then; none if no table is on file."""
        in_force = [band for band in self.bands if band.is_in_force(day)]
        return next((band.stars for band in reversed(in_force) if band.score_from <= score < band.score_below), None)

    def _check_band(self, row: Judged) -> None:
        if row.score is None or row.signed_on is None:
            return
        if self.bands and row.signed_on < self.bands[0].valid_from:
            row.say("no_bands_then", f"{row.signed_on:%d/%m/%Y}")
        earned = self.band_stars(row.score, row.signed_on)
        if row.stars is None and not row.is_potential_five:
            row.stars = earned if earned and earned >= 3 else None
            row.say("stars_from_score" if row.stars else "stars_missing", row.stars or "")
        elif earned is not None and earned != (5 if row.is_potential_five else row.stars):
            row.say("score_against_stars", f"{row.score}".replace(".", ","))

    def _find_body(self, row: Judged) -> None:
        """Find the issuing body: by its printed name, else by the letters of the number and the day.

        Which body signs changed over time, so stars decide nothing here (see `rules.toml`).
        """
        if not row.decision_number or row.signed_on is None:
            return
        printed = clean(as_text(row.raw.values.get(Column.ISSUER))) or read_issuer(row.raw)
        printed = "" if _body_words(printed) == "ubnd" else printed
        day = row.signed_on
        in_force = [body for body in self.bodies if body.is_in_force(day)]
        letters = row.decision_number.rpartition("/QĐ-")[2]
        level = IssuingBody.Level.MINISTRY if letters.startswith("B") else IssuingBody.Level.PROVINCE
        named = [body for body in in_force if is_same_body(body.name_vi, printed)]
        if not named and re.search(r"\b(?:huyen|quan|thi xa)\b", plain(printed)):
            # The districts of Hanoi signed for three stars from 2023 to 2025 and stand as one body on file.
            named = [body for body in in_force if body.level == IssuingBody.Level.DISTRICT]
        fitting = named or ([] if printed else [body for body in in_force if body.level == level])
        row.issuing_body = fitting[0] if len(fitting) == 1 else None
        if row.issuing_body is None:
            row.say("issuer_unknown", printed or letters)
        elif row.stars == 5 and letters.startswith("UBND"):
            row.say("five_by_province")


def read_issuer(raw: RawRecord) -> str:
    """Give the body that the row's decision cell or the text above the table names."""
    try:
        own = read_paper(raw.values.get(Column.DECISION))
    except ValueError:
        own = Paper()
    return own.issuer or (raw.paper.issuer if own.number in ("", raw.paper.number) else "")


def is_same_body(official: str, printed: str) -> bool:
    """Whether a printed name means the body of this official name: in full, shortened at its end, or with its head's title."""
    longer, shorter = sorted(map(_body_words, (official, printed)), key=len, reverse=True)
    return shorter not in ("", "ubnd") and (longer == shorter or longer.startswith(shorter + " "))


def _body_words(name: str) -> str:
    """Give a body's name without its head's title and the kind of its province: `Chủ tịch UBND TP Hà Nội`, `UBND Hà Nội`."""
    words = plain(name).replace("uy ban nhan dan", "ubnd").replace("chu tich ", "")
    return re.sub(r"^ubnd (?:thanh pho|tp|tinh)\b", "ubnd", words)


# --- one row


def _read_texts(row: Judged) -> None:
    for name, column in TEXT_COLUMNS.items():
        text = clean(as_text(row.raw.values.get(column)))
        if name == "group_raw":
            text = text or row.raw.title_group
        if len(text) > LENGTHS[name]:
            row.say("too_long", text[:40])
        setattr(row, name, text[: LENGTHS[name]])
    if not any(char.isalpha() for char in row.name):
        row.say("name_missing")
    if not any(char.isalpha() for char in row.maker):
        row.say("maker_missing")
    if re.match(r"[=+@]", row.name) or re.match(r"[=+@]", row.maker) or re.search(r"[<>]", row.name + row.maker):
        row.say("odd_signs", row.name if re.search(r"^[=+@]|[<>]", row.name) else row.maker)
    originals = " ".join(row.raw.raw)
    if row.raw.encoding:
        row.say("encoding_turned", row.raw.encoding.upper())
    if (row.raw.encoding or "\ufffd" in originals) and not is_wholly_vietnamese(f"{row.name} {row.maker}"):
        row.say("encoding_doubtful", row.name)
    elif not row.raw.encoding and has_look_alikes(originals):
        row.say("look_alikes")


# Which column each text of a row is read from.
TEXT_COLUMNS = {
    "name": Column.NAME,
    "maker": Column.MAKER,
    "maker_kind": Column.MAKER_KIND,
    "address": Column.ADDRESS,
    "group_raw": Column.GROUP,
    "official_code": Column.CODE,
}


def _read_score(row: Judged) -> None:
    text = as_text(row.raw.values.get(Column.SCORE))
    try:
        score = read_score(row.raw.values.get(Column.SCORE))
    except ValueError:
        row.say("score_unreadable", text)
        return
    if score is not None and not 0 <= score <= 100:
        row.say("score_out_of_range", text)
        return
    row.score = score


def _read_stars(row: Judged) -> None:
    found, title = row.raw.stars, row.raw.title_stars
    if found.is_unclear:
        row.say("stars_unclear", as_text(row.raw.values.get(Column.STARS)))
        return
    if found == Stars():
        found = title
        if found != Stars():
            row.say("stars_from_title", found.count or "5?")
    elif title.count and title.count != found.count and not found.is_potential_five:
        row.say("stars_against_title", title.count)
    row.is_potential_five = found.is_potential_five
    if found.count is not None and not 3 <= found.count <= 5:
        row.say("stars_out_of_range", found.count)
        return
    row.stars = found.count
    if row.is_potential_five:
        row.say("potential_and_five" if row.stars == 5 else "potential_five")
    elif row.stars is None and row.score is None:
        row.say("stars_missing")


def _read_decision(row: Judged) -> None:
    values, above = row.raw.values, row.raw.paper
    printed = as_text(values.get(Column.DECISION)).strip()
    own = _own_paper(row)
    if own.number and above.number and own.is_whole and own.number != above.number:
        row.say("decisions_differ", above.number)
    paper = own if own.number else above
    row.decision_number = paper.number[:60]
    if printed and not own.number:
        row.say("decision_unreadable", printed)
    elif not paper.number:
        row.say("decision_missing")
    elif paper.number.startswith("MẪU") and not settings.DEMO:
        row.say("sample_outside_demo", paper.number)
    elif not paper.is_whole:
        row.say("decision_not_whole", paper.number)
    signed = _day(row, Column.SIGNED) or own.signed or (above.signed if paper.number == above.number else None)
    first, ends = _term(row)
    starts = _day(row, Column.STARTS) or first
    if signed is None and row.raw.bad_paper and not own.number:
        row.say("date_impossible", row.raw.bad_paper)
    _set_term(row, signed, starts, ends)


def _own_paper(row: Judged) -> Paper:
    cell = row.raw.values.get(Column.DECISION)
    if not as_text(cell).strip():
        # Some annexes write number and day into one column headed by the day alone.
        cell = row.raw.values.get(Column.SIGNED)
        if not isinstance(cell, str) or "/q" not in cell.lower():
            return Paper()
    try:
        return read_paper(cell)
    except ValueError:
        row.say("date_impossible", as_text(cell))
        return Paper()


def _term(row: Judged) -> tuple[Day | None, Day | None]:
    cell = row.raw.values.get(Column.ENDS)
    try:
        return read_term(cell)
    except ValueError:
        row.say("date_impossible", as_text(cell))
        return None, None


def _day(row: Judged, column: Column) -> Day | None:
    cell = row.raw.values.get(column)
    try:
        found = read_day(cell)
    except ValueError:
        row.say("date_impossible", as_text(cell))
        return None
    if found and found.is_guess:
        row.say("date_guessed", as_text(cell))
    return found


def _set_term(row: Judged, signed: Day | None, starts: Day | None, ends: Day | None) -> None:
    """Set the days: 36 months from the start that the paper states, else from its signing."""
    first = starts or signed
    if first is None:
        if not any(reason.code == "date_impossible" for reason in row.reasons):
            row.say("date_missing")
        return
    row.signed_on = (signed or first).day
    row.starts_on, row.lapses_on = first.day, lapse_day(first.day)
    if signed and starts and starts.day < signed.day:
        row.say("start_before_decision", f"{starts.day:%d/%m/%Y}")
    if ends is None or ends.day == valid_until(row.lapses_on):
        return
    if ends.day == row.lapses_on:
        row.say("term_day_off", f"{ends.day:%d/%m/%Y}")
    elif ends.day <= row.starts_on:
        row.say("ends_before_start", f"{ends.day:%d/%m/%Y}")
    else:
        row.lapses_on = ends.day + timedelta(days=1)
        row.say("term_differs", f"{ends.day:%d/%m/%Y}")


# --- rows against each other


def _compare(rows: list[Judged]) -> None:
    """Find the same product twice in one decision: once too often if all is equal, doubtful if not."""
    seen: dict[tuple[str, str, date | None], Judged] = {}
    for row in rows:
        if row.outcome is Record.Outcome.REJECTED:
            continue
        place = (row.key, fold(row.decision_number), row.starts_on)
        first = seen.setdefault(place, row)
        if first is row:
            continue
        if (first.stars, first.score, first.is_potential_five) == (row.stars, row.score, row.is_potential_five):
            row.say("same_row_twice", _line_of(first))
        else:
            first.say("rows_disagree", _line_of(row))
            row.say("rows_disagree", _line_of(first))


def _line_of(row: Judged) -> str:
    return f"{row.raw.sheet}:{row.raw.line}" if row.raw.sheet else f"{row.raw.line}"
