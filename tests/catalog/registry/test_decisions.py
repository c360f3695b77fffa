"""What an officer says about a row, its listing, its maker and an award on record: kept, traced, and only by those who may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from catalog.audit.models import AuditEntry
from catalog.certification.models import Award, AwardLink
from catalog.certification.rules import load_certification_rules
from catalog.products.models import Listing
from catalog.registry.changes import changes_of
from catalog.registry.errors import UnableToReview
from catalog.registry.makers import merge_makers, split_makers
from catalog.registry.models import MakerAlias, Record, SyncRun
from catalog.registry.reviewing import correct_from_record, decide_link, decide_record
from catalog.registry.selectors import records_of_award, waiting_records
from catalog.registry.services import apply_run, stage_annex
from catalog.registry.undoing import undo_run
from marketplace.accounts.models import Appointment, User
from tests.cast import make_person
from tests.catalog.registry.annexes import FACTS, HEAD, Table, as_csv, as_xlsx, clean_rows
from tests.factories.producers import PlaceFactory, ProducerFactory
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    load_certification_rules()


def stage(rows: Table) -> SyncRun:
    return stage_annex(content=as_csv([HEAD, *rows]), source="phu-luc.csv", actor=None)


def first_row(**cells: str) -> Table:
    [row, *_] = clean_rows()
    names = ["number", "name", "maker", "address", "group", "score", "stars", "decision", "signed", "note"]
    return [[cells.get(name, cell) for name, cell in zip(names, row, strict=True)]]


def listing_of_another_form() -> Listing:
    """Alike, but of a maker of another legal form: not sure."""
    return ListingFactory.create(title=FACTS[0].name, seller=ProducerFactory.create(name="Hợp tác xã Dương Kiên"))


def test_a_listing_in_doubt_of_an_accepted_row_reaches_an_officer(mai: User) -> None:
    listing = listing_of_another_form()
    run = apply_run(run=stage(first_row()), officer=mai)
    [waiting] = waiting_records()
    assert (waiting.product_id, waiting.link_state, run.state, AwardLink.objects.count()) == (listing.product_id, "proposed", "applied", 0)
    decide_link(record=waiting, product_id=listing.product_id, officer=mai)
    assert AwardLink.objects.get().approved_by == mai
    assert not waiting_records().exists()


def test_another_listing_is_chosen_and_the_first_one_let_go(mai: User) -> None:
    listing = ListingFactory.create(title=FACTS[0].name, seller=ProducerFactory.create(name=FACTS[0].maker))
    other = ListingFactory.create(title="Miến khác hẳn")
    apply_run(run=stage(first_row()), officer=mai)
    assert AwardLink.objects.get(ended_at=None).product_id == listing.product_id
    record = decide_link(record=Record.objects.get(), product_id=other.product_id, officer=mai, why="Đúng ra là sản phẩm này")
    assert list(AwardLink.objects.filter(ended_at=None).values_list("product_id", flat=True)) == [other.product_id]
    undo_run(run=record.run, officer=mai)
    assert not AwardLink.objects.filter(ended_at=None).exists()


def test_a_rejected_listing_is_never_linked(mai: User) -> None:
    ListingFactory.create(title=FACTS[0].name, seller=ProducerFactory.create(name=FACTS[0].maker))
    run = stage(first_row())
    decide_link(record=run.records.get(), product_id=None, officer=mai, why="Khác chất liệu")
    apply_run(run=run, officer=mai)
    assert (Award.objects.count(), AwardLink.objects.count()) == (1, 0)


def test_a_row_that_is_on_record_already_can_be_linked(mai: User) -> None:
    apply_run(run=stage(first_row()), officer=mai)
    listing = ListingFactory.create(title="Miến làng So")
    again = apply_run(run=stage(first_row(note="bản hai")), officer=mai)
    decide_link(record=again.records.get(), product_id=listing.product_id, officer=mai)
    assert AwardLink.objects.get().product_id == listing.product_id


def test_nobody_without_the_duty_decides_about_a_listing(mai: User, dung: User) -> None:
    listing = listing_of_another_form()
    record = apply_run(run=stage(first_row()), officer=mai).records.get()
    for officer, product_id in ((dung, listing.product_id), (None, None), (mai, 10**6)):
        with pytest.raises(UnableToReview):
            decide_link(record=record, product_id=product_id, officer=officer)
    record.refresh_from_db()
    assert (record.link_state, AwardLink.objects.count()) == ("proposed", 0)


def test_a_value_is_put_right_as_printed_and_both_are_kept(mai: User) -> None:
    run = stage(first_row(signed="15/01/25", score="95,5"))
    record = decide_record(
        record=run.records.get(), accept=True, why="Bản giấy", officer=mai, corrections={"score": "85,5", "signed_on": "15/02/2025"}
    )
    assert record.corrections["score"] == {"before": "95.50", "after": "85.50"}
    assert (record.decided_by, record.decision_note, record.lapses_on) == (mai, "Bản giấy", date(2028, 2, 15))
    apply_run(run=run, officer=mai)
    award = Award.objects.get()
    assert (award.score, award.starts_on, award.stars) == (Decimal("85.50"), date(2025, 2, 15), 4)


@pytest.mark.parametrize(
    "corrections", [{"stars": "5"}, {"score": "140"}, {"signed_on": "31/02/2025"}, {"decision_number": "x"}, {"name": "-"}]
)
def test_stars_and_unreadable_values_are_no_corrections(mai: User, corrections: dict[str, str]) -> None:
    run = stage(first_row(signed="15/01/25"))
    if "name" in corrections:
        corrections = {"name": "x" * 300}
    with pytest.raises(UnableToReview):
        decide_record(record=run.records.get(), accept=True, why="Bản giấy", officer=mai, corrections=corrections)
    assert (run.records.get().outcome, run.records.get().corrections) == ("doubtful", {})


def test_an_award_is_put_right_after_a_row_and_back_again_with_its_run(mai: User, dung: User) -> None:
    apply_run(run=stage(first_row()), officer=mai)
    run = stage(first_row(score="65", stars="3 sao"))
    with pytest.raises(UnableToReview):
        correct_from_record(record=run.records.get(), why="Đính chính", officer=dung)
    assert Award.objects.get().stars == 4
    correct_from_record(record=run.records.get(), why="Quyết định đính chính", officer=mai)
    award = Award.objects.get()
    assert (award.stars, award.score) == (3, Decimal(65))
    entry = AuditEntry.objects.get(action="certification.correct")
    assert (entry.before["stars"], entry.after["stars"], entry.after["source"]) == (4, 3, f"registry.record:{run.records.get().pk}")
    undo_run(run=apply_run(run=run, officer=mai), officer=mai)
    award.refresh_from_db()
    assert (award.stars, award.score, award.withdrawn_on) == (4, Decimal("81.5"), None)


def test_a_product_under_a_new_name_follows_on_an_officers_word(mai: User) -> None:
    apply_run(run=stage(first_row()), officer=mai)
    old = Award.objects.get()
    run = stage(first_row(name="Miến Dương Kiênn", decision="7/QĐ-UBND", signed="10/12/2025"))
    assert run.records.get().reasons[-1]["code"] == "former_doubtful"
    decide_record(record=run.records.get(), accept=True, why="Đổi tên", officer=mai, follows=old)
    apply_run(run=run, officer=mai)
    old.refresh_from_db()
    assert old.superseded_from == date(2025, 12, 10)


def test_two_names_of_one_maker_are_merged_and_parted_by_an_officer(mai: User, dung: User) -> None:
    apply_run(run=stage(first_row()), officer=mai)
    renewed = first_row(maker="Cơ sở miến Ông Kiên", decision="7/QĐ-UBND", signed="10/12/2025")
    assert stage(renewed).records.get().former is None
    names = {"name": "Cơ sở miến Ông Kiên", "same_as": FACTS[0].maker}
    wrong: list[dict[str, Any]] = [{"officer": dung}, {"reason": ""}, {"name": FACTS[0].maker.upper()}]
    for facts in wrong:
        with pytest.raises(UnableToReview):
            merge_makers(**{**names, "reason": "Cùng mã số thuế", "officer": mai, **facts})
    assert not MakerAlias.objects.exists()
    alias = merge_makers(**names, reason="Cùng mã số thuế", officer=mai)
    with pytest.raises(UnableToReview):
        merge_makers(name=names["same_as"], same_as=names["name"], reason="Vòng", officer=mai)
    renewed[0][-1] = "bản hai"
    assert stage(renewed).records.get().former == Award.objects.get()
    with pytest.raises(UnableToReview):
        split_makers(alias=alias, reason="Nhầm", officer=dung)
    split_makers(alias=alias, reason="Nhầm", officer=mai)
    renewed[0][-1] = "bản ba"
    assert stage(renewed).records.get().former is None
    assert list(AuditEntry.objects.filter(action__endswith="_makers").values_list("action", flat=True)) == [
        "registry.split_makers",
        "registry.merge_makers",
    ]


def test_a_run_is_applied_in_part_and_then_whole(mai: User) -> None:
    run = stage(clean_rows())
    some = list(run.records.order_by("position").values_list("pk", flat=True)[:3])
    run = apply_run(run=run, officer=mai, record_ids=some)
    assert (run.state, run.done_rows, run.counts["recorded"], Award.objects.count()) == ("partly", 3, 3, 3)
    run = apply_run(run=run, officer=mai)
    assert (run.state, run.done_rows, Award.objects.count()) == ("applied", 7, 7)


def test_what_would_change_is_told_field_by_field_with_its_cell(mai: User) -> None:
    apply_run(run=stage(first_row()), officer=mai)
    rows = first_row(score="83", decision="77/QĐ-UBND", signed="10/12/2025")
    content = as_xlsx([HEAD, *rows], titles=("Phụ lục",))
    record = stage_annex(content=content, source="x.xlsx", actor=None).records.select_related("former__decision__issuing_body").get()
    changes = {change.field: change for change in changes_of(record, award=record.award, former=record.former)}
    assert (changes["score"].before, changes["score"].after, changes["score"].source) == (Decimal("81.50"), Decimal("83.00"), "Phụ lục!F2")
    assert {name for name, change in changes.items() if change.is_different} == {
        "score",
        "decision_number",
        "signed_on",
        "starts_on",
        "lapses_on",
    }
    assert changes["lapses_on"].source != changes["signed_on"].source == "Phụ lục!I2"


def test_the_way_back_from_an_award_leads_to_file_sheet_line_and_officer(mai: User) -> None:
    content = as_csv([HEAD, *first_row()])
    apply_run(run=stage_annex(content=content, source="phu-luc.csv", actor=mai), officer=mai)
    [record] = records_of_award(Award.objects.get())
    with record.run.file.file.open() as kept:
        assert kept.read() == content
    assert (record.line, record.run.applied_by, record.run.file.received_by) == (2, mai, mai)
    assert record.award.official_code == ""


def test_an_officers_place_reaches_only_its_own_rows(mai: User) -> None:
    province = PlaceFactory.create(name="Hà Nội")
    commune = PlaceFactory.create(name="Xã Quốc Oai", kind="commune", parent=province)
    commune.aliases.create(kind="commune", name="Làng So")
    commune.aliases.create(kind="district", name="Quốc Oai")
    elsewhere = PlaceFactory.create(name="Xã Khác", kind="commune", parent=province)
    officers = []
    for given, place in (("hoa", elsewhere), ("yen", commune)):
        user = make_person(given)
        Appointment.objects.create(user=user, duty=Appointment.Duty.VERIFY, place=place)
        officers.append(user)
    run = stage(first_row())
    run = apply_run(run=run, officer=officers[0])
    assert (Award.objects.count(), run.state) == (0, "staged")
    run = apply_run(run=run, officer=officers[1])
    assert (Award.objects.get().place, run.state) == (commune, "applied")
    assert undo_run(run=run, officer=officers[0]).counts == {"withdrawn": 0, "unlinked": 0, "left": 1}
    assert Award.objects.get().withdrawn_on is None
