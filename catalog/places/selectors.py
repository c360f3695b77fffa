"""Find places by any name they bear or bore."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from catalog.lib.vietnamese import fold, nfc
from catalog.places.models import Place, PlaceAlias

_PREFIX = re.compile(r"^(tinh|thanh pho|tp\.?|thi tran|thi xa|quan|huyen|phuong|xa|lang nghe|lang|thon)\s+")
_ORDER = {Place.Kind.VILLAGE: 0, Place.Kind.COMMUNE: 1, Place.Kind.PROVINCE: 2}


def bare_name(name: str) -> str:
    """Fold a name and drop the kind of unit before it: `Xã Bát Tràng` becomes `bat trang`."""
    return _PREFIX.sub("", " ".join(fold(name).split()))


def _folded_names(name: str) -> set[str]:
    """Give the name with and without its first word: `Quan Hoa` is a ward, not the district Hoa."""
    return {bare_name(name), " ".join(fold(name).split())}


def places_named(name: str) -> list[Place]:
    """Give present places found by a name of today or of before, the closest first.

    The same marks come first (Yên Bái before Yên Bài), then whole before part, a name of the place's own before a former
    one, a village before a commune and a commune before a province.
    """
    aliases = PlaceAlias.objects.filter(folded__in=_folded_names(name), place__valid_to=None).select_related("place__parent")
    ranked = sorted(aliases, key=lambda alias: (_rank(alias, nfc(name).lower().strip()), alias.place.pk))
    return list(dict.fromkeys(alias.place for alias in ranked))


def _rank(alias: PlaceAlias, name: str) -> tuple[bool, bool, bool, int]:
    is_own = alias.kind == PlaceAlias.Kind.SPELLING
    return not name.endswith(alias.name.lower()), alias.is_partial, not is_own, _ORDER[Place.Kind(alias.place.kind)]


def commune_for_printed(*, commune: str, district: str = "") -> Place | None:
    """Give today's commune for an address as printed before 01/07/2025, or none when no table knows it or it is in doubt.

    `district` tells units of one name apart; of a divided unit the part that our table calls main is taken.
    """
    found = PlaceAlias.objects.filter(folded__in=_folded_names(commune), place__kind=Place.Kind.COMMUNE, is_partial=False)
    if district:
        named = PlaceAlias.objects.filter(kind=PlaceAlias.Kind.DISTRICT, folded__in=_folded_names(district), is_partial=False)
        found = found.filter(place__in=named.values("place"))
    former = found.filter(kind=PlaceAlias.Kind.COMMUNE)
    places = {alias.place for alias in (former if former.exists() else found).select_related("place")}
    return places.pop() if len(places) == 1 else None


def places_within(place: Place) -> QuerySet[Place]:
    """Give a place and all that lies in it."""
    return Place.objects.filter(Q(pk=place.pk) | Q(parent=place) | Q(parent__parent=place))
