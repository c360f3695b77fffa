"""Annexes are read whatever their dirt."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from catalog.certification.rules import load_certification_rules
from catalog.lib import clock
from catalog.registry.errors import UnreadableSource
from catalog.registry.judging import Judge, Judged
from catalog.registry.models import Record
from catalog.registry.reading.annexes import read_annex
from catalog.registry.reading.columns import column_of
from tests.catalog.registry.annexes import CLEANABLE, FACTS, HEAD, LAST_DAY, NUMBER, SIGNED, as_csv, as_xlsx, clean_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    load_certification_rules()


def judge(content: bytes) -> list[Judged]:
    return Judge(clock.today()).judge(read_annex(content))


@pytest.mark.parametrize("kind", CLEANABLE)
def test_every_kind_of_dirt_gives_the_same_facts(kind: str) -> None:
    rows = judge(CLEANABLE[kind])
    by_name = sorted(rows, key=lambda row: row.name)
    facts = sorted(FACTS, key=lambda fact: fact.name)
    assert [(row.name, row.maker, row.stars, row.score) for row in by_name] == [
        (fact.name, fact.maker, fact.stars, Decimal(fact.score.replace(",", "."))) for fact in facts
    ]
    assert {(row.decision_number, row.signed_on, row.starts_on) for row in rows} == {(NUMBER, SIGNED, SIGNED)}
    assert {str(row.outcome) for row in rows} == {Record.Outcome.ACCEPTED}, [str(reason) for row in rows for reason in row.reasons]
    assert {row.lapses_on for row in rows} == {LAST_DAY + timedelta(days=1)}


def one_row(**cells: object) -> Judged:
    """Judge the first clean row with some cells changed."""
    row = dict(zip(HEAD, clean_rows()[0], strict=True)) | {_COLUMNS[name]: value for name, value in cells.items()}
    [judged] = judge(as_csv([HEAD, list(row.values())]))
    return judged


_COLUMNS = dict(zip("n name maker address group score stars number signed note".split(), HEAD, strict=True))  # noqa: SIM905

REJECTED: list[tuple[dict[str, object], str]] = [
    ({"name": ""}, "name_missing"),
    ({"maker": " - "}, "maker_missing"),
    ({"stars": "2 sao"}, "stars_out_of_range"),
    ({"stars": "6"}, "stars_out_of_range"),
    ({"stars": "3-4 sao"}, "stars_unclear"),
    ({"stars": "không đạt"}, "stars_unclear"),
    ({"stars": "4,5 sao"}, "stars_unclear"),
    ({"stars": "", "score": ""}, "stars_missing"),
    ({"stars": "", "score": "48"}, "stars_missing"),
    ({"score": "tám mươi"}, "score_unreadable"),
    ({"score": "815"}, "score_out_of_range"),
    ({"number": ""}, "decision_missing"),
    ({"number": "chưa có"}, "decision_unreadable"),
    ({"signed": ""}, "date_missing"),
    ({"signed": "31/02/2025"}, "date_impossible"),
    ({"signed": "chưa rõ"}, "date_impossible"),
]
DOUBTFUL: list[tuple[dict[str, object], str]] = [
    ({"stars": "5 sao"}, "score_against_stars"),
    ({"score": "90"}, "score_against_stars"),
    ({"score": "69,99"}, "score_against_stars"),
    ({"stars": ""}, "stars_from_score"),
    ({"stars": "5 sao, tiềm năng 5 sao", "score": "92"}, "potential_and_five"),
    ({"number": "1234"}, "decision_not_whole"),
    ({"number": "12/2024/QĐ-UBND"}, "decision_year"),
    ({"signed": "15/01/25"}, "date_guessed"),
    ({"name": "=HYPERLINK(A1)"}, "odd_signs"),
    ({"maker": "HTX <b>Vui</b>"}, "odd_signs"),
    ({"signed": "01/15/2025"}, "date_guessed"),
    ({"signed": "15/01/2099"}, "date_in_future"),
    ({"signed": "15/01/2018"}, "date_before_program"),
    ({"number": "1234/QĐ-UBND của UBND tỉnh Nào Đó"}, "issuer_unknown"),
]


@pytest.mark.parametrize(("cells", "code"), REJECTED, ids=str)
def test_what_cannot_be_a_record_is_rejected_with_the_reason(cells: dict[str, object], code: str) -> None:
    row = one_row(**cells)
    assert (str(row.outcome), [reason.code for reason in row.reasons if reason.weight == 2]) == ("rejected", [code])


@pytest.mark.parametrize(("cells", "code"), DOUBTFUL, ids=str)
def test_what_a_person_must_look_at_is_doubtful_with_the_reason(cells: dict[str, object], code: str) -> None:
    row = one_row(**cells)
    assert (str(row.outcome), [reason.code for reason in row.reasons if reason.weight == 1][:1]) == ("doubtful", [code])


@pytest.mark.parametrize("score", ["70", "89,5", "89,99"])
def test_bands_are_half_open(score: str) -> None:
    assert str(one_row(score=score).outcome) == "accepted"


def test_potential_five_stars_are_never_five() -> None:
    alone, beside = one_row(stars="Tiềm năng 5 sao", score="91"), one_row(stars="4 sao (tiềm năng 5 sao)", score="91")
    assert [(row.stars, row.is_potential_five, str(row.outcome)) for row in (alone, beside)] == [
        (None, True, "accepted"),
        (4, True, "accepted"),
    ]


def test_the_same_row_twice_counts_once_and_disagreeing_rows_are_both_doubtful() -> None:
    row = clean_rows()[0]
    twice = judge(as_csv([HEAD, row, row]))
    assert [str(found.outcome) for found in twice] == ["accepted", "rejected"]
    other = [*row[:5], "60", "3 sao", *row[7:]]
    assert [str(found.outcome) for found in judge(as_csv([HEAD, row, other]))] == ["doubtful", "doubtful"]


def test_a_stated_term_counts_only_if_it_is_36_months() -> None:
    head = [*HEAD, "Hiệu lực từ", "Hiệu lực đến"]
    ends = {"31/01/2028": "accepted", "01/02/2028": "accepted", "31/12/2029": "doubtful", "31/01/2025": "rejected"}
    for end, outcome in ends.items():
        [row] = judge(as_csv([head, [*clean_rows()[0], "01/02/2025", end]]))
        assert (str(row.outcome), row.starts_on) == (outcome, date(2025, 2, 1)), end


def test_lines_are_those_of_the_file() -> None:
    content = as_csv([["Danh sách"], [], HEAD, *clean_rows()[:2], [], [*clean_rows()[2]]])
    assert [row.raw.line for row in judge(content)] == [4, 5, 7]


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(11):
            parts.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 20 * 1024**2)
    return stream.getvalue()


def with_part(name: str, text: bytes) -> bytes:
    """Give a workbook in which one part is added or replaced."""
    old, stream = zipfile.ZipFile(io.BytesIO(as_xlsx([HEAD, *clean_rows()]))), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        for info in old.infolist():
            if info.filename != name:
                parts.writestr(info, old.read(info))
        parts.writestr(name, text)
    return stream.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
UNREADABLE: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\xef\xbb\xbf \r\n\x00",
    "too large": b"a,b\n" * (6 * 1024**2),
    "bomb": bomb(),
    "links to other files": with_part("xl/externalLinks/externalLink1.xml", b"<x/>"),
    "entities": with_part("xl/worksheets/sheet1.xml", ENTITIES),
    "broken archive": as_xlsx([HEAD])[:900],
    "old workbook": b"\xd0\xcf\x11\xe0" + b"\x00" * 500,
    "pdf": b"%PDF-1.7 ...",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "no head": as_csv([["a", "b"], ["1", "2"]]),
    "text": "Kính gửi: các đồng chí".encode(),
}


def test_entities_are_refused_as_such() -> None:
    with override("en"), pytest.raises(UnreadableSource, match="entities"):
        read_annex(UNREADABLE["entities"])


def test_blank_rows_and_merges_over_them_cost_nothing() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(9, 60_000))
    sheet = zipfile.ZipFile(io.BytesIO(as_xlsx([HEAD, *clean_rows()]))).read("xl/worksheets/sheet1.xml")
    merges = b'</sheetData><mergeCells count="1"><mergeCell ref="J9:J1048576"/></mergeCells>'
    content = with_part("xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", rows + merges))
    assert [row.raw.line for row in judge(content)] == list(range(2, 9))


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_no_annex_is_refused_in_one_line(kind: str) -> None:
    with pytest.raises(UnreadableSource) as refused:
        read_annex(UNREADABLE[kind])
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


HEADS = {
    "Địa chỉ chủ thể": "address",
    "Chủ thể (tên, địa chỉ)": "maker",
    "Tên cơ sở/doanh nghiệp": "maker",
    "Mã số thuế chủ thể": None,
    "Số điện thoại": None,
    "Đơn vị tính": None,
    "Tổng điểm (100)": "score",
    "Số, ngày quyết định": "decision",
    "QĐ công nhận": "decision",
    "Ngày hết hiệu lực": "ends",
    "Thời hạn": "ends",
    "Kết quả xếp hạng sao": "stars",
    "Xếp hạng (sao)": "stars",
    "product_name": "name",
    "star_rating": "stars",
    "Tên và địa chỉ chủ thể": "maker",
    "Họ và tên chủ thể": "maker",
    "decision_no": "decision",
    "decision date": "signed",
}


@pytest.mark.parametrize("head", HEADS)
def test_heads_are_known_in_their_usual_wordings(head: str) -> None:
    assert column_of(head) == HEADS[head]


def test_of_several_scores_the_total_counts() -> None:
    head = [*HEAD[:5], "Điểm A", "Điểm B", "Tổng điểm", *HEAD[6:]]
    [row] = judge(as_csv([head, [*clean_rows()[0][:5], "35", "46,5", *clean_rows()[0][5:]]]))
    assert (row.score, str(row.outcome)) == (Decimal("81.5"), "accepted")


@pytest.mark.parametrize(
    ("term", "outcome"),
    [("36 tháng", "accepted"), ("03 năm", "accepted"), ("15/01/2025 - 14/01/2028", "accepted"), ("5 năm", "rejected")],
)
def test_a_term_may_be_told_in_words_or_by_both_days(term: str, outcome: str) -> None:
    [row] = judge(as_csv([[*HEAD, "Thời hạn"], [*clean_rows()[0], term]]))
    assert (str(row.outcome), row.lapses_on) == (outcome, LAST_DAY + timedelta(days=1))


NUMBERS = ["1234 QĐ-UBND", "1234/QĐ.UBND", "1234-QĐ/UBND", "Số 1234/qđ-ubnd", "1234/QÐ–UBND", "I234/QĐ-UBND", "1234/QD-UBND."]


@pytest.mark.parametrize("number", NUMBERS)
def test_decision_numbers_are_written_in_one_way(number: str) -> None:
    assert one_row(number=number).decision_number == NUMBER


def test_a_district_that_signed_in_its_years_is_on_file() -> None:
    issuers = {day: one_row(number=f"{NUMBER} của UBND huyện Thạch Thất", signed=day) for day in ("15/01/2025", "15/01/2026")}
    assert [str(row.outcome) for row in issuers.values()] == ["accepted", "doubtful"]
    assert issuers["15/01/2025"].issuing_body.level == "district"


def test_a_head_may_stand_again_and_a_second_table_may_have_another_order() -> None:
    rows = clean_rows()
    other = [[row[2], row[1], *row[3:]] for row in rows[4:]]
    content = as_csv([HEAD, *rows[:2], HEAD, *rows[2:4], [], ["Chủ thể", "Sản phẩm", *HEAD[3:]], *other])
    assert [(row.name, row.maker) for row in judge(content)] == [(fact.name, fact.maker) for fact in FACTS]


def test_a_product_may_be_called_almost_like_a_head() -> None:
    row = one_row(name="Sản phẩm OCOP gạo nếp", maker="Cơ sở sản xuất Địa chỉ Xanh", stars="4 sao")
    assert (row.name, str(row.outcome)) == ("Sản phẩm OCOP gạo nếp", "accepted")


def test_sums_are_left_out_but_not_a_product_called_like_one() -> None:
    sums = [["", "Tổng cộng", "7 sản phẩm"], ["Tổng số: 7", "", "", "", "", "", "2"], ["", "Cộng", "", "", "", "540"]]
    product = ["", "Tổng hợp hạt dinh dưỡng", "Hợp tác xã Vụn ART", *clean_rows()[0][3:]]
    rows = judge(as_csv([HEAD, *clean_rows(), product, *sums]))
    assert [row.name for row in rows] == [*(fact.name for fact in FACTS), "Tổng hợp hạt dinh dưỡng"]
