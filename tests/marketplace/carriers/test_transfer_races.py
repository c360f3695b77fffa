"""Officers who answer at once: a transfer pays once, and a settlement takes no more than it owes."""

from __future__ import annotations

import pytest

from marketplace.accounts.models import User
from marketplace.carriers.models import CarrierTransfer, SettlementFile
from marketplace.carriers.services import keep_carrier
from marketplace.carriers.transfers import take_carrier_transfer
from marketplace.ledger.models import Journal
from marketplace.reconciliation.errors import UnableToDecide
from tests.cast import make_officer
from tests.factories.orders import rates
from tests.factories.products import vat_rates
from tests.marketplace.carriers.test_transfers import arrived, balance, counted, owed
from tests.races import at_once

pytestmark = [pytest.mark.every_database, pytest.mark.usefixtures("real_database")]


@pytest.fixture
def officer(real_database: None) -> User:
    rates()
    vat_rates()
    return make_officer("mai")


@pytest.fixture
def file(officer: User) -> SettlementFile:
    return counted(keep_carrier(name="Giao Nhanh (mẫu)", columns={}, officer=officer), officer, "GN001")


def confirm(facts: tuple[int, int, User]) -> str:
    """Confirm; give what happened."""
    row_id, file_id, officer = facts
    try:
        take_carrier_transfer(row_id=row_id, file_id=file_id, officer=officer)
    except UnableToDecide:
        return "refused"
    return "taken"


def test_one_transfer_confirmed_by_four_at_once_counts_once(officer: User, file: SettlementFile) -> None:
    row = arrived(1000)
    assert sorted(at_once(confirm, [(row.pk, file.pk, officer)] * 4)) == ["refused"] * 3 + ["taken"]
    assert (CarrierTransfer.objects.count(), Journal.objects.filter(key__startswith="carrier-paid").count()) == (1, 1)


def test_transfers_confirmed_at_once_never_pay_more_than_is_owed(officer: User, file: SettlementFile) -> None:
    whole = owed(file).due
    rows = [arrived(whole, number=f"FT{number}") for number in range(4)]
    assert sorted(at_once(confirm, [(row.pk, file.pk, officer) for row in rows])) == ["refused"] * 3 + ["taken"]
    assert (owed(file).received, balance("clearing_cash")) == (whole, 0)
