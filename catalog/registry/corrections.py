"""Values of a row that an officer puts right, read by the same rules as the row itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.certification.badges import lapse_day
from catalog.certification.models import IssuingBody
from catalog.registry.errors import UnableToReview
from catalog.registry.judging import LENGTHS
from catalog.registry.models import Record
from catalog.registry.reading.cleaning import clean
from catalog.registry.reading.facts import read_day, read_paper, read_score


def _text(text: str) -> str:
    return clean(text)


def _score(text: str) -> Decimal | None:
    score = read_score(text)
    if score is not None and not 0 <= score <= 100:
        raise ValueError(text)
    return score


def _number(text: str) -> str:
    paper = read_paper(text)
    if not paper.number or not paper.is_whole:
        raise ValueError(text)
    return paper.number[:60]


def _day(text: str) -> date:
    found = read_day(text)
    if found is None:
        raise ValueError(text)
    return found.day


def _body(text: str) -> IssuingBody:
    return IssuingBody.objects.get(pk=int(text))


# Never stars: they are read off the paper, or the row is rejected.
CORRECTABLE: dict[str, Callable[[str], Any]] = {
    "name": _text,
    "maker": _text,
    "maker_kind": _text,
    "address": _text,
    "group_raw": _text,
    "official_code": _text,
    "score": _score,
    "decision_number": _number,
    "signed_on": _day,
    "starts_on": _day,
    "issuing_body": _body,
}


def corrected(record: Record, values: Mapping[str, str]) -> Record:
    """Set the values on the record, unsaved, and keep in `corrections` what stood there and what was written.

    With the day of signing its first day moves, unless the paper states another; the last day is 36 months after the first.

    Raises:
        UnableToReview: a field that is not corrected, or a value that cannot be read; nothing was set.
    """
    read: dict[str, Any] = {}
    for name, text in values.items():
        try:
            read[name] = CORRECTABLE[name](text)
        except (KeyError, ValueError, IssuingBody.DoesNotExist) as error:
            raise UnableToReview(_("This cannot be read: “%(value)s”") % {"value": text[:80]}, field=name) from error
        if len(str(read[name])) > LENGTHS.get(name, 1_000):
            raise UnableToReview(_("This cannot be read: “%(value)s”") % {"value": text[:80]}, field=name)
    if "signed_on" in read and "starts_on" not in read and record.starts_on in (None, record.signed_on):
        read["starts_on"] = read["signed_on"]
    if "starts_on" in read:
        read["lapses_on"] = lapse_day(read["starts_on"])
    kept = dict(record.corrections)
    for name, value in read.items():
        kept[name] = {"before": kept.get(name, {}).get("before", _printed(getattr(record, name))), "after": _printed(value)}
        setattr(record, name, value)
    record.corrections = kept
    return record


def _printed(value: Any) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
