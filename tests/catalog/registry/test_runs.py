"""Runs: staged, applied by an officer, applied again, cut off, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.audit.models import AuditEntry
from catalog.certification.models import Award, AwardLink, Decision
from catalog.certification.rules import load_certification_rules
from catalog.certification.selectors import badges_for_products
from catalog.certification.services import link_award, revoke_award
from catalog.products.models import Listing
from catalog.registry.errors import UnableToApply, UnableToUndo
from catalog.registry.models import Record, SyncRun
from catalog.registry.services import apply_run, stage_annex
from catalog.registry.undoing import undo_run
from marketplace.accounts.models import Appointment, User
from tests.catalog.registry.annexes import CLEANABLE, FACTS, HEAD, SIGNED, Table, as_csv, clean_rows
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    load_certification_rules()


def stage(rows: Table | None = None) -> SyncRun:
    content = as_csv([HEAD, *(rows or clean_rows())])
    return stage_annex(content=content, source="phu-luc.csv", actor=None)


def renewal() -> Table:
    """The first product again, three years on, with five stars' score."""
    row = clean_rows(day="10/12/2025", number="77/QĐ-UBND")[0]
    return [[*row[:5], "85", *row[6:]]]


def listing_of(number: int) -> Listing:
    maker = ProducerFactory.create(name=FACTS[number].maker)
    return ListingFactory.create(title=FACTS[number].name, seller=maker)


def test_staging_reaches_no_award() -> None:
    run = stage()
    assert (run.state, run.counts) == ("staged", {"accepted": 7, "doubtful": 0, "rejected": 0})
    assert (Award.objects.count(), Decision.objects.count(), Record.objects.count()) == (0, 0, 7)
    assert Record.objects.first().raw[1] == FACTS[0].name


def test_the_same_file_is_one_run(mai: User) -> None:
    run = stage()
    assert stage() == run
    apply_run(run=run, officer=mai)
    entries = AuditEntry.objects.count()
    apply_run(run=stage(), officer=mai)
    assert (Award.objects.count(), SyncRun.objects.count(), AuditEntry.objects.count()) == (7, 1, entries)


def test_the_same_rows_in_another_file_change_nothing(mai: User) -> None:
    apply_run(run=stage(), officer=mai)
    again = apply_run(run=stage_annex(content=CLEANABLE["VNI"], source="vni.xlsx", actor=None), officer=mai)
    assert (Award.objects.count(), again.counts["recorded"]) == (7, 0)
    assert all(record.award_id for record in again.records.all())


def test_only_an_officer_with_the_duty_applies_or_takes_back(mai: User, dung: User, lan: User) -> None:
    Appointment.objects.create(user=lan, duty=Appointment.Duty.PREPARE)
    run = stage()
    for person in (dung, lan):
        with pytest.raises(UnableToApply):
            apply_run(run=run, officer=person)
    run.refresh_from_db()
    assert (run.state, Award.objects.count()) == ("staged", 0)
    run = apply_run(run=run, officer=mai)
    with pytest.raises(UnableToUndo):
        undo_run(run=run, officer=dung)
    assert Award.objects.filter(withdrawn_on=None).count() == 7


def test_applying_records_awards_and_sure_links_as_the_officer(mai: User) -> None:
    listing, namesake = listing_of(0), ListingFactory.create(title=FACTS[1].name)
    run = stage()
    assert not AwardLink.objects.exists()
    run = apply_run(run=run, officer=mai)
    assert (run.state, run.applied_by, run.counts["recorded"], run.counts["linked"]) == ("applied", mai, 7, 1)
    assert badges_for_products([listing.product_id, namesake.product_id], date(2026, 1, 5)).keys() == {listing.product_id}
    assert AwardLink.objects.get().approved_by == mai
    doubted = Record.objects.get(name=FACTS[1].name)
    assert (doubted.match.get("is_sure", False), AwardLink.objects.filter(product=namesake.product).exists()) == (False, False)


def test_doubtful_and_rejected_rows_are_kept_but_never_applied(mai: User) -> None:
    rows = clean_rows()
    rows[0][5], rows[1][1] = "95", ""
    run = apply_run(run=stage(rows), officer=mai)
    assert (run.counts["doubtful"], run.counts["rejected"], Award.objects.count()) == (1, 1, 5)


def test_two_makers_of_one_plain_name_are_two_products(mai: User) -> None:
    listing = listing_of(0)
    rows = clean_rows()[:2]
    rows[1][1], rows[1][2] = FACTS[0].name, "Công ty TNHH Khác Hẳn"
    apply_run(run=stage(rows), officer=mai)
    assert Award.objects.filter(superseded_by=None).count() == 2
    assert AwardLink.objects.get().award.maker_name == FACTS[0].maker
    assert AwardLink.objects.get().product == listing.product


def test_names_that_differ_in_marks_are_two_products(mai: User) -> None:
    """Both stand in the real list, of one maker."""
    maker = ProducerFactory.create(name="Hộ kinh doanh Nguyễn Thu Phương")
    listings = {name: ListingFactory.create(title=name, seller=maker) for name in ("Nụ trầm", "Nụ trám")}
    rows = [
        [n, name, "Hộ kinh doanh Nguyễn Thu Phương", *row[3:]] for n, (name, row) in enumerate(zip(listings, clean_rows()[:2], strict=True))
    ]
    run = apply_run(run=stage(rows), officer=mai)
    assert (run.counts["recorded"], run.counts["linked"]) == (2, 2)
    assert {link.award.product_name: link.product for link in AwardLink.objects.all()} == {
        name: listing.product for name, listing in listings.items()
    }


def test_a_paper_without_marks_is_about_the_same_product(mai: User) -> None:
    apply_run(run=stage(), officer=mai)
    row = renewal()[0]
    row[1] = "MIEN DUONG KIEN"
    apply_run(run=stage([row]), officer=mai)
    assert Award.objects.get(superseded_by__isnull=False).product_name == FACTS[0].name


def test_an_abbreviated_legal_form_is_the_same_maker(mai: User) -> None:
    maker = ProducerFactory.create(name="HTX Vụn ART")
    listing = ListingFactory.create(title="Áo phông ghép lụa", seller=maker)
    apply_run(run=stage(), officer=mai)
    assert AwardLink.objects.get().product == listing.product


def test_a_renewal_names_the_award_that_it_supersedes_and_keeps_the_listing(mai: User) -> None:
    listing = listing_of(0)
    apply_run(run=stage(), officer=mai)
    run = stage(renewal())
    former = Award.objects.get(product_name=FACTS[0].name)
    assert run.records.get().former == former
    apply_run(run=run, officer=mai)
    former.refresh_from_db()
    assert (former.superseded_from, former.superseded_by.decision.number) == (date(2025, 12, 10), "77/QĐ-UBND")
    badges = [badges_for_products([listing.product_id], day)[listing.product_id] for day in (date(2025, 12, 9), date(2025, 12, 10))]
    assert [badge.decision_number for badge in badges] == ["1234/QĐ-UBND", "77/QĐ-UBND"]


def test_a_renewal_under_an_abbreviated_maker_supersedes_too(mai: User) -> None:
    apply_run(run=stage(), officer=mai)
    [row] = renewal()
    row[2] = row[2].replace("Công ty TNHH", "Cty TNHH")
    apply_run(run=stage([row]), officer=mai)
    assert Award.objects.get(superseded_by__isnull=False).superseded_from == date(2025, 12, 10)


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_order_of_runs_does_not_matter(mai: User, newest_first: bool) -> None:
    tables = [renewal(), clean_rows()[:1]] if newest_first else [clean_rows()[:1], renewal()]
    for table in tables:
        apply_run(run=stage(table), officer=mai)
    assert list(Award.objects.order_by("starts_on").values_list("starts_on", "superseded_from")) == [
        (SIGNED, date(2025, 12, 10)),
        (date(2025, 12, 10), None),
    ]


def test_a_row_that_disagrees_with_the_record_is_doubtful(mai: User) -> None:
    apply_run(run=stage(), officer=mai)
    rows = clean_rows()[:1]
    rows[0][5], rows[0][6] = "65", "3 sao"
    assert stage(rows).counts == {"accepted": 0, "doubtful": 1, "rejected": 0}


def test_a_revoked_award_does_not_come_back_with_an_old_paper(mai: User) -> None:
    apply_run(run=stage(), officer=mai)
    award = Award.objects.get(product_name=FACTS[0].name)
    revoke_award(award=award, on=date(2025, 6, 1), decision="9/QĐ-UBND", reason="Sai", officer=mai)
    rows = clean_rows()[:1]
    rows[0][-1] = "bản sao"
    assert stage(rows).counts["doubtful"] == 1


def test_taking_back_withdraws_awards_and_lets_the_former_stand_again(mai: User) -> None:
    listing = listing_of(0)
    apply_run(run=stage(), officer=mai)
    run = apply_run(run=stage(renewal()), officer=mai)
    undo = undo_run(run=run, officer=mai)
    run.refresh_from_db()
    assert (run.state, undo.kind, undo.counts) == ("undone", "undo", {"withdrawn": 1, "unlinked": 1, "left": 0})
    badge = badges_for_products([listing.product_id], date(2026, 1, 5))[listing.product_id]
    assert badge.decision_number == "1234/QĐ-UBND"
    with pytest.raises(UnableToUndo):
        undo_run(run=run, officer=mai)


def test_taking_back_leaves_what_later_runs_or_people_touched(mai: User) -> None:
    run = apply_run(run=stage(), officer=mai)
    apply_run(run=stage(renewal()), officer=mai)
    revoked, linked = (Award.objects.get(product_name=FACTS[n].name) for n in (1, 2))
    revoke_award(award=revoked, on=date(2025, 6, 1), decision="9/QĐ-UBND", reason="Sai", officer=mai)
    link_award(award=linked, product_id=ListingFactory.create().product_id, officer=mai)
    undo = undo_run(run=run, officer=mai)
    assert undo.counts == {"withdrawn": 4, "unlinked": 0, "left": 3}
    assert set(undo.records.filter(effect__done="left").values_list("effect__why", flat=True)) == {"superseded", "revoked", "linked"}
    assert Award.objects.filter(withdrawn_on=None).count() == 4


def test_a_file_that_was_taken_back_can_be_staged_and_applied_anew(mai: User) -> None:
    undo_run(run=apply_run(run=stage(), officer=mai), officer=mai)
    run = apply_run(run=stage(), officer=mai)
    assert (run.counts["recorded"], Award.objects.filter(withdrawn_on=None).count(), Award.objects.count()) == (7, 7, 14)
