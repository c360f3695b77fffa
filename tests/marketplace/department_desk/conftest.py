"""A desk with something on it: a staged run of Mai's with a sure and a doubtful row, and an award of Hanoi's that a listing shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from catalog.certification.models import Award, AwardLink
from catalog.certification.rules import load_certification_rules
from catalog.claims.models import Claim
from catalog.lib import clock
from catalog.places.models import Place
from catalog.products.models import Listing
from catalog.registry.models import Record, SyncRun
from catalog.registry.services import stage_annex
from marketplace.accounts.models import Appointment, User
from marketplace.renewals.models import RenewalCase
from tests.cast import make_person
from tests.catalog.registry.annexes import FACTS, HEAD, as_csv, clean_rows
from tests.factories.awards import AwardFactory, link
from tests.factories.producers import PlaceFactory, ProducerFactory
from tests.factories.products import ListingFactory


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the tests find on the desk."""

    hanoi: Place
    elsewhere: Place
    run: SyncRun
    award: Award
    link: AwardLink
    listing: Listing
    claim: Claim
    case: RenewalCase

    @property
    def doubtful(self) -> Record:
        """The row that waits for an officer."""
        return self.run.records.get(outcome="doubtful")

    @property
    def accepted(self) -> Record:
        """The row that is sure."""
        return self.run.records.get(outcome="accepted")


MakeOfficer = Callable[..., User]


@pytest.fixture
def officer(db: None) -> MakeOfficer:
    """Make an officer with one duty, within a place or everywhere."""

    def make(given: str, duty: str, place: Place | None = None) -> User:
        user = make_person(given)
        Appointment.objects.create(user=user, duty=duty, place=place)
        return user

    return make


@pytest.fixture
def desk(mai: User) -> Desk:
    """Lay the desk."""
    load_certification_rules()
    hanoi, elsewhere = PlaceFactory.create(name="Hà Nội"), PlaceFactory.create(name="Huế")
    maker = ProducerFactory.create(name=FACTS[0].maker, place=hanoi)
    listing = ListingFactory.create(title=FACTS[0].name, seller=maker)
    rows = clean_rows()[:2]
    rows[0][8] = "15/01/25"
    run = stage_annex(content=as_csv([HEAD, *rows]), source="phu-luc.csv", actor=mai)
    other = ListingFactory.create(title="Chè lam gừng", seller=ProducerFactory.create(name="Hợp tác xã Thạch Xá", place=hanoi))
    # The body of the run's decision: with two of one level on file, nobody could tell which one signed a later annex.
    body = run.records.get(position=0).issuing_body
    award = AwardFactory.create(place=hanoi, address="Thôn Bí Mật, nhà số 7", decision__issuing_body=body)
    claim = Claim.objects.create(
        kind="listing", subject_id=listing.pk, producer=maker, language="vi", stars=5, excerpt="OCOP 5 sao", found_at=clock.now()
    )
    case = RenewalCase.objects.create(award=award, producer=other.seller, opened_at=clock.now())
    return Desk(case=case, claim=claim, hanoi=hanoi, elsewhere=elsewhere, run=run, award=award, link=link(award, other), listing=listing)


def signed_in(user: User) -> Client:
    """Give a browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client
