"""A match is explained: what was compared, how sure it is, and why."""

from __future__ import annotations

import pytest

from catalog.certification.rules import load_certification_rules
from catalog.registry.models import Record
from catalog.registry.selectors import match_in_words
from catalog.registry.services import stage_annex
from tests.catalog.registry.annexes import FACTS, HEAD, as_csv, clean_rows
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
NAME, MAKER = FACTS[0].name, FACTS[0].maker


def matched(*listings: tuple[str, str], day: str = "15/01/2025") -> Record:
    load_certification_rules()
    for title, maker in listings:
        ListingFactory.create(title=title, seller=ProducerFactory.create(name=maker))
    return stage_annex(content=as_csv([HEAD, clean_rows(day=day)[0]]), source="x.csv", actor=None).records.get()


@pytest.mark.parametrize(
    ("listings", "because", "link_state"),
    [
        ([(NAME, MAKER)], ["name_same", "maker_same"], "ticked"),
        ([(NAME.upper(), "Cty TNHH Dương Kiên")], ["name_same", "maker_same"], "ticked"),
        ([(NAME, "Hợp tác xã Dương Kiên")], ["name_same", "maker_kind_differs"], "proposed"),
        ([("Miến Dương Kiênn", MAKER)], ["name_near", "maker_same"], "proposed"),
        ([(NAME, MAKER), (NAME, MAKER)], ["name_same", "maker_same", "several_listings"], "proposed"),
        ([("Gốm hoa sen", "Hợp tác xã Khác Hẳn")], None, ""),
    ],
)
def test_what_was_compared_is_told(listings: list[tuple[str, str]], because: list[str] | None, link_state: str) -> None:
    record = matched(*listings)
    assert (record.match.get("because"), record.link_state) == (because, link_state)
    assert bool(match_in_words(record)) == bool(because)


def test_a_paper_older_than_the_first_table_of_scores_says_so() -> None:
    record = matched(day="10/06/2019")
    assert ([reason["code"] for reason in record.reasons], record.outcome) == (["no_bands_then"], "accepted")
