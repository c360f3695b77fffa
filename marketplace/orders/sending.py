"""Hand messages over, each once: a key is claimed, the message sent outside any transaction, and then noted (docs/algorithms/orders.md)."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from catalog.lib import clock
from marketplace.accounts.models import Appointment
from marketplace.accounts.permissions import officers_with_duty
from marketplace.notices.mails import SENT_WITHIN
from marketplace.notices.sms import UnableToSendSms
from marketplace.orders.models import SentNotice
from marketplace.payments.failpoints import failpoint

Send = Callable[[], object]


def send_once(key: str, send: Send) -> bool:
    """Send unless this key was sent or is being sent by another; give whether it was sent now.

    A failure gives the claim back, so that the next run tries again. The claim of a process that died lapses by itself.
    """
    until = _claim(key)
    if until is None:
        return False
    try:
        send()
    except BaseException:
        # Its own claim alone: one that lapsed meanwhile may be another's by now.
        SentNotice.objects.filter(key=key, claimed_until=until).delete()
        raise
    failpoint("mail")
    _note(key)
    return True


def send_all(letters: Mapping[str, Send]) -> int:
    """Send the message of each key once; give how many left now. One that is refused keeps no other waiting.

    Raises:
        OSError, smtplib.SMTPException, UnableToSendSms: the first of what was refused, after all others were tried.
    """
    count, refused = 0, None
    for key, letter in letters.items():
        try:
            count += send_once(key, letter)
        except (OSError, smtplib.SMTPException, UnableToSendSms) as error:
            refused = refused or error
    if refused is not None:
        raise refused
    return count


def send_to_each(key: str, letters: Mapping[object, Send]) -> bool:
    """Send each reader's letter once, under a key for each; give whether any left now.

    Once all have theirs, `key` itself is noted: who becomes a reader later is not told of what is past.

    Raises:
        OSError, smtplib.SMTPException, UnableToSendSms: as `send_all`; those who have theirs get it no second time.
    """
    if not letters or is_sent(key):
        return False
    own = {f"{key}:{who}": letter for who, letter in letters.items()}
    count = send_all(own)
    if all(is_sent(one) for one in own):
        _note(key)
    return count > 0


def letters_to_officers(write: Callable[[str, str], object]) -> dict[object, Send]:
    """Give a letter for each officer with the duty to verify who has an address; `write` is given address and language."""
    officers = officers_with_duty(Appointment.Duty.VERIFY)
    return {officer.pk: partial(write, officer.email, officer.language) for officer in officers if officer.email}


def is_sent(key: str) -> bool:
    """Say whether it has been sent; one that is being sent has not."""
    return SentNotice.objects.filter(key=key, claimed_until=None).exists()


def _claim(key: str) -> datetime | None:
    """Give until when the key is ours to send; nothing where it was sent, or another is sending it.

    Durable: inside another transaction the claim would be seen by nobody, and that transaction would wait for the mail server.
    """
    if is_sent(key):
        return None
    now = clock.now()
    until = now + SENT_WITHIN
    with transaction.atomic(durable=True):
        _notice, is_new = SentNotice.objects.get_or_create(key=key, defaults={"claimed_until": until})
        is_ours = is_new or SentNotice.objects.filter(key=key, claimed_until__lt=now).update(claimed_until=until)
    return until if is_ours else None


def _note(key: str) -> None:
    SentNotice.objects.update_or_create(key=key, defaults={"claimed_until": None, "sent_at": clock.now()})
