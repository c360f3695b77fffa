"""Facets as a page shows them: values with names, counts and whether they are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.certification.models import OcopGroup
from catalog.lib.languages import Language, current_language
from catalog.lib.vietnamese import sort_key
from catalog.places.models import Place, PlaceText
from catalog.producers.models import Producer, ProducerText
from catalog.texts.models import best_text
from search.meanings import without_meaning
from search.queries import Dimension, SearchAnswer, SearchQuery, write_query

NAMES: dict[Dimension, Any] = {
    Dimension.GROUP: _("Group"),
    Dimension.STARS: _("Certified stars"),
    Dimension.PLACE: _("Place"),
    Dimension.KIND: _("Kind of producer"),
    Dimension.PRICE: _("Price"),
    Dimension.MAKER: _("Maker"),
    Dimension.SEASON: _("Season"),
    Dimension.STOCK: _("In stock"),
}
PRICE_NAMES: dict[str, Any] = {
    "0-100": _("Under 100.000 ₫"),
    "100-300": _("100.000–300.000 ₫"),
    "300-1000": _("300.000–1.000.000 ₫"),
    "1000-": _("1.000.000 ₫ and more"),
}
STAR_NAMES: dict[str, Any] = {"5": _("5 stars"), "4": _("4 stars"), "3": _("3 stars")}
MAX_PLACES = 40
KEEP_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One box to tick."""

    value: str
    name: str | Promise
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One group of boxes."""

    key: str
    name: str | Promise
    values: list[FacetValue]

    @property
    def is_open(self) -> bool:
        """Whether something in it is chosen."""
        return any(value.is_chosen for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A chosen or understood value, with the address without it."""

    name: str | Promise
    url: str
    is_understood: bool = False


def _group_names(codes: set[str]) -> dict[str, str]:
    """Give names by code, in the reader's language; all of them are kept for a minute."""
    names: Any = caches["local"].get_or_set(
        f"group-names-{current_language()}", lambda: {group.code: group.name for group in OcopGroup.objects.all()}, KEEP_SECONDS
    )
    return {code: str(name) for code, name in names.items() if code in codes}


def _place_names(ids: set[str]) -> dict[str, str]:
    numbers = [int(pk) for pk in ids if pk.isdigit() and len(pk) < 10]
    texts = PlaceText.objects.filter(place_id__in=numbers, place__valid_to=None).exclude(place__kind=Place.Kind.PROVINCE)
    names: dict[int, dict[str, str]] = {}
    # Plain values: hundreds of places on every page, and only their names are asked for.
    for pk, language, title in texts.values_list("place_id", "language", "title"):
        names.setdefault(pk, {})[language] = title
    best = {pk: found.get(current_language()) or found.get(Language.VIETNAMESE) for pk, found in names.items()}
    return {str(pk): title for pk, title in best.items() if title}


def _maker_names(ids: set[str]) -> dict[str, str]:
    numbers = [int(pk) for pk in ids if pk.isdigit() and len(pk) < 10]
    texts: dict[int, list[ProducerText]] = {}
    for text in ProducerText.objects.filter(producer_id__in=numbers).only("producer_id", "language", "title"):
        texts.setdefault(text.producer_id, []).append(text)
    best = {pk: best_text(found, current_language()) for pk, found in texts.items()}
    return {str(pk): text.title for pk, text in best.items() if text}


def _names(dimension: Dimension, values: set[str]) -> dict[str, Any]:
    if dimension is Dimension.GROUP:
        return _group_names(values)
    if dimension is Dimension.PLACE:
        return _place_names(values)
    if dimension is Dimension.MAKER:
        return _maker_names(values)
    fixed: dict[Dimension, dict[str, Any]] = {
        Dimension.STARS: STAR_NAMES,
        Dimension.PRICE: PRICE_NAMES,
        Dimension.KIND: dict(Producer.Kind.choices),
        Dimension.SEASON: {"1": _("In season now")},
        Dimension.STOCK: {"1": _("Only what is in stock")},
    }
    return fixed[dimension]


def _order(dimension: Dimension, values: list[FacetValue]) -> list[FacetValue]:
    if dimension in (Dimension.STARS, Dimension.PRICE):
        return values
    if dimension in (Dimension.PLACE, Dimension.MAKER):
        frequent = sorted(values, key=lambda value: (-value.is_chosen, -value.count))[:MAX_PLACES]
        return sorted(frequent, key=lambda value: sort_key(str(value.name)))
    return sorted(values, key=lambda value: -value.count)


def build_facets(query: SearchQuery, answer: SearchAnswer) -> list[Facet]:
    """Give the facets that have anything to choose; three queries for names, whatever the number of hits."""
    facets = []
    for dimension, counts in answer.facets.items():
        chosen = set(query.filters.get(dimension, ()))
        names = _names(dimension, set(counts) | chosen)
        ordered = [value for value in names if value in counts or value in chosen]
        values = [FacetValue(value=value, name=names[value], count=counts.get(value, 0), is_chosen=value in chosen) for value in ordered]
        if values:
            facets.append(Facet(key=dimension, name=NAMES[dimension], values=_order(dimension, values)))
    return facets


def build_chips(query: SearchQuery, facets: list[Facet]) -> list[Chip]:
    """Give what was chosen as removable chips."""
    chips = []
    for facet in facets:
        for value in facet.values:
            if value.is_chosen:
                left = tuple(other for other in query.filters[Dimension(facet.key)] if other != value.value)
                filters = {**query.filters, Dimension(facet.key): left}
                url = write_query(query, filters={key: values for key, values in filters.items() if values}, page=1)
                chips.append(Chip(name=value.name, url=f"?{url}"))
    return chips


def build_meaning_chips(query: SearchQuery, answer: SearchAnswer) -> list[Chip]:
    """Give what was understood of the text as removable chips: without one, its words are gone from the text."""
    text = answer.corrected or query.text
    return [
        Chip(name=meaning.name, url=f"?{write_query(query, text=without_meaning(text, meaning), page=1)}", is_understood=True)
        for meaning in answer.meanings
    ]
