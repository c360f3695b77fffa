"""Codes as people get them: out of a mail, or out of a text message on the console."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from marketplace.accounts.models import OutgoingMail
from marketplace.accounts.tasks import send_account_mail


def send_waiting_mail() -> None:
    """Do what the worker does with every account mail that waits."""
    for waiting in OutgoingMail.objects.order_by("pk"):
        send_account_mail.func(waiting.pk)


def code_in_mail() -> str:
    """Give the code of the last mail."""
    found = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def code_in_text_message(caplog: pytest.LogCaptureFixture) -> str:
    """Give the code of the last text message."""
    found = re.findall(r"SMS to …\d{3}: (\S+)", caplog.text)
    assert found, caplog.text
    return str(found[-1])
