"""The badge: a function of an award and a date, and of nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from catalog.lib.clock import add_months

TERM_MONTHS = 36
WARNING_MONTHS = 6


class AwardState(StrEnum):
    """What became of an award by a given day."""

    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRING = "expiring"
    REEVALUATION_FILED = "reevaluation_filed"
    LAPSED = "lapsed"
    RENEWED = "renewed"
    UPGRADED = "upgraded"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    POTENTIAL_FIVE = "potential_five"


BadgeState = Literal["valid", "expiring", "reevaluation_filed"]
IN_FORCE = frozenset({AwardState.VALID, AwardState.EXPIRING, AwardState.REEVALUATION_FILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFacts:
    """What the state of an award depends on; `superseding_stars` are those of the award that took its place."""

    stars: int | None
    is_potential_five: bool
    starts_on: date
    lapses_on: date
    superseded_from: date | None = None
    superseding_stars: int | None = None
    revoked_on: date | None = None
    withdrawn_on: date | None = None
    reevaluation_filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """Stars in force on the day it was made, with what a buyer needs to check them."""

    stars: int
    code: str
    url: str
    state: BadgeState
    last_day: date
    decision_number: str
    decision_on: date
    is_sample: bool


def lapse_day(starts_on: date, months: int = TERM_MONTHS) -> date:
    """Give the first day without a badge: the same day 36 months on, clamped to the month's end.

    Signed 05/01/2022: last day 04/01/2025, no badge from 05/01/2025 on (Decision 1048/QĐ-TTg of 2019 and 148/QĐ-TTg of 2023).
    """
    return add_months(starts_on, months)


def valid_until(lapses_on: date) -> date:
    """Give the last day with the badge, as pages and JSON show it."""
    return lapses_on - timedelta(days=1)


def award_state(award: AwardFacts, today: date) -> AwardState:
    """Say what the award is worth on `today`; the order of the questions is the order of their weight.

    Papers filed for a new evaluation neither end an award nor make it longer: the badge stays to its last day, and goes with it.
    """
    if award.withdrawn_on and award.withdrawn_on <= today:
        return AwardState.WITHDRAWN
    if award.revoked_on and award.revoked_on <= today:
        return AwardState.REVOKED
    if award.superseded_from and award.superseded_from <= today:
        return AwardState.UPGRADED if (award.superseding_stars or 0) > (award.stars or 0) else AwardState.RENEWED
    if today < award.starts_on:
        return AwardState.NOT_YET
    if today >= award.lapses_on:
        return AwardState.LAPSED
    if award.stars is None:
        return AwardState.POTENTIAL_FIVE
    if award.reevaluation_filed_on and award.reevaluation_filed_on <= today:
        return AwardState.REEVALUATION_FILED
    return AwardState.EXPIRING if today >= add_months(award.lapses_on, -WARNING_MONTHS) else AwardState.VALID


def badge_stars(award: AwardFacts, today: date) -> int | None:
    """Give the stars that may be shown on `today`, or none."""
    return award.stars if award_state(award, today) in IN_FORCE else None
