"""The dated rules are loaded whole, and again without a change."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.certification.models import CriteriaBand, IssuingBody, OcopGroup
from catalog.certification.rules import load_certification_rules
from catalog.products.models import VatRate
from catalog.products.rules import load_vat_rates
from catalog.products.selectors import vat_percent_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules():
    load_certification_rules()
    load_vat_rates()


def counts():
    return [model.objects.count() for model in (CriteriaBand, IssuingBody, OcopGroup, VatRate)]


def test_loading_again_adds_nothing():
    before = counts()
    load_certification_rules()
    load_vat_rates()
    assert counts() == before


def test_there_are_six_groups_and_each_row_has_a_category_under_its_parents():
    assert list(OcopGroup.objects.filter(parent=None).values_list("code", flat=True)) == [
        "food",
        "drink",
        "herbal",
        "craft",
        "ornamental",
        "tourism",
    ]
    for group in OcopGroup.objects.exclude(parent=None):
        assert group.category.get_parent() == group.parent.category


@pytest.mark.parametrize(
    ("score", "stars"), [("100", 5), ("90", 5), ("89.99", 4), ("89.5", 4), ("70", 4), ("69.99", 3), ("50", 3), ("49.9", 2)]
)
def test_a_score_falls_into_one_band(score, stars):
    bands = CriteriaBand.objects.filter(score_from__lte=Decimal(score), score_below__gt=Decimal(score))
    assert [band.stars for band in bands] == [stars]


@pytest.mark.parametrize(
    ("vat_class", "day", "percent"),
    [
        ("standard", date(2026, 12, 31), 8),
        ("standard", date(2027, 1, 1), 10),
        ("full", date(2026, 12, 31), 10),
        ("reduced", date(2026, 6, 1), 5),
        ("exempt", date(2026, 6, 1), 0),
    ],
)
def test_the_rate_of_the_day_is_found(vat_class, day, percent):
    assert vat_percent_for(vat_class, day) == percent
