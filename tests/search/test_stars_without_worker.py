"""Nobody works the queue, and a star that was taken away is gone all the same."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from catalog.certification.models import Award, AwardLink
from catalog.certification.services import Recognized, link_award, record_award, revoke_award, unlink_award, withdraw_award
from catalog.lib import clock
from marketplace.accounts.models import Appointment, User
from search.engines import SearchEngine, engine
from search.freshness import badges_behind
from search.queries import Dimension, SearchQuery
from tests.cast import make_person
from tests.factories.awards import DecisionFactory

STARRED = "Chè lam Thạch Xá"
DAY = date(2026, 3, 2)


@pytest.fixture
def officer(real_shop: dict[str, int]) -> User:
    user = make_person("mai")
    Appointment.objects.create(user=user, duty=Appointment.Duty.VERIFY)
    return user


def revoke(award: Award, officer: User) -> None:
    revoke_award(award=award, on=award.starts_on, decision="9/QĐ-UBND", reason="Sai hồ sơ", officer=officer)


def withdraw(award: Award, officer: User) -> None:
    withdraw_award(award=award, reason="Nhập nhầm", officer=officer)


def unlink(award: Award, officer: User) -> None:
    unlink_award(link=AwardLink.objects.get(award=award), officer=officer)


def shown(product_id: int, stars: str = "4", asked: SearchEngine | None = None) -> list[object]:
    """Every place of a search where stars show: the card, the count, the filter, the words."""
    asked, today = asked or engine(), max(DAY, clock.today())
    everything = asked.search(SearchQuery(today=today))
    filtered = SearchQuery(filters={Dimension.STARS: (stars,)}, today=today)
    card = next(card for card in everything.cards if card.id == product_id)
    found = [one.id for one in asked.search(filtered).cards]
    return [card.badge.stars if card.badge else None, everything.facets[Dimension.STARS], found, asked.count(filtered)]


@pytest.mark.parametrize("take_away", [revoke, withdraw, unlink])
def test_a_star_taken_away_shows_nowhere_before_any_job_has_run(
    real_shop: dict[str, int], officer: User, take_away: Callable[[Award, User], None]
) -> None:
    product_id = real_shop[STARRED]
    assert shown(product_id) == [4, {"4": 1}, [product_id], 1]
    take_away(Award.objects.get(), officer)
    assert shown(product_id) == [None, {}, [], 0]


def test_a_star_that_moved_shows_as_it_is_now(real_shop: dict[str, int], officer: User) -> None:
    product_id, old = real_shop[STARRED], Award.objects.get()
    decision = DecisionFactory.create(signed_on=date(2026, 1, 5))
    recognized = Recognized(product_name=old.product_name, maker_name=old.maker_name, stars=3)
    link_award(award=record_award(decision=decision, recognized=recognized, officer=officer), product_id=product_id, officer=officer)
    assert shown(product_id, "3") == [3, {"3": 1}, [product_id], 1]
    assert shown(product_id, "4")[2:] == [[], 0]


def test_badges_are_read_again_only_when_something_else_waits(
    real_shop: dict[str, int], officer: User, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    """Here every product waits for the index: one query says so, and the badges are those of last time.

    It reads no job's products: after a large load there are as many as the shop has.
    """
    product_id, today = real_shop[STARRED], max(DAY, clock.today())
    assert badges_behind(today)[product_id]
    with django_assert_num_queries(1) as asked:
        assert badges_behind(today)[product_id]
    assert "args_kwargs" not in asked.captured_queries[0]["sql"]
    revoke(Award.objects.get(), officer)
    assert badges_behind(today)[product_id] is None
    with django_assert_num_queries(1):
        assert badges_behind(today)[product_id] is None
