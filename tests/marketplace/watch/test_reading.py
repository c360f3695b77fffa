"""The watch list follows what people write, within seconds and once a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from catalog.certification.services import link_award, revoke_award
from catalog.claims.models import Claim, Sweep, Unread
from catalog.lib import clock
from catalog.lib.clock import VIETNAM
from catalog.products.services import write_text
from cms.stories.models import StoryIndexPage, StoryPage
from marketplace.accounts.models import User
from marketplace.upkeep.management.commands.run_periodic import WORK
from marketplace.watch.reading import read_changed_texts, sweep_claims
from tests.factories.awards import AwardFactory, DecisionFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


def story(words: str) -> StoryPage:
    page = StoryPage(
        title="Chuyện làng",
        slug="chuyen-lang",
        producer=ListingFactory.create().maker,
        summary="Một nhà làm chè lam.",
        body=[("paragraph", f"<p>{words}</p>"), ("quote", {"text": "Ngon", "speaker": "Anh Mẫu", "role": ""})],
    )
    StoryIndexPage.objects.get(locale__language_code="vi").add_child(instance=page)
    page.save_revision().publish()
    return page


def test_new_words_are_read_with_the_next_turn_and_only_once() -> None:
    listing = ListingFactory.create()
    write_text(listing=listing, language="vi", title="Chè lam OCOP 5 sao")
    assert (read_changed_texts(), read_changed_texts()) == (1, 0)
    assert Unread.objects.count() == 0
    assert Claim.objects.get().subject_id == listing.pk


def test_a_badge_that_comes_or_goes_is_heard_of(mai: User) -> None:
    listing = ListingFactory.create(title="Chè lam OCOP 4 sao")
    read_changed_texts()
    award = AwardFactory.create(decision=DecisionFactory.create(signed_on=clock.today() - timedelta(days=9)))
    link_award(award=award, product_id=listing.product_id, officer=mai)
    read_changed_texts()
    assert Claim.objects.get().state == Claim.State.SETTLED
    revoke_award(award=award, on=clock.today(), decision="7/QĐ", reason="Sai", officer=mai)
    assert read_changed_texts() == 1
    assert Claim.objects.get().state == Claim.State.OPEN


def test_a_story_is_read_in_all_its_blocks_and_taken_off_claims_nothing() -> None:
    page = story("Nhà này có OCOP 5 sao")
    read_changed_texts()
    claim = Claim.objects.get()
    assert (claim.kind, claim.subject_id, claim.stars) == (Claim.Kind.STORY, page.pk, 5)
    page.unpublish()
    read_changed_texts()
    claim.refresh_from_db()
    assert claim.state == Claim.State.SETTLED


def test_everything_is_read_once_a_day() -> None:
    listing = ListingFactory.create(title="Chè lam OCOP 5 sao")
    Unread.objects.all().delete()
    with time_machine.travel(datetime(2027, 3, 1, 0, 0, 5, tzinfo=VIETNAM)):
        assert (sweep_claims(), sweep_claims()) == (1, 0)
    with time_machine.travel(datetime(2027, 3, 2, 0, 0, 5, tzinfo=VIETNAM)):
        sweep_claims()
    assert Sweep.objects.count() == 1
    assert Claim.objects.get().subject_id == listing.pk


def test_a_star_that_lapses_in_silence_opens_the_claim_the_next_day(mai: User) -> None:
    listing = ListingFactory.create(title="Chè lam OCOP 4 sao")
    award: Any = AwardFactory.create(decision=DecisionFactory.create(signed_on=clock.today() - timedelta(days=9)))
    link_award(award=award, product_id=listing.product_id, officer=mai)
    read_changed_texts()
    assert Claim.objects.count() == 0
    with time_machine.travel(datetime.combine(award.lapses_on, datetime.min.time(), tzinfo=VIETNAM) + timedelta(seconds=20)):
        assert sweep_claims() == 1


def test_the_clock_of_the_shop_reads() -> None:
    assert {"read_changed_texts", "sweep_claims"} <= {work.__name__ for work in WORK}
