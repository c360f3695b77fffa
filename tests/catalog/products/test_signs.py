"""Signs other than stars: three families, kept apart, each with its paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from catalog.products.models import Sign
from tests.factories.awards import AwardFactory, link
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
HEADINGS = ["Chỉ dẫn địa lý và nhãn hiệu", "Danh hiệu làng nghề, nghệ nhân", "Cơ sở tự công bố, kèm giấy tờ và ngày"]


def sign(listing: Any, family: str, name: str, **facts: Any) -> Sign:
    return Sign.objects.create(
        **{"listing": listing, "family": family, "name_vi": name, "name_en": name, "paper": "Số 1", "dated_on": date(2025, 1, 2), **facts}
    )


def page(client: Client, listing: Any) -> str:
    return client.get(f"/san-pham/{listing.texts.get().slug}/").content.decode()


def test_each_family_stands_under_a_heading_of_its_own_in_their_order(client: Client) -> None:
    listing = ListingFactory.create()
    sign(listing, Sign.Family.CLAIM, "VietGAP")
    sign(listing, Sign.Family.INDICATION, "Gà Mía Sơn Tây")
    sign(listing, Sign.Family.TITLE, "Nghệ nhân làng nghề")
    text = page(client, listing)
    places = [text.index(words) for words in (HEADINGS[0], "Gà Mía Sơn Tây", HEADINGS[1], "Nghệ nhân làng nghề", HEADINGS[2], "VietGAP")]
    assert places == sorted(places)
    assert "02/01/2025" in text


def test_a_family_without_signs_has_no_heading_and_stars_are_not_among_them(client: Client) -> None:
    listing = ListingFactory.create()
    link(AwardFactory.create(), listing)
    sign(listing, Sign.Family.TITLE, "Nghệ nhân làng nghề")
    text = page(client, listing)
    assert HEADINGS[1] in text
    assert HEADINGS[0] not in text
    assert HEADINGS[2] not in text
    start = text.index(HEADINGS[1])
    assert "OCOP" not in text[start : text.index("</section>", start)]


@pytest.mark.parametrize(
    "facts",
    [{"family": "claim", "dated_on": None}, {"family": "claim", "paper": ""}, {"family": "title", "paper": ""}, {"family": "stars"}],
    ids=str,
)
def test_a_sign_without_its_paper_or_of_no_family_is_refused(facts: dict[str, Any]) -> None:
    listing = ListingFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        sign(listing, facts.pop("family"), "VietGAP", **facts)
    assert not Sign.objects.exists()


def test_a_title_whose_day_nobody_wrote_down_may_stand() -> None:
    sign(ListingFactory.create(), Sign.Family.TITLE, "Làng nghề truyền thống", dated_on=None)
    assert Sign.objects.count() == 1
