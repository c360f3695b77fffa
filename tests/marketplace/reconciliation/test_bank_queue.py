"""What does not fit waits with a proposal, and an officer of the right duty decides, once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.ledger.models import Account
from marketplace.orders.bank import proposal_for
from marketplace.orders.settling import release_reservation, settle
from marketplace.payments.models import Payment, PaymentEvent, Refund
from marketplace.payments.statements import StatementRow
from marketplace.reconciliation.errors import UnableToDecide
from marketplace.reconciliation.models import BankRow
from marketplace.reconciliation.services import decide_row, take_row, take_rows
from tests.cast import make_person
from tests.marketplace.reconciliation.conftest import new_payment


def row(payment: Payment, amount: Decimal, number: str = "FT1", *, reference: str | None = None) -> StatementRow:
    code = payment.reference if reference is None else reference
    return StatementRow(line=1, id=number, amount=Decimal(amount), text=f"LAN {code}", reference=code)


def test_each_kind_waits_with_its_proposal_and_a_plain_payment_does_not(payment: Payment) -> None:
    half = payment.amount // 2
    outcomes = take_rows(
        [
            row(payment, half, "FT1"),
            row(payment, payment.amount, "FT2"),
            row(payment, payment.amount, "FT3"),
            row(payment, half, "FT4", reference="CS999999999999"),
        ]
    )
    assert [one.kind for one in outcomes] == ["part", "over", "double", "unmatched"]
    assert list(BankRow.objects.values_list("kind", flat=True)) == ["part", "over", "double", "unmatched"]
    assert all(proposal_for(one.kind) == one.proposal for one in outcomes)
    assert sum(Refund.objects.values_list("amount", flat=True)) == half + payment.amount


def test_a_late_transfer_waits_and_goes_back(payment: Payment) -> None:
    release_reservation(payment.order_id)
    assert take_row(row(payment, payment.amount)).kind == "late"
    assert (BankRow.objects.get().kind, Refund.objects.get().amount) == ("late", payment.amount)


def test_the_same_rows_again_change_nothing(payment: Payment) -> None:
    rows = [row(payment, payment.amount // 2), row(payment, payment.amount, "FT9", reference="")]
    take_rows(rows)
    take_rows(rows)
    assert (PaymentEvent.objects.count(), BankRow.objects.count()) == (1, 2)


def test_a_transfer_that_was_decided_about_is_not_counted_when_its_number_comes_again(payment: Payment, preparer: User) -> None:
    """The bank's call may have the text cut off that the evening's statement has whole."""
    take_row(row(payment, payment.amount, reference=""))
    decide_row(row_id=BankRow.objects.get().pk, officer=preparer, answer="returned", note="Đã chuyển trả")
    assert take_row(row(payment, payment.amount)).kind == "known"
    payment.refresh_from_db()
    assert (payment.state, PaymentEvent.objects.count()) == ("awaited", 0)


def test_a_transfer_waits_no_more_once_a_telling_names_its_order(payment: Payment) -> None:
    take_row(row(payment, payment.amount, reference=""))
    assert take_row(row(payment, payment.amount)).kind == "settled"
    assert (BankRow.objects.count(), PaymentEvent.objects.count()) == (0, 1)


def test_a_telling_that_knows_more_takes_the_place_of_the_one_before(payment: Payment) -> None:
    take_row(row(payment, payment.amount + 5_000, reference=""))
    assert take_row(row(payment, payment.amount + 5_000)).kind == "over"
    waiting = BankRow.objects.get()
    assert (waiting.kind, waiting.payment, payment.reference in waiting.text) == ("over", payment, True)


def test_money_that_an_order_has_cannot_be_given_to_another(payment: Payment, preparer: User) -> None:
    outcome = take_row(row(payment, payment.amount, reference=""))
    waiting = BankRow.objects.get()
    settle(payment=payment, event_id=waiting.event_id, amount=outcome.row.amount, source=Account.CLEARING_BANK)  # by another way
    with pytest.raises(UnableToDecide):
        decide_row(row_id=waiting.pk, officer=preparer, answer="assigned", number=new_payment("+84912345679").order.number)
    assert PaymentEvent.objects.count() == 1


def test_an_officer_gives_a_transfer_to_its_order_once(payment: Payment, preparer: User, desk_client: Client) -> None:
    take_row(row(payment, payment.amount, reference=""))
    waiting = BankRow.objects.get()
    path, form = reverse("desk:bank-decide", args=[waiting.pk]), {"answer": "assigned", "number": payment.order.number}
    for _press in range(2):
        assert desk_client.post(path, form).status_code == 302
    payment.refresh_from_db()
    waiting.refresh_from_db()
    assert (payment.state, waiting.answer, waiting.decided_by_id, PaymentEvent.objects.count()) == ("paid", "assigned", preparer.pk, 1)
    assert AuditEntry.objects.filter(action="reconciliation.decide-row", actor=preparer).count() == 1


@pytest.mark.parametrize(
    ("answer", "number", "note"),
    [("assigned", "NOSUCHNUMBER", ""), ("returned", "", ""), ("foreign", "", " "), ("seen", "", ""), ("paid", "", "x"), ("", "", "")],
)
def test_what_is_no_answer_changes_nothing(payment: Payment, preparer: User, answer: str, number: str, note: str) -> None:
    take_row(row(payment, payment.amount, reference=""))
    with pytest.raises(UnableToDecide):
        decide_row(row_id=BankRow.objects.get().pk, officer=preparer, answer=answer, number=number, note=note)
    assert (BankRow.objects.get().answer, PaymentEvent.objects.count()) == ("", 0)


@pytest.mark.parametrize("duty", ["", "release", "verify"])
def test_without_the_duty_nobody_decides_or_brings_a_file(payment: Payment, duty: str) -> None:
    from marketplace.accounts.models import Appointment

    user = make_person("Dũng")
    if duty:
        Appointment.objects.create(user=user, duty=duty)
    take_row(row(payment, payment.amount, reference=""))
    client = Client()
    client.force_login(user)
    path = reverse("desk:bank-decide", args=[BankRow.objects.get().pk])
    assert client.post(path, {"answer": "assigned", "number": payment.order.number}).status_code == 404
    assert client.post(reverse("desk:bank-bring")).status_code == 404
    assert (BankRow.objects.get().answer, PaymentEvent.objects.count(), AuditEntry.objects.filter(actor=user).count()) == ("", 0, 0)


def test_the_page_shows_what_waits(payment: Payment, desk_client: Client) -> None:
    take_row(row(payment, payment.amount, reference=""))
    page = desk_client.get(reverse("desk:bank")).content.decode()
    assert "LAN" in page
    assert "nội dung không có mã đơn: tìm người mua theo số tiền và thời điểm" in page
    assert f"{BankRow.objects.get().seen_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}" in page


def test_a_code_of_no_order_is_told_from_no_code(payment: Payment, desk_client: Client) -> None:
    other = f"{payment.reference[:5]}{'2' if payment.reference[5] != '2' else '3'}{payment.reference[6:-1]}"
    outcome = take_row(row(payment, payment.amount, reference=other))
    assert outcome.proposal == proposal_for("unmatched") != proposal_for("unmatched", has_code=False)
    assert outcome.proposal in desk_client.get(reverse("desk:bank")).content.decode()


@pytest.mark.parametrize(("answer", "note"), [("assigned", "Lan gọi"), ("returned", "")])
def test_what_is_refused_is_shown_again_as_typed(payment: Payment, desk_client: Client, answer: str, note: str) -> None:
    take_row(row(payment, payment.amount, reference=""))
    path = reverse("desk:bank-decide", args=[BankRow.objects.get().pk])
    refused = desk_client.post(path, {"answer": answer, "number": "NOSUCHNUMBER", "note": note})
    page = refused.content.decode()
    assert refused.status_code == 400
    assert 'value="NOSUCHNUMBER"' in page
    assert f'name="note" value="{note}"' in page
    assert page.count('aria-invalid="true"') == page.count('class="form-errors"') == 1
