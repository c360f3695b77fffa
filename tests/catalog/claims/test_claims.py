"""Stars claimed in words: found, settled by a badge of as many, decided by a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from catalog.audit.models import AuditEntry
from catalog.claims.errors import UnableToDecideClaim
from catalog.claims.models import Claim
from catalog.claims.selectors import open_claims
from catalog.claims.services import scan_all, scan_listings, scan_producers, settle_claim
from catalog.lib import clock
from catalog.producers.models import Producer
from catalog.products.models import Listing, ReportedStar
from catalog.products.services import write_text
from marketplace.accounts.models import User
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
A_DAY = datetime(2026, 11, 2, 9, tzinfo=clock.VIETNAM)
State = Claim.State


def boast(words: str = "Chè lam OCOP 5 sao") -> Listing:
    listing: Listing = ListingFactory.create()
    write_text(listing=listing, language="vi", title="Chè lam", summary=words)
    return listing


def states() -> list[tuple[str, int]]:
    return list(Claim.objects.order_by("pk").values_list("state", "stars"))


def badge(listing: Listing, stars: int = 5, **facts: Any) -> Any:
    award = AwardFactory.create(stars=stars, decision=DecisionFactory.create(signed_on=clock.today() - timedelta(days=30)), **facts)
    link(award, listing)
    return award


def test_a_listing_that_claims_a_star_without_a_record_is_found_once() -> None:
    listing = boast()
    assert (scan_listings([listing.pk]), scan_listings([listing.pk])) == (1, 0)
    (row,) = open_claims()
    assert (row.kind, row.subject_id, row.stars, row.language, row.producer_id) == ("listing", listing.pk, 5, "vi", listing.seller_id)
    assert "OCOP 5 sao" in row.excerpt
    assert row.url.startswith("/san-pham/")


def test_a_star_that_is_only_reported_excuses_nothing() -> None:
    listing = boast()
    ReportedStar.objects.create(listing=listing, stars=5, year=2024, source_url="https://bao.example/tin")
    assert scan_listings([listing.pk]) == 1


@pytest.mark.parametrize(("stars", "found"), [(5, 0), (4, 1)])
def test_a_badge_of_as_many_stars_stands_behind_the_words_and_one_of_fewer_does_not(stars: int, found: int) -> None:
    listing = boast()
    badge(listing, stars)
    assert scan_listings([listing.pk]) == found


def test_a_claim_is_settled_by_itself_once_a_badge_stands_and_opens_again_when_it_lapses() -> None:
    listing = boast()
    scan_listings([listing.pk])
    award = badge(listing)
    scan_listings([listing.pk])
    assert states() == [(State.SETTLED, 5)]
    assert Claim.objects.get().decided_by is None
    with time_machine.travel(award.lapses_on + timedelta(days=1)):
        assert scan_listings([listing.pk]) == 1
    assert states() == [(State.OPEN, 5)]


def test_words_that_are_gone_settle_the_claim() -> None:
    listing = boast()
    scan_listings([listing.pk])
    write_text(listing=listing, language="vi", title="Chè lam", summary="Ngọt vừa")
    scan_listings([listing.pk])
    assert states() == [(State.SETTLED, 5)]


def test_what_nobody_sees_claims_nothing() -> None:
    listing = boast()
    Listing.objects.update(state=Listing.State.DRAFT)
    assert scan_listings([listing.pk]) == 0


def test_an_officer_excuses_words_for_good_and_new_words_are_a_new_claim(mai: User) -> None:
    listing = boast("Bánh 5 sao của nhà tôi")
    scan_listings([listing.pk])
    settle_claim(claim=Claim.objects.get(), state=State.EXCUSED, note="Tên gọi vui, không nói về OCOP", officer=mai)
    assert scan_listings([listing.pk]) == 0
    assert AuditEntry.objects.filter(actor=mai, action="claims.excused").count() == 1
    write_text(listing=listing, language="vi", title="Chè lam", summary="Bánh OCOP 5 sao")
    assert scan_listings([listing.pk]) == 1
    assert states() == [(State.EXCUSED, 5), (State.OPEN, 5)]


@pytest.mark.parametrize(("state", "note"), [(State.EXCUSED, " "), (State.OPEN, "x"), ("lost", "x")])
def test_a_decision_needs_a_reason_and_must_be_one(mai: User, state: str, note: str) -> None:
    listing = boast()
    scan_listings([listing.pk])
    with pytest.raises(UnableToDecideClaim):
        settle_claim(claim=Claim.objects.get(), state=state, note=note, officer=mai)
    assert states() == [(State.OPEN, 5)]


def test_what_is_decided_is_not_decided_again(mai: User) -> None:
    listing = boast()
    scan_listings([listing.pk])
    claim = settle_claim(claim=Claim.objects.get(), state=State.SETTLED, note="Đã gọi, sẽ sửa", officer=mai)
    with pytest.raises(UnableToDecideClaim):
        settle_claim(claim=claim, state=State.EXCUSED, note="Khác", officer=mai)


def test_a_producers_words_need_a_badge_on_something_it_makes() -> None:
    producer = ProducerFactory.create()
    producer.texts.update(description="Cơ sở có sản phẩm OCOP 4 sao")
    assert scan_producers([producer.pk]) == 1
    badge(ListingFactory.create(seller=producer), 4)
    scan_producers([producer.pk])
    assert states() == [(State.SETTLED, 4)]


def test_a_full_reading_finds_all_and_costs_the_same_however_many_claims_are_listed(django_assert_num_queries: Any) -> None:
    for _number in range(3):
        boast()
    Producer.objects.first().texts.update(summary="OCOP ★★★★")  # type: ignore[union-attr]
    assert scan_all() == 4
    with django_assert_num_queries(5):
        assert len(open_claims()) == 4


WRONG: list[dict[str, Any]] = [
    {"stars": 2},
    {"kind": "page"},
    {"state": "settled"},
    {"state": "open", "decided_at": A_DAY},
    {"state": "excused", "decided_at": A_DAY},
]


@pytest.mark.parametrize("fields", WRONG, ids=str)
def test_an_impossible_claim_is_refused(fields: dict[str, Any]) -> None:
    facts = {"kind": "listing", "subject_id": 1, "language": "vi", "stars": 4, "excerpt": "x", "found_at": clock.now(), **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(**facts)
