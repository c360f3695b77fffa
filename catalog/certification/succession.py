"""Which award follows which: one recognized product's history is one line, whichever paper came first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from itertools import pairwise

from django.db.models import Q

from catalog.certification.models import Award
from catalog.certification.models.awards import recognized_key


def history_of(keys: Collection[str], kin: Iterable[Award], *, has_stars: bool) -> list[Award]:
    """Give the awards of a product, oldest first, locked: those of these keys, their kin, and all that stand in a line with them.

    Withdrawn records are mistakes and no history. Revoked ones are: what they superseded does not stand again, and who
    follows them follows all. Stars and potential five stars alone are two lines.
    """
    found: dict[int, Award] = {}
    wanted = Q(key__in=keys) | Q(pk__in=[award.pk for award in kin])
    while True:
        rows = Award.objects.select_for_update().filter(wanted, withdrawn_on=None, stars__isnull=not has_stars).exclude(pk__in=found)
        new = list(rows)
        if not new:
            return sorted(found.values(), key=lambda award: (award.starts_on, award.pk))
        found |= {award.pk: award for award in new}
        wanted = Q(superseded_by__in=new) | Q(pk__in=[award.superseded_by_id for award in new if award.superseded_by_id])


def insert_award(award: Award, history: list[Award]) -> list[Award]:
    """Save a new award in its place in the history; gives the other awards that this changed."""
    if not history:
        award.key = recognized_key(award.product_name, award.maker_name)
        Award.objects.bulk_create([award])
        return []
    # The index allows one award in force at a time, and the former one cannot step back before this one exists: it waits
    # under a key of its own (bulk_create does not call save).
    award.key = f"pending|{award.code}"
    Award.objects.bulk_create([award])
    changed = _line_up(sorted([*history, award], key=lambda one: (one.starts_on, one.pk)))
    award.save()
    return [one for one in changed if one is not award]


def _line_up(line: list[Award]) -> list[Award]:
    """Let each award be superseded by the next one from that one's first day; a pair that is right keeps the day it has.

    Done from the oldest on, nobody else points to the next one any more when it is taken.
    """
    changed = []
    for award, following in pairwise(line):
        if award.superseded_by_id != following.pk:
            step_back(award, following, following.starts_on)
            changed.append(award)
    return changed


def step_back(award: Award, by: Award | None, from_day: date | None) -> None:
    """Set who follows an award, from which day on."""
    award.superseded_by, award.superseded_from = by, from_day
    award.save(update_fields=["superseded_by", "superseded_from"])
