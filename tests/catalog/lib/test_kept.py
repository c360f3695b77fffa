"""What is kept for a minute is read once, is each caller's own, and may be forgotten."""

from __future__ import annotations

from datetime import date

from catalog.lib.kept import forget_kept, kept
from catalog.products.models import VatRate
from catalog.products.selectors import vat_percent_for
from tests.factories.products import vat_rates


def test_it_is_read_once_and_each_caller_gets_a_copy() -> None:
    reads: list[int] = []

    def read() -> list[str]:
        reads.append(1)
        return ["a"]

    kept("letters", read).append("b")
    assert kept("letters", read) == ["a"]
    assert len(reads) == 1
    forget_kept()
    assert kept("letters", read) == ["a"]
    assert len(reads) == 2


def test_that_there_is_nothing_is_kept_too() -> None:
    reads: list[int] = []
    for _ in range(2):
        assert kept("nothing", lambda: reads.append(1)) is None
    assert len(reads) == 1


def test_each_day_has_its_own_rates(db: None) -> None:
    vat_rates()
    rate = VatRate.objects.order_by("valid_from").first()
    assert rate is not None
    day = date(2030, 1, 1)
    assert vat_percent_for(rate.vat_class, day) == VatRate.objects.filter(vat_class=rate.vat_class).latest("valid_from").percent
    VatRate.objects.create(vat_class=rate.vat_class, percent=17, valid_from=date(2030, 1, 2), source="Luật thử")
    assert vat_percent_for(rate.vat_class, day) != 17
    assert vat_percent_for(rate.vat_class, date(2030, 1, 2)) == 17
