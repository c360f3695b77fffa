"""What became of one recognized product over the years: recognized, lapsed, renewed, upgraded, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from django.db.models import Q

from catalog.certification.models import Award
from catalog.certification.selectors import verification_url

_FARTHEST = 20  # steps from one award to the next: 20 times 36 months


class Happened(StrEnum):
    """What an entry of the history tells."""

    RECOGNIZED = "recognized"
    RECOGNIZED_AGAIN = "recognized_again"
    RENEWED = "renewed"
    UPGRADED = "upgraded"
    FILED = "reevaluation_filed"
    LAPSED = "lapsed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One day in the life of a product's stars. `stars` is none for potential five stars."""

    on: date
    happened: Happened
    stars: int | None
    decision_number: str
    url: str
    is_this: bool

    def to_json(self) -> dict[str, Any]:
        """Give the same as plain values."""
        return {"on": self.on.isoformat(), "happened": str(self.happened), "stars": self.stars, "decision": self.decision_number}


def history_of(award: Award, *, today: date) -> list[HistoryEntry]:
    """Give what happened until `today` to the product that `award` is about, oldest first.

    Awards belong together that follow one another, or that name the same product of the same maker. Withdrawn records were
    mistakes and no history.
    """
    awards = _family(award)
    entries: list[HistoryEntry] = []
    for former, one in pairwise([None, *awards]):
        if one:
            entries += _entries(one, former, is_this=one.pk == award.pk)
    return sorted((entry for entry in entries if entry.on <= today), key=lambda entry: entry.on)


def _family(award: Award) -> list[Award]:
    """Gather the awards of one product, oldest first; a few queries, as many as there are changes of name."""
    found = {award.pk: award}
    for _step in range(_FARTHEST):
        keys = {one.key for one in found.values()}
        wanted = Q(key__in=keys) | Q(superseded_by__in=found) | Q(supersedes__in=found)
        more = Award.objects.filter(wanted, withdrawn_on=None).exclude(pk__in=found).select_related("decision")
        fresh = {one.pk: one for one in more}
        if not fresh:
            break
        found |= fresh
    standing = [one for one in found.values() if not one.withdrawn_on]
    return sorted(standing, key=lambda one: (one.starts_on, one.pk))


def _entries(award: Award, former: Award | None, *, is_this: bool) -> list[HistoryEntry]:
    def entry(on: date, happened: Happened, number: str = "") -> HistoryEntry:
        decision = number or award.decision.number
        return HistoryEntry(
            on=on, happened=happened, stars=award.stars, decision_number=decision, url=verification_url(award.code), is_this=is_this
        )

    entries = [entry(award.starts_on, _how_it_began(award, former))]
    if award.reevaluation_filed_on:
        entries.append(entry(award.reevaluation_filed_on, Happened.FILED))
    ends = [day for day in (award.revoked_on, award.superseded_from) if day]
    if award.revoked_on and not (award.superseded_from and award.superseded_from < award.revoked_on):
        entries.append(entry(award.revoked_on, Happened.REVOKED, award.revocation_decision))
    if not ends or award.lapses_on < min(ends):
        entries.append(entry(award.lapses_on, Happened.LAPSED))
    return entries


def _how_it_began(award: Award, former: Award | None) -> Happened:
    if former is None:
        return Happened.RECOGNIZED
    ended = min(day for day in (former.lapses_on, former.revoked_on) if day)
    if ended < award.starts_on:
        return Happened.RECOGNIZED_AGAIN
    return Happened.UPGRADED if (award.stars or 0) > (former.stars or 0) else Happened.RENEWED
