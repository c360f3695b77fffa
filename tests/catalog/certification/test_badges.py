"""The badge is a function of award and date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.certification.badges import IN_FORCE, AwardFacts, AwardState, award_state, badge_stars, lapse_day, valid_until

START = date(2022, 1, 5)
FACTS = AwardFacts(stars=4, is_potential_five=False, starts_on=START, lapses_on=lapse_day(START))


def test_signed_on_5_january_2022_the_last_day_is_4_january_2025() -> None:
    assert lapse_day(START) == date(2025, 1, 5)
    assert valid_until(lapse_day(START)) == date(2025, 1, 4)
    assert badge_stars(FACTS, date(2025, 1, 4)) == 4
    assert badge_stars(FACTS, date(2025, 1, 5)) is None


def test_a_leap_day_lapses_on_the_months_end() -> None:
    assert lapse_day(date(2024, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2022, 1, 4), AwardState.NOT_YET),
        (date(2022, 1, 5), AwardState.VALID),
        (date(2024, 7, 4), AwardState.VALID),
        (date(2024, 7, 5), AwardState.EXPIRING),
        (date(2025, 1, 4), AwardState.EXPIRING),
        (date(2025, 1, 5), AwardState.LAPSED),
    ],
)
def test_states_change_on_their_days(day: date, state: AwardState) -> None:
    assert award_state(FACTS, day) is state


def test_a_revocation_counts_from_its_day_and_outweighs_all_else() -> None:
    revoked = replace(FACTS, revoked_on=date(2023, 5, 1))
    assert award_state(revoked, date(2023, 4, 30)) is AwardState.VALID
    assert award_state(revoked, date(2023, 5, 1)) is AwardState.REVOKED
    assert award_state(revoked, date(2030, 1, 1)) is AwardState.REVOKED


@pytest.mark.parametrize(("stars", "state"), [(5, AwardState.UPGRADED), (4, AwardState.RENEWED), (3, AwardState.RENEWED)])
def test_a_superseded_award_says_how(stars: int, state: AwardState) -> None:
    superseded = replace(FACTS, superseded_from=date(2024, 1, 1), superseding_stars=stars)
    assert award_state(superseded, date(2024, 1, 1)) is state
    assert badge_stars(superseded, date(2023, 12, 31)) == 4


def test_potential_five_stars_is_no_badge() -> None:
    potential = replace(FACTS, stars=None, is_potential_five=True)
    assert award_state(potential, START) is AwardState.POTENTIAL_FIVE
    assert badge_stars(potential, START) is None


def test_papers_filed_keep_the_badge_to_its_last_day_and_not_one_day_longer() -> None:
    filed = replace(FACTS, reevaluation_filed_on=date(2024, 9, 1))
    assert award_state(filed, date(2024, 8, 31)) is AwardState.EXPIRING
    assert award_state(filed, date(2024, 9, 1)) is AwardState.REEVALUATION_FILED
    assert badge_stars(filed, date(2025, 1, 4)) == 4
    assert award_state(filed, date(2025, 1, 5)) is AwardState.LAPSED
    assert badge_stars(filed, date(2025, 1, 5)) is None


def test_papers_filed_give_no_stars_to_potential_five_or_to_what_was_revoked() -> None:
    filed = replace(FACTS, reevaluation_filed_on=date(2023, 9, 1))
    assert award_state(replace(filed, stars=None, is_potential_five=True), date(2024, 1, 1)) is AwardState.POTENTIAL_FIVE
    assert award_state(replace(filed, revoked_on=date(2023, 12, 1)), date(2024, 1, 1)) is AwardState.REVOKED


@given(start=st.dates(date(2019, 1, 1), date(2035, 1, 1)), offset=st.integers(-400, 1600))
def test_a_badge_shows_exactly_between_start_and_lapse(start: date, offset: int) -> None:
    award = replace(FACTS, starts_on=start, lapses_on=lapse_day(start))
    day = start + timedelta(days=offset)
    assert (award_state(award, day) in IN_FORCE) == (start <= day < award.lapses_on)
