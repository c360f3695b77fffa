"""The names of what can be ticked, and what lies in what, in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.certification.models import OcopGroup
from catalog.lib.languages import Language, current_language
from catalog.lib.vietnamese import sort_key
from catalog.places.models import Place, PlaceText
from catalog.producers.models import Producer, ProducerText
from catalog.products.models import Sign
from catalog.texts.models import best_text
from search.queries import Dimension

KEEP_SECONDS = 60
PRICE_NAMES: dict[str, Any] = {
    "0-100": _("Under 100.000 ₫"),
    "100-300": _("100.000–300.000 ₫"),
    "300-1000": _("300.000–1.000.000 ₫"),
    "1000-": _("1.000.000 ₫ and more"),
}
STAR_NAMES: dict[str, Any] = {"5": _("5 stars"), "4": _("4 stars"), "3": _("3 stars")}


@dataclass(frozen=True, slots=True)
class Named:
    """A value's name, and the value that it lies in, if it does."""

    name: str | Promise
    parent: str = ""


def _numbers(values: Collection[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10]


def _groups(codes: Collection[str]) -> dict[str, Named]:
    """Give groups by code in official order, each before its own sub-groups; all of them are kept for a minute."""

    def load() -> list[tuple[str, str, str]]:
        groups = list(OcopGroup.objects.select_related("parent"))
        ordered = sorted(
            groups, key=lambda one: ((one.parent or one).position, (one.parent or one).pk, bool(one.parent), one.position, one.pk)
        )
        return [(group.code, group.name, group.parent.code if group.parent else "") for group in ordered]

    rows: Any = caches["local"].get_or_set(f"group-tree-{current_language()}", load, KEEP_SECONDS)
    return {code: Named(name, parent) for code, name, parent in rows if code in codes}


def _best_titles(rows: list[tuple[int, str, str]]) -> dict[int, str]:
    names: dict[int, dict[str, str]] = {}
    for pk, language, title in rows:
        names.setdefault(pk, {})[language] = title
    best = {pk: found.get(current_language()) or found.get(Language.VIETNAMESE) or "" for pk, found in names.items()}
    return {pk: title for pk, title in best.items() if title}


def _places(ids: Collection[str]) -> dict[str, Named]:
    """Give present places by id. Plain values, kept for a minute: the same lists are looked at again, and names change by law."""
    numbers = sorted(_numbers(ids))

    def load() -> list[tuple[int, str, str]]:
        texts = PlaceText.objects.filter(place_id__in=numbers, place__valid_to=None)
        rows = list(texts.values_list("place_id", "language", "title", "place__parent_id"))
        parents = {pk: str(parent or "") for pk, _, _, parent in rows}
        return [(pk, title, parents[pk]) for pk, title in _best_titles([row[:3] for row in rows]).items()]

    named = blake2b(repr(numbers).encode(), digest_size=16).hexdigest()
    rows: Any = caches["local"].get_or_set(f"places-{current_language()}-{named}", load, KEEP_SECONDS)
    return {str(pk): Named(title, parent) for pk, title, parent in rows}


def _makers(ids: Collection[str]) -> dict[str, Named]:
    texts: dict[int, list[ProducerText]] = {}
    for text in ProducerText.objects.filter(producer_id__in=_numbers(ids)).only("producer_id", "language", "title"):
        texts.setdefault(text.producer_id, []).append(text)
    best = {pk: best_text(found, current_language()) for pk, found in texts.items()}
    return {str(pk): Named(text.title) for pk, text in best.items() if text}


def _provinces() -> dict[str, Named]:
    """Give all present provinces in dictionary order, whatever is found: kept for a minute."""

    def load() -> list[tuple[str, str]]:
        texts = PlaceText.objects.filter(place__kind=Place.Kind.PROVINCE, place__valid_to=None)
        titles = _best_titles(list(texts.values_list("place_id", "language", "title")))
        return sorted(((str(pk), title) for pk, title in titles.items()), key=lambda row: sort_key(row[1]))

    rows: Any = caches["local"].get_or_set(f"provinces-{current_language()}", load, KEEP_SECONDS)
    return {pk: Named(title) for pk, title in rows}


def names_of(dimension: Dimension, values: Collection[str]) -> Mapping[str, Named]:
    """Give the names of `values`, of those that have one; of the provinces to send to, all of them."""
    if dimension is Dimension.TO:
        return _provinces()
    read = {Dimension.GROUP: _groups, Dimension.PLACE: _places, Dimension.MAKER: _makers}.get(dimension)
    if read:
        return read(values)
    fixed: dict[Dimension, dict[str, Any]] = {
        Dimension.STARS: STAR_NAMES,
        Dimension.PRICE: PRICE_NAMES,
        Dimension.KIND: dict(Producer.Kind.choices),
        Dimension.SEASON: {"1": _("In season now")},
        Dimension.STOCK: {"1": _("Only what is in stock")},
        Dimension.SIGN: dict(Sign.Family.choices),
    }
    return {value: Named(name) for value, name in fixed[dimension].items()}
