"""Whichever run comes first, however names are spelled: the same stars at the end, and none that vanishes wrongly."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from catalog.certification.models import Award
from catalog.certification.rules import load_certification_rules
from catalog.certification.selectors import badges_for_products
from catalog.certification.services import revoke_award
from catalog.registry.models import SyncRun
from catalog.registry.services import apply_run, stage_annex
from catalog.registry.undoing import undo_run
from marketplace.accounts.models import User
from tests.catalog.registry.annexes import FACTS, HEAD, Table, as_csv, clean_rows
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    load_certification_rules()


def stage(rows: Table) -> SyncRun:
    return stage_annex(content=as_csv([HEAD, *rows]), source="phu-luc.csv", actor=None)


def paper(year: int, *, name: str = FACTS[0].name, maker: str = FACTS[0].maker, stars: str = "4 sao", score: str = "81,5") -> Table:
    [row, *_] = clean_rows(day=f"15/01/{year}", number=f"{year}/QĐ-UBND", stars=stars)
    return [[row[0], name, maker, row[3], row[4], score, stars, *row[7:]]]


def history() -> list[tuple[int, int | None]]:
    awards = Award.objects.filter(withdrawn_on=None).order_by("starts_on", "pk")
    return [(award.starts_on.year, award.superseded_from.year if award.superseded_from else None) for award in awards]


SPELLINGS = [
    paper(2021, maker="Cty TNHH Dương Kiên"),
    paper(2023, name="MIEN DUONG KIEN", maker="Công ty TNHH Dương Kiên"),
    paper(2025, name="Miến Dương Kiên"),
]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
@pytest.mark.parametrize("stage_first", [True, False], ids=["all staged before any is applied", "one after the other"])
def test_other_spellings_make_one_line_in_any_order(mai: User, order: tuple[int, ...], stage_first: bool) -> None:
    if stage_first:
        for run in [stage(SPELLINGS[n]) for n in order]:
            apply_run(run=run, officer=mai)
    else:
        for n in order:
            apply_run(run=stage(SPELLINGS[n]), officer=mai)
    assert history() == [(2021, 2023), (2023, 2025), (2025, None)]


@pytest.mark.parametrize("order", list(permutations(range(2))), ids=str)
def test_a_revoked_award_lets_no_former_one_stand_again(mai: User, order: tuple[int, ...]) -> None:
    """Revoked between two papers: the four stars before it were over when it began."""
    apply_run(run=stage(paper(2023, stars="3 sao", score="60")), officer=mai)
    revoke_award(award=Award.objects.get(), on=date(2024, 6, 1), decision="9/QĐ-UBND", reason="Sai", officer=mai)
    papers = [paper(2021), paper(2025)]
    for n in order:
        apply_run(run=stage(papers[n]), officer=mai)
    assert history() == [(2021, 2023), (2023, 2025), (2025, None)]


@pytest.mark.parametrize("potential_first", [True, False])
def test_potential_five_stars_alone_take_no_star_away(mai: User, potential_first: bool) -> None:
    listing = ListingFactory.create(title=FACTS[0].name, seller=ProducerFactory.create(name=FACTS[0].maker))
    papers = [paper(2024), paper(2025, stars="Tiềm năng 5 sao", score="92")]
    for table in reversed(papers) if potential_first else papers:
        apply_run(run=stage(table), officer=mai)
    assert sorted(Award.objects.values_list("stars", "superseded_by"), key=str) == [(4, None), (None, None)]
    assert badges_for_products([listing.product_id], date(2025, 6, 1))[listing.product_id].stars == 4


def test_the_next_stars_follow_the_last_stars_past_a_potential(mai: User) -> None:
    for table in (paper(2023), paper(2024, stars="Tiềm năng 5 sao", score="92"), paper(2025, stars="5 sao", score="93")):
        apply_run(run=stage(table), officer=mai)
    four, potential, five = Award.objects.order_by("starts_on")
    assert (four.superseded_by, potential.superseded_by, five.superseded_by) == (five, None, None)


def test_a_name_that_fits_two_products_waits_for_an_officer(mai: User) -> None:
    maker = "Hộ kinh doanh Nguyễn Thu Phương"
    apply_run(run=stage([*paper(2024, name="Nụ trầm", maker=maker), *paper(2024, name="Nụ trám", maker=maker)]), officer=mai)
    run = stage(paper(2025, name="NU TRAM", maker=maker))
    assert (run.counts["doubtful"], run.records.get().reasons[-1]["code"]) == (1, "several_formers")
    apply_run(run=run, officer=mai)
    assert history() == [(2024, None), (2024, None)]


def test_what_became_doubtful_since_staging_is_not_applied(mai: User) -> None:
    """Another run has recorded other stars for the same paper meanwhile."""
    first, second = stage(paper(2025)), stage([*paper(2025, stars="3 sao", score="60"), *paper(2024, name="Trà khác")])
    assert second.counts["accepted"] == 2
    apply_run(run=first, officer=mai)
    run = apply_run(run=second, officer=mai)
    assert (run.counts["doubtful"], run.counts["recorded"]) == (1, 1)
    assert Award.objects.get(starts_on__year=2025).stars == 4


def test_what_another_run_confirms_stays_until_that_one_is_taken_back(mai: User) -> None:
    first = apply_run(run=stage(paper(2025)), officer=mai)
    second = apply_run(run=stage([*paper(2025), *paper(2025, name="Trà khác")]), officer=mai)
    undo = undo_run(run=first, officer=mai)
    [left] = undo.records.filter(effect__done="left")
    assert (left.effect["why"], left.effect["by"], undo.counts["left"]) == ("confirmed", [second.pk], 1)
    assert Award.objects.get(product_name=FACTS[0].name).withdrawn_on is None
    undo_run(run=second, officer=mai)
    assert not Award.objects.filter(withdrawn_on=None).exists()


@pytest.mark.parametrize("first", [0, 1])
def test_taking_both_runs_back_in_any_order_leaves_nothing(mai: User, first: int) -> None:
    runs = [apply_run(run=stage(rows), officer=mai) for rows in (paper(2025), [*paper(2025), *paper(2024, name="Trà khác")])]
    for run in (runs[first], runs[1 - first]):
        undo_run(run=run, officer=mai)
    assert not Award.objects.filter(withdrawn_on=None).exists()


def test_a_score_on_record_that_disagrees_is_written_as_papers_write_it(mai: User) -> None:
    apply_run(run=stage(paper(2025)), officer=mai)
    [row] = stage(paper(2025, score="84,5")).records.all()
    assert {"code": "record_disagrees", "value": "4★ 81,50"} in row.reasons
