"""A rate counts from its day on until it is too old; the last one written of a day wins; nothing on file is ever changed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from catalog.audit.models import AuditEntry
from catalog.rates.errors import RateRefused
from catalog.rates.models import ExchangeRate
from catalog.rates.selectors import rate_on, rates_on
from catalog.rates.services import record_rate
from marketplace.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]
DAY = date(2026, 11, 2)


def record(officer: User, dong: str = "26000", **facts: object) -> ExchangeRate:
    facts = {"currency": "USD", "valid_from": DAY, "source": "Vietcombank", "max_age_days": 7, **facts}
    return record_rate(officer=officer, dong_per_unit=Decimal(dong), **facts)


def test_a_rate_counts_from_its_day_until_it_is_too_old(mai: User) -> None:
    record(mai)
    assert rate_on("USD", date(2026, 11, 1)) is None
    found = rate_on("USD", DAY)
    assert found
    assert (found.dong_per_unit, found.since, found.last_day) == (Decimal(26000), DAY, date(2026, 11, 8))
    assert rate_on("USD", date(2026, 11, 8))
    assert rate_on("USD", date(2026, 11, 9)) is None
    assert rates_on(DAY).keys() == {"USD"}
    assert rates_on(date(2026, 11, 9)) == {}


def test_an_old_rate_never_stands_in_for_a_later_one_that_lapsed(mai: User) -> None:
    record(mai, max_age_days=366)
    record(mai, "27000", valid_from=date(2026, 11, 5), max_age_days=1)
    assert rate_on("USD", date(2026, 11, 6)) is None


def test_a_mistake_is_mended_by_another_rate_of_the_same_day(mai: User) -> None:
    record(mai, "2600")
    record(mai, "26000")
    found = rate_on("USD", DAY)
    assert found
    assert found.dong_per_unit == 26000


def test_the_margin_makes_goods_dearer_in_the_foreign_currency_both_ways(mai: User) -> None:
    record(mai, "25000", margin_percent=Decimal(2))
    found = rate_on("USD", DAY)
    assert found
    assert found.from_dong(250_000) == Decimal("10.20")
    assert found.in_dong(Decimal("10.20")) == 250_000


def test_who_put_it_on_file_stands_in_the_audit_log(mai: User) -> None:
    rate = record(mai)
    entry = AuditEntry.objects.get(action="rates.record")
    assert (entry.actor_id, entry.object_id, entry.after["dong_per_unit"]) == (mai.pk, str(rate.pk), "26000")


@pytest.mark.parametrize(
    "facts",
    [
        {"currency": "VND"}, {"currency": "US"}, {"currency": "U$D"}, {"dong": "0"}, {"dong": "-1"}, {"source": " "},
        {"margin_percent": Decimal(21)}, {"margin_percent": Decimal(-1)}, {"max_age_days": 0},
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_refused_and_nothing_is_written(mai: User, facts: dict[str, object]) -> None:
    with pytest.raises(RateRefused):
        record(mai, **facts)
    assert not ExchangeRate.objects.exists()
    assert not AuditEntry.objects.filter(action="rates.record").exists()


def test_the_database_refuses_to_change_or_remove_a_rate(mai: User) -> None:
    rate = record(mai)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ExchangeRate.objects.filter(pk=rate.pk).update(dong_per_unit=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ExchangeRate.objects.filter(pk=rate.pk).delete()
