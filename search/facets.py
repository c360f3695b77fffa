"""Facets as a page shows them: values with names, counts and whether they are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.lib.vietnamese import sort_key
from search.facet_names import Named, names_of
from search.meanings import without_meaning
from search.queries import EVERYWHERE, Dimension, Meaning, SearchAnswer, SearchQuery, write_query

NAMES: dict[Dimension, Any] = {
    Dimension.GROUP: _("Group"),
    Dimension.STARS: _("Certified stars"),
    Dimension.PLACE: _("Place"),
    Dimension.KIND: _("Kind of producer"),
    Dimension.PRICE: _("Price"),
    Dimension.MAKER: _("Maker"),
    Dimension.SEASON: _("Season"),
    Dimension.STOCK: _("In stock"),
    Dimension.SIGN: _("Other signs"),
    Dimension.TO: _("Delivered to"),
}
# So many makers and so many places are shown, the most frequent and the chosen ones; a note tells of the others.
MAX_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One box to tick; `level` tells how deep it lies in another."""

    value: str
    name: str | Promise
    count: int
    is_chosen: bool
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One group of boxes, or one list to choose from; `is_cut` tells that there are more values than are shown."""

    key: str
    name: str | Promise
    values: list[FacetValue]
    is_cut: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something in it is chosen."""
        return any(value.is_chosen for value in self.values)

    @property
    def is_list(self) -> bool:
        """Whether one of many is chosen from a list: a parcel goes to one place."""
        return self.key == Dimension.TO


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A chosen or understood value, with the address without it."""

    name: str | Promise
    url: str
    is_understood: bool = False


def _as_tree(values: list[FacetValue], names: Mapping[str, Named]) -> list[FacetValue]:
    """Put each value behind the one it lies in, and note how deep; the order is kept otherwise."""
    present = {value.value for value in values}
    below: dict[str, list[FacetValue]] = {}
    for value in values:
        parent = names[value.value].parent
        below.setdefault(parent if parent in present else "", []).append(value)
    found: list[FacetValue] = []

    def add(parent: str, level: int) -> None:
        for value in below.get(parent, []):
            found.append(replace(value, level=level))
            add(value.value, level + 1)

    add("", 0)
    return found


def _most(values: list[FacetValue], names: Mapping[str, Named]) -> list[FacetValue]:
    """Give the chosen and the most frequent values, with what they lie in."""
    frequent = sorted(values, key=lambda value: (-value.is_chosen, -value.count))[:MAX_SHOWN]
    kept = {value.value for value in frequent}
    for value in frequent:
        parent = names[value.value].parent
        while parent in names and parent not in kept:
            kept.add(parent)
            parent = names[parent].parent
    return [value for value in values if value.value in kept]


def _ordered(dimension: Dimension, values: list[FacetValue], names: Mapping[str, Named]) -> list[FacetValue]:
    if dimension in (Dimension.STARS, Dimension.PRICE, Dimension.TO):
        return values
    if dimension is Dimension.GROUP:
        return _as_tree(values, names)
    if dimension in (Dimension.PLACE, Dimension.MAKER):
        return _as_tree(sorted(_most(values, names), key=lambda value: sort_key(str(value.name))), names)
    return sorted(values, key=lambda value: -value.count)


def _to_be_named(dimension: Dimension, counts: Mapping[str, int], chosen: set[str]) -> set[str]:
    """Give the values whose names are read. Of makers only those that are shown: they lie in nothing whose name would be needed too."""
    if dimension is not Dimension.MAKER:
        return set(counts) | chosen
    return chosen | set(sorted(set(counts) - chosen, key=lambda value: -counts[value])[: max(0, MAX_SHOWN - len(chosen))])


def _facet(dimension: Dimension, counts: Mapping[str, int], chosen: set[str]) -> Facet | None:
    asked = _to_be_named(dimension, counts, chosen)
    names = names_of(dimension, asked)
    everywhere = counts.get(EVERYWHERE, 0) if dimension is Dimension.TO else 0
    values = [
        FacetValue(value=value, name=named.name, count=counts.get(value, 0) + everywhere, is_chosen=value in chosen)
        for value, named in names.items()
    ]
    values = [value for value in values if value.count or value.is_chosen]
    if not values:
        return None
    shown = _ordered(dimension, values, names)
    return Facet(key=dimension, name=NAMES[dimension], values=shown, is_cut=len(shown) < len(values) or not asked.issuperset(counts))


def build_facets(query: SearchQuery, answer: SearchAnswer) -> list[Facet]:
    """Give the facets that have anything to choose; two queries for names, whatever the number of hits."""
    facets = (_facet(dimension, counts, set(query.filters.get(dimension, ()))) for dimension, counts in answer.facets.items())
    return [facet for facet in facets if facet]


def without_value(query: SearchQuery, dimension: Dimension, value: str) -> SearchQuery:
    """Give the question without one chosen value, on its first page."""
    left = {**query.filters, dimension: tuple(other for other in query.filters[dimension] if other != value)}
    return replace(query, filters={key: values for key, values in left.items() if values}, page=1)


def build_chips(query: SearchQuery, facets: list[Facet]) -> list[Chip]:
    """Give what was chosen as removable chips."""
    return [
        Chip(name=value.name, url=f"?{write_query(without_value(query, Dimension(facet.key), value.value))}")
        for facet in facets
        for value in facet.values
        if value.is_chosen
    ]


def _said(meaning: Meaning) -> str:
    if meaning.rate_day is None:
        return meaning.name
    return gettext("%(price)s at the rate of %(day)s") % {"price": meaning.name, "day": f"{meaning.rate_day:%d/%m/%Y}"}


def build_meaning_chips(query: SearchQuery, answer: SearchAnswer) -> list[Chip]:
    """Give what was understood of the text as removable chips: without one, its words are gone from the text."""
    text = answer.corrected or query.text
    return [
        Chip(name=_said(meaning), url=f"?{write_query(query, text=without_meaning(text, meaning), page=1)}", is_understood=True)
        for meaning in answer.meanings
    ]
