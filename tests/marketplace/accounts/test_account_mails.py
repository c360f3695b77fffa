"""A waiting mail about an account leaves once, outside any transaction; what is refused or left by a killed worker leaves later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from pytest_django.fixtures import Settings

from catalog.lib import clock
from marketplace.accounts.models import OutgoingMail
from marketplace.accounts.tasks import send_account_mail
from marketplace.notices.mails import SENT_WITHIN


class Refuses(BaseEmailBackend):
    """A mail server that takes nothing, and no transaction may wait for it."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Refuse."""
        assert not connection.in_atomic_block
        raise ConnectionRefusedError


@pytest.mark.every_database
@pytest.mark.usefixtures("real_database")
def test_a_mail_that_was_refused_leaves_later_and_no_transaction_waits_for_the_server(settings: Settings) -> None:
    waiting = OutgoingMail.objects.create(to="lan@nguoi.example", subject="Mã", text="123456")
    settings.EMAIL_BACKEND = f"{__name__}.Refuses"
    for _try in range(2):
        with pytest.raises(ConnectionRefusedError):
            send_account_mail.func(waiting.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_account_mail.func(waiting.pk)
    assert (len(mail.outbox), OutgoingMail.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_a_mail_that_a_killed_worker_was_sending_leaves_once_its_claim_has_lapsed() -> None:
    waiting = OutgoingMail.objects.create(to="lan@nguoi.example", subject="Mã", text="1", claimed_until=clock.now() + SENT_WITHIN)
    send_account_mail.func(waiting.pk)
    assert mail.outbox == []
    with time_machine.travel(clock.now() + SENT_WITHIN + timedelta(seconds=1)):
        send_account_mail.func(waiting.pk)
    assert (len(mail.outbox), OutgoingMail.objects.count()) == (1, 0)
