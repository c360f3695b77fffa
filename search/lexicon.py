"""The names that questions are understood by, from the tables of places, groups and occasions."""

from __future__ import annotations

import time
from datetime import date
from threading import Lock

from catalog.certification.models import OcopGroup
from catalog.lib.languages import Language
from catalog.lib.vietnamese import fold, words
from catalog.places.models import PlaceAlias
from catalog.places.selectors import bare_name
from catalog.rates.selectors import Rate, rates_on
from search.meanings import Lexicon, Name
from search.models import Occasion, lines
from search.queries import Meaning

# Places and groups change by law, occasions a few times a year: an edit is understood everywhere within a minute.
KEEP_SECONDS = 60


def _without_prefix(name: str) -> str:
    """Drop the kind of unit before a name, marks kept: `Xã Bát Tràng` becomes `Bát Tràng`."""
    count = len(words(bare_name(name)))
    return " ".join(name.split()[-count:]) if count and len(name.split()) > count else name


def _place_names() -> list[Name]:
    """Give every name of today or before of present places; one of a single syllable only with its kind (`Quận 5`).

    Of `gốm Bát Tràng` and `Bát Tràng` the longer is left out: its first word is looked for.
    """
    rows = list(PlaceAlias.objects.filter(place__valid_to=None).order_by("is_partial", "pk").values_list("name", "place_id"))
    shorts: dict[int, set[str]] = {}
    for name, place_id in rows:
        shorts.setdefault(place_id, set()).add(fold(_without_prefix(name)))
    names = []
    for name, place_id in rows:
        short = _without_prefix(name)
        if any(fold(short).endswith(f" {other}") for other in shorts[place_id]):
            continue
        meaning = Meaning(kind="place", words=short, name=short, places=(str(place_id),))
        names += [Name(written, meaning) for written in dict.fromkeys((name, short)) if len(words(written)) > 1]
    return names


def _group_names(language: str) -> list[Name]:
    names = []
    for group in OcopGroup.objects.filter(valid_to=None):
        shown = group.name_en if language == Language.ENGLISH else group.name_vi
        meaning = Meaning(kind="group", words=shown, name=shown, groups=(group.code,))
        parts = [part for name in (group.name_vi, group.name_en) for part in (name, *name.split(","))]
        names += [Name(part.strip(), meaning) for part in dict.fromkeys(parts) if len(words(part)) > 1]
    return names


def _occasion_names(language: str) -> list[Name]:
    names = []
    for occasion in Occasion.objects.filter(is_active=True):
        shown = occasion.name_en if language == Language.ENGLISH else occasion.name_vi
        meaning = Meaning(kind="occasion", words=shown, name=shown, goods=lines(occasion.goods))
        names += [Name(phrase, meaning) for phrase in lines(occasion.phrases)]
    return names


def load_lexicon(language: str) -> Lexicon:
    """Read all names; three queries. An occasion goes before a group, a group before a place of the same name."""
    return Lexicon.of(_occasion_names(language) + _group_names(language) + _place_names())


_kept: dict[str, tuple[float, Lexicon]] = {}
_lock = Lock()


def lexicon_for(language: str) -> Lexicon:
    """Give the names of a language, at most `KEEP_SECONDS` old in this process."""
    with _lock:
        kept = _kept.get(language)
    if kept and time.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    lexicon = load_lexicon(language)
    with _lock:
        _kept[language] = (time.monotonic(), lexicon)
    return lexicon


_kept_rates: dict[date, tuple[float, dict[str, Rate]]] = {}


def rates_for(day: date) -> dict[str, Rate]:
    """Give the day's rates by currency, at most `KEEP_SECONDS` old in this process."""
    with _lock:
        kept = _kept_rates.get(day)
    if kept and time.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    rates = rates_on(day)
    with _lock:
        _kept_rates.clear()  # one day is asked for at a time
        _kept_rates[day] = (time.monotonic(), rates)
    return rates


def forget_lexicons() -> None:
    """Let the next question of this process read the tables anew."""
    with _lock:
        _kept_rates.clear()
        _kept.clear()
