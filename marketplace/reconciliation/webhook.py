"""The bank's calls about transfers: signed, fresh, and counted once (docs/payment-methods.md has the form)."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from catalog.lib import clock
from marketplace.payments.references import find_reference
from marketplace.payments.statements import StatementRow
from marketplace.reconciliation.errors import BadCall, ForgedCall
from marketplace.reconciliation.services import own_account, take_row

HEADER = "X-Bank-Signature"
TOLERANCE_SECONDS = 300
MOST_BYTES, MOST_DONG = 20_000, Decimal(10) ** 12
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def signature(body: bytes, *, moment: int, secret: str) -> str:
    """Give the header of a call: HMAC-SHA256 over the moment (seconds since 1970), a dot, and the body."""
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={mac.hexdigest()}"


def check_signature(body: bytes, header: str) -> None:
    """Make sure that the bank sent it, within the last five minutes.

    Raises:
        ForgedCall: it did not.
    """
    found = _SIGNATURE.fullmatch(header)
    if found is None:
        raise ForgedCall("no signature")
    moment = int(found[1])
    if not constant_time_compare(header, signature(body, moment=moment, secret=settings.BANK_WEBHOOK_SECRET)):
        raise ForgedCall("another signature")
    if abs(clock.now().timestamp() - moment) > TOLERANCE_SECONDS:
        raise ForgedCall("too old")


def read_call(body: bytes) -> tuple[StatementRow, str]:
    """Read a call: the transfer, and the account that it went to.

    Raises:
        BadCall: a field is missing or is not what it must be.
    """
    try:
        facts: Any = json.loads(body)
        bank_id, text, account = (str(facts[name]) for name in ("id", "text", "account"))
        amount, currency = Decimal(str(facts["amount"])), facts["currency"]
    except (ValueError, KeyError, TypeError, InvalidOperation) as error:
        raise BadCall("The call needs id, account, amount, currency and text") from error
    if not bank_id.strip() or "\x00" in bank_id + text:
        raise BadCall("A transfer needs a number of its own")
    if currency != "VND" or not amount.is_finite() or amount != amount.to_integral_value() or not 0 < amount < MOST_DONG:
        raise BadCall("The amount must be a whole number of đồng above zero")
    if account != own_account():
        raise BadCall("The account is not the shop's")
    return StatementRow(line=0, id=bank_id, amount=amount, text=text, reference=find_reference(text)), account


@csrf_exempt
@require_POST
def bank_call(request: HttpRequest) -> HttpResponse:
    """Hear the bank: 401 for whoever it is not, 400 for what cannot be read, 200 once the transfer is written down, also when told again."""
    if not settings.BANK_WEBHOOK_SECRET:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=400)
    try:
        check_signature(request.body, request.headers.get(HEADER, ""))
        row, account = read_call(request.body)
    except ForgedCall:
        return HttpResponse(status=401)
    except BadCall:
        return HttpResponse(status=400)
    take_row(row, account=account)
    return HttpResponse(status=200)
