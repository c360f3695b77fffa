"""The bank's signed calls: counted once, and whoever else calls changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from catalog.lib import clock
from marketplace.payments.models import Payment, PaymentEvent
from marketplace.reconciliation.models import BankRow
from marketplace.reconciliation.webhook import signature

SECRET = "s" * 40
PATH = "/webhooks/bank"


@pytest.fixture(autouse=True)
def _secret(settings: Any) -> None:
    settings.BANK_WEBHOOK_SECRET = SECRET


def body_for(payment: Payment, settings: Any, **changes: Any) -> bytes:
    account = f"{settings.BANK_BIN}/{settings.BANK_ACCOUNT}"
    facts = {"id": "FT1", "account": account, "amount": int(payment.amount), "currency": "VND", "text": f"LAN {payment.reference}"}
    return json.dumps({**facts, **changes}).encode()


def call(body: bytes, *, header: str | None = None, age: int = 0, secret: str = SECRET) -> int:
    moment = int(clock.now().timestamp()) - age
    signed = signature(body, moment=moment, secret=secret) if header is None else header
    answer = Client().post(PATH, body, content_type="application/json", headers={"X-Bank-Signature": signed})
    return answer.status_code


def counts() -> tuple[int, int]:
    return PaymentEvent.objects.count(), BankRow.objects.count()


def test_a_call_pays_the_order_once_however_often_it_comes(payment: Payment, settings: Any) -> None:
    body = body_for(payment, settings)
    assert [call(body) for _number in range(3)] == [200, 200, 200]
    payment.refresh_from_db()
    assert (payment.state, counts()) == ("paid", (1, 0))


@pytest.mark.parametrize("forged", ["none", "nonsense", "other secret", "other body", "old", "from tomorrow", "moment changed"])
def test_whoever_is_not_the_bank_is_refused_and_nothing_is_written(payment: Payment, settings: Any, forged: str) -> None:
    body, now = body_for(payment, settings), int(clock.now().timestamp())
    signed = signature(body, moment=now, secret=SECRET)
    status = {
        "none": lambda: call(body, header=""),
        "nonsense": lambda: call(body, header="t=1,v1=é"),
        "other secret": lambda: call(body, secret="x" * 40),
        "other body": lambda: call(body.replace(b"FT1", b"FT2"), header=signed),
        "old": lambda: call(body, age=301),
        "from tomorrow": lambda: call(body, age=-86_400),
        "moment changed": lambda: call(body, header=signed.replace(str(now), str(now + 1))),
    }[forged]()
    assert (status, counts()) == (401, (0, 0))


@pytest.mark.parametrize(
    "changes",
    [{"amount": "x"}, {"amount": -5}, {"amount": 0}, {"amount": 1.5}, {"amount": "NaN"}, {"amount": 10**13}, {"currency": "USD"}, {"id": " "},
     {"account": "970436/1"}, {"text": None, "id": None, "amount": None}],
)  # fmt: skip
def test_what_the_bank_signed_but_nobody_can_read_is_refused_without_a_write(
    payment: Payment, settings: Any, changes: dict[str, Any]
) -> None:
    assert (call(body_for(payment, settings, **changes)), counts()) == (400, (0, 0))


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"null"])
def test_a_body_that_is_no_call_is_refused(payment: Payment, body: bytes) -> None:
    assert (call(body), counts()) == (400, (0, 0))


def test_a_transfer_without_an_order_waits_for_an_officer_once(payment: Payment, settings: Any) -> None:
    body = body_for(payment, settings, text="mua quà")
    assert [call(body), call(body)] == [200, 200]
    row = BankRow.objects.get()
    assert (row.kind, row.payment, counts()) == ("unmatched", None, (0, 1))


def test_without_a_secret_nobody_is_heard(payment: Payment, settings: Any) -> None:
    settings.BANK_WEBHOOK_SECRET = ""
    assert (call(body_for(payment, settings)), counts()) == (404, (0, 0))
