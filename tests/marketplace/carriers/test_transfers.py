"""A carrier's transfer at the bank is bound to a counted settlement: proposed, confirmed once, posted once, never more than is owed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from marketplace.accounts.models import Appointment, User
from marketplace.carriers.models import Carrier, CarrierTransfer, SettlementFile, SettlementRow
from marketplace.carriers.selectors import Standing, standing_of
from marketplace.carriers.services import answer_row, stage_settlement
from marketplace.carriers.transfers import Guess, guesses_for, take_carrier_transfer
from marketplace.ledger.models import Entry, Journal
from marketplace.ledger.proofs import gaps
from marketplace.payments.statements import StatementRow
from marketplace.reconciliation.errors import UnableToDecide
from marketplace.reconciliation.findings import keep_findings, present_findings
from marketplace.reconciliation.models import BankRow, OpenFinding
from marketplace.reconciliation.selectors import open_rows
from marketplace.reconciliation.services import decide_row, take_row
from tests.cast import make_person
from tests.factories.orders import rates
from tests.factories.products import vat_rates
from tests.marketplace.carriers.test_settlements import HEAD, count, due, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    rates()
    vat_rates()


def counted(carrier: Carrier, officer: User, code: str, *, fee: int = 25_000) -> SettlementFile:
    """Count a file of one parcel, of whose cash the carrier keeps a fee."""
    parcel = sent(code)
    count(carrier, officer, f"{code},,{due(parcel)},{fee},0,Giao thành công,24/11/2026", name=f"doi-soat-{code}.csv")
    return SettlementFile.objects.get(name=f"doi-soat-{code}.csv")


def arrived(amount: int | Decimal, text: str = "CHUYEN TIEN", *, number: str = "FT1") -> BankRow:
    """Let a transfer for no order arrive at the bank."""
    outcome = take_row(StatementRow(line=1, id=number, amount=Decimal(amount), text=text, reference=""))
    assert outcome.kind == "unmatched"
    return BankRow.objects.get(bank_id=number)


def owed(file: SettlementFile) -> Standing:
    return standing_of(SettlementFile.objects.get(pk=file.pk))


def balance(account: str) -> int:
    return int(Entry.objects.filter(account=account).aggregate(total=Sum("amount"))["total"] or 0)


def guess(row: BankRow) -> Guess | None:
    return guesses_for(open_rows()).get(row.pk)


def test_one_transfer_brings_the_cash_of_the_carriers_to_zero(mai: User, carrier: Carrier) -> None:
    file = counted(carrier, mai, "GN001")
    cash = balance("clearing_cash")
    assert (owed(file).due, owed(file).received, owed(file).open) == (cash, 0, cash)
    row = arrived(cash)
    take_carrier_transfer(row_id=row.pk, file_id=file.pk, officer=mai, note="Kỳ 11")
    row.refresh_from_db()
    assert (row.answer, row.note, row.decided_by_id) == ("carrier", "Kỳ 11", mai.pk)
    assert (balance("clearing_cash"), balance("clearing_bank"), owed(file).open) == (0, cash, 0)
    assert Journal.objects.filter(key=f"carrier-paid:{row.pk}").count() == 1
    assert AuditEntry.objects.get(action="reconciliation.decide-row").after == {"answer": "carrier", "amount": cash, "settlement": file.pk}
    assert present_findings() == []
    call_command("ledger", "verify")


def test_a_part_leaves_the_rest_open_and_a_second_transfer_brings_it(mai: User, carrier: Carrier) -> None:
    file = counted(carrier, mai, "GN001")
    whole = owed(file).due
    take_carrier_transfer(row_id=arrived(whole - 1000).pk, file_id=file.pk, officer=mai)
    assert (owed(file).received, owed(file).open, balance("clearing_cash")) == (whole - 1000, 1000, 1000)
    take_carrier_transfer(row_id=arrived(1000, number="FT2").pk, file_id=file.pk, officer=mai)
    assert (owed(file).open, balance("clearing_cash"), file.transfers.count()) == (0, 0, 2)
    call_command("ledger", "verify")


def test_more_than_is_owed_is_refused_in_plain_words(mai: User, carrier: Carrier) -> None:
    file = counted(carrier, mai, "GN001")
    take_carrier_transfer(row_id=arrived(owed(file).due - 500).pk, file_id=file.pk, officer=mai)
    row = arrived(501, number="FT2")
    with pytest.raises(UnableToDecide, match="chỉ còn phải chuyển 500"):
        take_carrier_transfer(row_id=row.pk, file_id=file.pk, officer=mai)
    row.refresh_from_db()
    assert (row.answer, CarrierTransfer.objects.count(), balance("clearing_cash")) == ("", 1, 500)
    assert guess(row) is None


def test_a_transfer_pays_once(mai: User, carrier: Carrier) -> None:
    file, other = counted(carrier, mai, "GN001"), counted(carrier, mai, "GN002")
    row = arrived(owed(file).due)
    transfer = take_carrier_transfer(row_id=row.pk, file_id=file.pk, officer=mai)
    for again in (file, other):
        with pytest.raises(UnableToDecide):
            take_carrier_transfer(row_id=row.pk, file_id=again.pk, officer=mai)
    with pytest.raises(UnableToDecide):
        decide_row(row_id=row.pk, officer=mai, answer="foreign", note="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        CarrierTransfer.objects.create(row=row, file=other)
    assert (CarrierTransfer.objects.get(), owed(other).received) == (transfer, 0)
    call_command("ledger", "verify")


@pytest.mark.every_database
def test_a_transfer_that_was_noted_is_never_changed(mai: User, carrier: Carrier) -> None:
    file, other = counted(carrier, mai, "GN001"), counted(carrier, mai, "GN002")
    take_carrier_transfer(row_id=arrived(owed(file).due).pk, file_id=file.pk, officer=mai)
    for work in (lambda: CarrierTransfer.objects.update(file=other), lambda: CarrierTransfer.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            work()


def test_what_is_no_counted_settlement_or_no_free_money_is_refused(mai: User, carrier: Carrier) -> None:
    file = counted(carrier, mai, "GN001")
    staged = stage_settlement(carrier=carrier, name="b.csv", data=f"{HEAD}\nGN9,,90000000,,,,".encode(), officer=mai)
    row = arrived(1000)
    for file_id in (staged.pk, 0, 10**18 - 1):
        with pytest.raises(UnableToDecide):
            take_carrier_transfer(row_id=row.pk, file_id=file_id, officer=mai)
    with pytest.raises(UnableToDecide):
        decide_row(row_id=row.pk, officer=mai, answer="carrier", note="x")
    BankRow.objects.filter(pk=row.pk).update(kind="over")
    with pytest.raises(UnableToDecide):
        take_carrier_transfer(row_id=row.pk, file_id=file.pk, officer=mai)
    with pytest.raises(BankRow.DoesNotExist):
        take_carrier_transfer(row_id=0, file_id=file.pk, officer=mai)
    assert CarrierTransfer.objects.count() == 0


def test_the_exact_sum_is_proposed_and_two_of_the_same_sum_are_asked_about(mai: User, carrier: Carrier) -> None:
    file = counted(carrier, mai, "GN001")
    larger = counted(carrier, mai, "GN002", fee=10_000)
    row = arrived(owed(file).due)
    found = guess(row)
    assert found is not None
    assert (found.chosen, [one.file for one in found.choices]) == (file.pk, [file, larger])
    assert "Giao Nhanh (mẫu) còn phải chuyển đúng số này" in found.proposal
    twin = counted(carrier, mai, "GN003")
    found = guess(row)
    assert found is not None
    assert (found.chosen, [one.file for one in found.choices]) == (None, [file, twin, larger])
    assert "hãy chọn đúng bảng" in found.proposal
    take_carrier_transfer(row_id=row.pk, file_id=twin.pk, officer=mai)
    assert (owed(file).received, owed(twin).open) == (0, 0)


def test_the_text_names_a_file_or_a_carrier(mai: User, carrier: Carrier) -> None:
    counted(carrier, mai, "GN001")
    twin = counted(carrier, mai, "GN003")
    by_file = guess(arrived(owed(twin).due, "GIAO NHANH TT DOISOAT GN003"))
    assert by_file is not None
    assert by_file.chosen == twin.pk
    take_carrier_transfer(row_id=BankRow.objects.get().pk, file_id=twin.pk, officer=mai)
    by_carrier = guess(arrived(5000, "CTY GIAONHANH TRA", number="FT2"))
    assert by_carrier is not None
    assert "nội dung nhắc đến Giao Nhanh" in by_carrier.proposal
    silent = guess(arrived(5000, "LAN MUA HANG", number="FT3"))
    assert silent is not None
    assert (silent.chosen, silent.proposal, len(silent.choices)) == (None, "", 1)


def test_a_row_that_is_answered_later_is_owed_too(mai: User, carrier: Carrier) -> None:
    parcel = sent("GN001")
    count(carrier, mai, f"GN OO1,,{due(parcel)},1000,,,", name="a.csv")
    file = SettlementFile.objects.get()
    assert owed(file).due == 0
    answer_row(row_id=SettlementRow.objects.get().pk, officer=mai, counts=True, number=parcel.order.number)
    assert owed(file).due == due(parcel) - 1000 == balance("clearing_cash")


def test_what_the_bank_has_not_had_after_seven_days_is_found_until_it_comes(mai: User, carrier: Carrier) -> None:
    file = counted(carrier, mai, "GN001")
    assert keep_findings() == 0
    SettlementFile.objects.update(used_at=clock.now() - timedelta(days=8))
    assert keep_findings() == 1
    finding = OpenFinding.objects.get()
    assert (finding.kind, finding.reference, finding.amount) == (
        "carrier has not paid",
        f"Giao Nhanh (mẫu): {file.name} #{file.pk}",
        owed(file).due,
    )
    take_carrier_transfer(row_id=arrived(owed(file).due - 1000).pk, file_id=file.pk, officer=mai)
    keep_findings()
    assert OpenFinding.objects.get().amount == 1000
    take_carrier_transfer(row_id=arrived(1000, number="FT2").pk, file_id=file.pk, officer=mai)
    keep_findings()
    assert OpenFinding.objects.filter(gone_at=None).count() == 0


def test_a_transfer_that_is_not_posted_is_missed_by_the_proof(mai: User, carrier: Carrier) -> None:
    file = counted(carrier, mai, "GN001")
    row = arrived(1000)
    CarrierTransfer.objects.create(row=row, file=file)
    assert {gap.expected.key for gap in gaps()} == {f"carrier-paid:{row.pk}"}


def test_the_desk_proposes_confirms_and_shows_what_is_open(mai: User, carrier: Carrier) -> None:
    file = counted(carrier, mai, "GN001")
    row, desk = arrived(owed(file).due), Client()
    desk.force_login(mai)
    page = desk.get(reverse("desk:bank")).content.decode()
    assert "còn phải chuyển đúng số này" in page
    assert f'<option value="{file.pk}" selected>' in page
    url = reverse("desk:bank-decide", args=[row.pk])
    for odd in ("", "x", "9" * 40, "-1", str(file.pk + 1)):
        assert desk.post(url, {"answer": "carrier", "settlement": odd}).status_code == 400
    assert CarrierTransfer.objects.count() == 0
    for _press in range(2):
        desk.post(url, {"answer": "carrier", "settlement": file.pk})
    assert CarrierTransfer.objects.get().row_id == row.pk
    files = desk.get(reverse("desk:settlements")).context["files"]
    assert [(one.due, one.received, one.open) for one in files] == [(int(row.amount), int(row.amount), 0)]
    assert "Ngân hàng đã nhận" in desk.get(reverse("desk:settlement", args=[file.pk])).content.decode()
    with override("en"):
        assert "Received at the bank" in desk.get(reverse("desk:settlements")).content.decode()


@pytest.mark.parametrize("duty", ["", "release", "verify"])
def test_without_the_duty_nobody_confirms(mai: User, carrier: Carrier, duty: str) -> None:
    file = counted(carrier, mai, "GN001")
    row, user, client = arrived(1000), make_person("thu"), Client()
    if duty:
        Appointment.objects.create(user=user, duty=duty)
    client.force_login(user)
    answer = client.post(reverse("desk:bank-decide", args=[row.pk]), {"answer": "carrier", "settlement": file.pk})
    row.refresh_from_db()
    assert (answer.status_code, row.answer, CarrierTransfer.objects.count()) == (404, "", 0)
    assert AuditEntry.objects.filter(actor=user).count() == 0
