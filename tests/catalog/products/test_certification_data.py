"""Search engines are told of stars only while they are in force."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalog.certification.services import revoke_award
from catalog.products.models import ReportedStar
from tests.factories.awards import AwardFactory, DecisionFactory, link
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
INSIDE = date(2026, 3, 4)


def data_of(client: Client, listing: Any, day: date) -> dict[str, Any]:
    with time_machine.travel(day):
        page = client.get(f"/san-pham/{listing.texts.get().slug}/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_a_certification_names_its_paper_its_body_and_its_days(client: Client) -> None:
    listing, award = ListingFactory.create(), AwardFactory.create(decision=DecisionFactory.create(number="7/QĐ-UBND"))
    link(award, listing)
    certification = data_of(client, listing, INSIDE)["hasCertification"]
    assert certification == {
        "@type": "Certification",
        "name": "OCOP 4 sao",
        "certificationIdentification": "7/QĐ-UBND",
        "issuedBy": {"@type": "GovernmentOrganization", "name": "UBND thành phố Hà Nội"},
        "certificationStatus": "https://schema.org/CertificationActive",
        "validFrom": "2025-01-10",
        "expires": "2028-01-09",
        "url": f"http://127.0.0.1:8000/v/{award.code}",
        "certificationRating": {"@type": "Rating", "ratingValue": 4, "bestRating": 5},
    }


def test_nothing_is_said_before_the_first_day_or_after_the_last(client: Client) -> None:
    listing, award = ListingFactory.create(), AwardFactory.create()
    link(award, listing)
    for day, is_told in (
        (award.starts_on - timedelta(days=1), False),
        (award.starts_on, True),
        (award.lapses_on - timedelta(days=1), True),
        (award.lapses_on, False),
    ):
        data = data_of(client, listing, day)
        assert ("hasCertification" in data, "award" in data) == (is_told, is_told), day


def test_a_revoked_or_only_reported_star_is_not_told(client: Client, mai: Any) -> None:
    listing, award = ListingFactory.create(), AwardFactory.create()
    link(award, listing)
    ReportedStar.objects.create(listing=listing, stars=5, year=2024, source_url="https://bao.example/tin")
    revoke_award(award=award, on=INSIDE, decision="8/QĐ", reason="Sai hồ sơ", officer=mai)
    data = data_of(client, listing, INSIDE)
    assert "hasCertification" not in data
    assert "award" not in data


def test_an_invented_decision_is_marked(client: Client) -> None:
    listing = ListingFactory.create()
    link(AwardFactory.create(decision=DecisionFactory.create(is_sample=True)), listing)
    assert data_of(client, listing, INSIDE)["hasCertification"]["name"] == "OCOP 4 sao (mẫu)"
