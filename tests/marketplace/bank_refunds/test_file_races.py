"""Two officers take the file for the bank at the same moment: no transfer comes into both."""

from __future__ import annotations

import pytest

from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.bank_refunds.errors import NothingForTheBank
from marketplace.bank_refunds.files import take_file
from marketplace.bank_refunds.models import RefundAccount, RefundFile
from marketplace.ledger.models import Account
from marketplace.orders.services import place_order
from marketplace.payments.models import Payment, Refund
from tests.cast import make_officer
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates
from tests.races import at_once

pytestmark = [pytest.mark.every_database, pytest.mark.usefixtures("real_database")]
REFUNDS = 20


def take(officer: User) -> list[bytes]:
    try:
        return [line for line in take_file(officer=officer)[1] if line.startswith(b'"CR')]
    except NothingForTheBank:
        return []


def test_no_transfer_comes_into_two_files() -> None:
    rates()
    vat_rates()
    officers = [make_officer(given) for given in ("hoa", "minh", "mai", "thu")]
    payment = Payment.objects.get(order=place_order(request_for(fill_basket((ListingFactory.create(), 1)), method="vietqr")))
    for number in range(REFUNDS):
        refund = Refund.objects.create(payment=payment, key=f"x{number}", amount=1_000, source=Account.CLEARING_BANK, state="sent")
        RefundAccount.objects.create(
            refund=refund, reference=f"CR{number:012d}", bank_bin="970436", number="12345678", holder="LAN", given_at=clock.now(),
            prepared_by_id=officers[0].pk, prepared_at=clock.now(), released_by_id=officers[1].pk, released_at=clock.now(),
        )  # fmt: skip
    lines = [line for answer in at_once(take, officers) for line in answer]
    assert len(lines) == REFUNDS
    assert RefundFile.objects.count() == 1
