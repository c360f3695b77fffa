"""Bring places into the database and keep them in step with the tables."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from django.db import transaction

from catalog.lib.languages import Language
from catalog.lib.vietnamese import fold
from catalog.places.data_files import read_table
from catalog.places.models import Place, PlaceAlias, PlaceText
from catalog.places.rows import PlaceRow, TextRow, hanoi_rows, province_rows, village_rows
from catalog.places.signals import places_changed


def load_places() -> int:
    """Load the 34 provinces, Hanoi's 126 units and the craft villages; again and again, with the same result.

    Gives the number of places in the tables.
    """
    provinces = province_rows(read_table("provinces"))
    communes = hanoi_rows(read_table("hanoi"))
    villages = village_rows(read_table("villages"))
    return save_places(rows=list(chain(provinces, communes, villages)))


@transaction.atomic
def save_places(*, rows: Iterable[PlaceRow]) -> int:
    """Write rows, parents before children; a known place keeps its id, its texts follow the row, names are added.

    Announces what became another, so that loading the same rows again costs nobody anything. Gives the number of rows.
    Raises Place.DoesNotExist when a parent is in neither the rows nor the database.
    """
    saver = _Saver()
    count = 0
    for row in rows:
        saver.save(row)
        count += 1
    if saver.changed:
        places_changed.send(sender=Place, place_ids=saver.changed)
    return count


class _Saver:
    """One run's memory of what stands in the database, so that each place costs no reading of its own."""

    def __init__(self) -> None:
        self.by_code = {(place.kind, place.code): place for place in Place.objects.filter(valid_to=None).exclude(code="")}
        texts = PlaceText.objects.select_related("place")
        self.texts = {(text.place_id, text.language): text for text in texts}
        self.by_slug = {(text.language, text.slug): text.place for text in texts}
        self.aliases: dict[int, set[tuple[str, str]]] = {}
        for place_id, kind, name in PlaceAlias.objects.values_list("place_id", "kind", "name"):
            self.aliases.setdefault(place_id, set()).add((kind, name))
        self.changed: list[int] = []

    def save(self, row: PlaceRow) -> None:
        place = self._known(row) or Place(kind=row.kind, code=row.code)
        before = self._found_by(place)
        place.valid_from = row.valid_from
        place.parent = self._parent(row)
        place.save()
        self.by_code[row.kind, row.code] = place
        self._save_text(place, Language.VIETNAMESE, row.vi, row.code)
        self._save_text(place, Language.ENGLISH, row.en, row.code)
        self._save_aliases(place, row)
        if self._found_by(place) != before:
            self.changed.append(place.pk)

    def _found_by(self, place: Place) -> object:
        """Give what makes a place found: where it lies, its texts and its names."""
        texts = [self.texts.get((place.pk, language)) for language in Language.values] if place.pk else []
        named = [(text.title, text.slug, text.summary) if text else None for text in texts]
        return place.pk, place.parent_id, named, frozenset(self.aliases.get(place.pk, ()))

    def _known(self, row: PlaceRow) -> Place | None:
        if row.code:
            return self.by_code.get((row.kind, row.code))
        place = self.by_slug.get((Language.VIETNAMESE, row.vi.slug))
        return place if place is not None and place.kind == row.kind else None

    def _parent(self, row: PlaceRow) -> Place | None:
        if not row.parent_code:
            return None
        kind = Place.Kind.PROVINCE if row.kind == Place.Kind.COMMUNE else Place.Kind.COMMUNE
        parent = self.by_code.get((kind, row.parent_code))
        if parent is None:
            raise Place.DoesNotExist(f"No {kind} {row.parent_code} for {row.vi.title}")
        return parent

    def _save_text(self, place: Place, language: str, row: TextRow, code: str) -> None:
        text = self.texts.get((place.pk, language)) or PlaceText(place=place, language=language)
        holder = self.by_slug.get((language, row.slug))
        # Communes of different provinces share names: the later one bears its code in the address.
        text.slug = row.slug if holder is None or holder.pk == place.pk else f"{row.slug}-{code}"
        text.title, text.summary = row.title, row.summary
        text.save()
        self.texts[place.pk, language] = text
        self.by_slug[language, text.slug] = place

    def _save_aliases(self, place: Place, row: PlaceRow) -> None:
        wanted = [
            PlaceAlias(
                place=place,
                kind=alias.kind,
                name=alias.name,
                folded=fold(alias.name),
                code=alias.code,
                valid_to=alias.valid_to,
                is_partial=alias.is_partial,
            )
            for alias in row.aliases
        ]
        PlaceAlias.objects.bulk_create(
            wanted,
            update_conflicts=True,
            unique_fields=["place", "kind", "name"],
            update_fields=["folded", "code", "valid_to", "is_partial"],
        )
        self.aliases.setdefault(place.pk, set()).update((alias.kind, alias.name) for alias in wanted)
