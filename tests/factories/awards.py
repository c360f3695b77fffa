"""Decisions and awards for tests."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from catalog.certification.badges import lapse_day
from catalog.certification.models import Award, AwardLink, Decision, IssuingBody
from catalog.lib import clock
from catalog.products.models import Listing


class IssuingBodyFactory(DjangoModelFactory[IssuingBody]):
    """A province."""

    class Meta:
        model = IssuingBody
        django_get_or_create = ("name_vi", "valid_from")

    name_vi, name_en = "UBND thành phố Hà Nội", "People's Committee of Hanoi"
    level = IssuingBody.Level.PROVINCE
    valid_from = date(2019, 1, 1)


class DecisionFactory(DjangoModelFactory[Decision]):
    """A decision of Hanoi."""

    class Meta:
        model = Decision

    number = factory.Sequence(lambda n: f"{n + 100}/QĐ-UBND")
    signed_on = date(2025, 1, 10)
    issuing_body = factory.SubFactory(IssuingBodyFactory)


class AwardFactory(DjangoModelFactory[Award]):
    """Four stars from the day its decision was signed."""

    class Meta:
        model = Award

    decision = factory.SubFactory(DecisionFactory)
    product_name = factory.Sequence(lambda n: f"Chè lam {n}")
    maker_name = "Hợp tác xã Thạch Xá"
    stars = 4
    starts_on = factory.SelfAttribute("decision.signed_on")
    lapses_on = factory.LazyAttribute(lambda award: lapse_day(award.starts_on))


def link(award: Award, listing: Listing) -> AwardLink:
    """Join an award to a listing."""
    return AwardLink.objects.create(award=award, product=listing.product, approved_at=clock.now())
