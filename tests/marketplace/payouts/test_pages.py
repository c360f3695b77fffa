"""Payouts on the page: producers see their own money alone, officers prepare and release apart."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from catalog.lib import clock
from catalog.producers.models import Producer
from marketplace.accounts.models import Membership, User
from marketplace.payouts.models import BankAccount, Payout, PayoutRun
from marketplace.payouts.services import prepare_run, release_run
from tests.factories.orders import rates
from tests.factories.payouts import officers, seller_with_account, sold
from tests.factories.products import vat_rates

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def producer(binh: User) -> Producer:
    """Bình's producer, with a paid parcel delivered long ago."""
    rates()
    vat_rates()
    made = seller_with_account(name="HTX Thạch Xá")
    Membership.objects.create(user=binh, producer=made, role=Membership.Role.OWNER)
    sold(made, 2)
    return made


@pytest.fixture
def hoa_minh() -> tuple[User, User]:
    """Hoa prepares, Minh releases."""
    return officers()


@pytest.fixture
def run(producer: Producer, hoa_minh: tuple[User, User]) -> PayoutRun:
    """A prepared run."""
    return prepare_run(officer=hoa_minh[0], key="k", period_to=clock.today() - timedelta(days=1), minimum=1)


def paths(producer: Producer, reference: str = "CP1") -> list[str]:
    """Every page of a producer's money."""
    return [
        reverse("producer_desk:money", args=[producer.pk]),
        *(reverse("producer_desk:statement", args=[producer.pk, reference, form]) for form in ("pdf", "xlsx")),
    ]


def test_a_member_sees_what_is_owed_and_takes_the_statement(
    producer: Producer, run: PayoutRun, hoa_minh: tuple[User, User], binh: User
) -> None:
    client = signed_in(binh)
    page = client.get(paths(producer)[0]).content.decode()
    assert "200.000\u00a0₫" in page
    payout = run.payouts.get()
    for path in paths(producer, payout.reference)[1:]:  # prepared: nobody's business yet
        assert client.get(path).status_code == 404
    release_run(officer=hoa_minh[1], run_id=run.pk)
    page = client.get(paths(producer)[0]).content.decode()
    assert payout.reference in page
    assert payout.account.number not in page
    assert payout.account.number[-4:] in page
    pdf, xlsx = (client.get(path) for path in paths(producer, payout.reference)[1:])
    assert payout.reference in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert xlsx.content[:2] == b"PK"


def test_nobody_else_sees_it(producer: Producer, run: PayoutRun, hoa_minh: tuple[User, User], dung: User, lan: User) -> None:
    release_run(officer=hoa_minh[1], run_id=run.pk)
    packer = Membership.objects.create(user=lan, producer=producer, role=Membership.Role.PACKER).user
    every = paths(producer, run.payouts.get().reference)
    for person in (dung, packer):
        for path in every:
            assert signed_in(person).get(path).status_code == 404
    assert {Client().get(path).status_code for path in every} == {302}
    # Bình's payout under Dũng's own producer is none.
    own = Producer.objects.get(memberships__user=dung)
    assert signed_in(dung).get(paths(own, run.payouts.get().reference)[1]).status_code == 404


def test_a_member_enters_an_account_and_a_stranger_does_not(producer: Producer, binh: User, dung: User) -> None:
    path = reverse("producer_desk:account-enter", args=[producer.pk])
    form = {"bank_bin": "970405", "number": "1500 2060 12345", "holder": "HTX Thạch Xá"}
    assert signed_in(dung).post(path, form).status_code == 404
    assert signed_in(binh).post(path, form | {"number": "12"}).status_code == 422
    unknown = signed_in(binh).post(path, form | {"bank_bin": "97"})
    assert (unknown.status_code, list(unknown.context["form"].errors)) == (422, ["bank_bin"])
    assert '<option value="970405">Agribank (970405)</option>' in unknown.content.decode()
    assert BankAccount.objects.count() == 1
    assert signed_in(binh).post(path, form).status_code == 302
    assert BankAccount.objects.get(state="entered").holder == "HTX THACH XA"
    assert "Agribank •••• 2345" in signed_in(binh).get(reverse("producer_desk:money", args=[producer.pk])).content.decode()


def desk(name: str, *args: object) -> str:
    """A page of the desk."""
    return reverse(f"desk:{name}", args=args)


def test_two_officers_pay_out_on_the_desk(producer: Producer, hoa_minh: tuple[User, User]) -> None:
    hoa, minh = (signed_in(person) for person in hoa_minh)
    page = hoa.get(desk("payouts"))
    form: dict[str, Any] = {"key": page.context["form"].initial["key"], "period_to": str(clock.today() - timedelta(days=1)), "minimum": 1}
    for _press in range(2):
        hoa.post(desk("payout-prepare"), form)
    run = PayoutRun.objects.get()
    assert b'name="reason"' in hoa.get(desk("payout-run", run.pk)).content
    assert hoa.post(desk("payout-release", run.pk)).status_code == 404
    minh.post(desk("payout-release", run.pk))
    payout = Payout.objects.get()
    assert payout.state == "sent"
    lines = b"".join(minh.post(desk("payout-file", run.pk, "plain")).streaming_content).decode()  # type: ignore[arg-type]
    assert payout.account.number in lines
    assert hoa.post(desk("payout-file", run.pk, "plain")).status_code == 404
    assert payout.account.number not in hoa.get(desk("payout-run", run.pk)).content.decode()
    answer = f"Reference,Amount,Status,Ref no,Reason\n{payout.reference},{payout.amount},Paid,FT01,\n"
    shown = hoa.post(desk("payout-answer", run.pk), {"file": SimpleUploadedFile("a.csv", answer.encode())})
    assert payout.reference in shown.content.decode()
    assert Payout.objects.get().state == "paid"


def test_the_desk_lets_in_no_one_without_the_duty(run: PayoutRun, dung: User, lan: User) -> None:
    posts = [
        desk("payout-prepare"), desk("payout-release", run.pk), desk("payout-cancel", run.pk), desk("payout-answer", run.pk),
        desk("payout-file", run.pk, "plain"), desk("payout-account-verify", BankAccount.objects.get().pk),
    ]  # fmt: skip
    for person in (dung, lan):
        client = signed_in(person)
        assert {client.get(path).status_code for path in (desk("payouts"), desk("payout-run", run.pk))} == {404}
        assert {client.post(path).status_code for path in posts} == {404}
    assert {Client().get(path).status_code for path in (desk("payouts"), desk("payout-run", run.pk))} == {302}
    run.refresh_from_db()
    assert (run.state, Payout.objects.get().state) == ("prepared", "prepared")


def test_who_prepared_is_told_that_another_must_release(run: PayoutRun, mai: User, producer: Producer) -> None:
    PayoutRun.objects.filter(pk=run.pk).update(prepared_by_id=mai.pk)
    client = signed_in(mai)
    client.post(desk("payout-release", run.pk))
    assert PayoutRun.objects.get().state == "prepared"
    client.post(desk("payout-cancel", run.pk), {"reason": "Sai kỳ"})
    assert PayoutRun.objects.get().state == "cancelled"


def test_an_account_is_checked_on_the_desk(producer: Producer, binh: User, mai: User) -> None:
    form = {"bank_bin": "970405", "number": "1500206012345", "holder": "HTX Thạch Xá"}
    signed_in(binh).post(reverse("producer_desk:account-enter", args=[producer.pk]), form)
    client, account = signed_in(mai), BankAccount.objects.get(state="entered")
    assert "Agribank (970405) · 1500206012345" in client.get(desk("payouts")).content.decode()
    client.post(desk("payout-account-verify", account.pk), {"how": "Sao kê 01"})
    account.refresh_from_db()
    assert (account.state, account.verified_by_id) == ("verified", mai.pk)
