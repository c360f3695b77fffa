"""Which award follows which: one recognized product's history is one line, whichever paper came first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise

from django.db.models import Q

from catalog.certification.models import Award
from catalog.certification.models.awards import recognized_key
from catalog.lib.writing import update_rows


def histories_of(wanted: Sequence[tuple[str, Collection[int], bool]]) -> list[list[Award]]:
    """Give for each of many products its awards, oldest first, locked: those of its key, their kin, and all that stand in a line with them.

    Each is asked for by key, kin and whether it has stars: stars and potential five stars alone are two lines. Withdrawn
    records are mistakes and no history. Revoked ones are: what they superseded does not stand again, and who follows them
    follows all.
    """
    keys = {key for key, _kin, _has_stars in wanted}
    found = _with_lines(Q(key__in=keys) | Q(pk__in={pk for _key, kin, _has_stars in wanted for pk in kin}))
    by_key: dict[str, list[Award]] = defaultdict(list)
    before = {award.superseded_by_id: award for award in found.values() if award.superseded_by_id}
    for award in found.values():
        by_key[award.key].append(award)
    histories = []
    for key, kin, has_stars in wanted:
        line: dict[int, Award] = {}
        open_ends = [*by_key.get(key, []), *(found[pk] for pk in kin if pk in found)]
        while open_ends:
            award = open_ends.pop()
            if award.pk in line or (award.stars is not None) != has_stars:
                continue
            line[award.pk] = award
            open_ends += [one for one in (before.get(award.pk), found.get(award.superseded_by_id or 0)) if one]
        histories.append(sorted(line.values(), key=lambda one: (one.starts_on, one.pk)))
    return histories


def _with_lines(wanted: Q) -> dict[int, Award]:
    found: dict[int, Award] = {}
    while True:
        new = list(Award.objects.select_for_update().filter(wanted, withdrawn_on=None).exclude(pk__in=found))
        if not new:
            return found
        found |= {award.pk: award for award in new}
        following = {award.superseded_by_id for award in new if award.superseded_by_id}
        wanted = Q(superseded_by__in=new) | Q(pk__in=following)


def insert_following(pairs: Sequence[tuple[Award, Award | None]]) -> None:
    """Save many new awards, each the last of its line, after the one that it follows, if any; in few statements."""
    following = [(award, before) for award, before in pairs if before]
    for award, before in pairs:
        award.key = f"pending|{award.code}" if before else recognized_key(award.product_name, award.maker_name)
    Award.objects.bulk_create([award for award, _before in pairs])
    for award, before in following:
        before.superseded_by, before.superseded_from = award, award.starts_on
        award.key = recognized_key(award.product_name, award.maker_name)
    update_rows([before for _award, before in following], ["superseded_by", "superseded_from"])
    update_rows([award for award, _before in following], ["key"])


def insert_award(award: Award, history: list[Award]) -> list[Award]:
    """Save a new award in its place in the history; gives the other awards that this changed."""
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
