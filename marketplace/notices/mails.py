"""Mails: one template in plain text and one in HTML, in the reader's language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import override

# Whoever claims a message has sent it by then, or died: a mail server may answer each of some ten steps as late as EMAIL_TIMEOUT.
# Below the time after which a killed worker's job runs again.
SENT_WITHIN = timedelta(minutes=5)


def send_mail(*, to: str, subject: str | Promise, template: str, language: str, context: dict[str, Any], **named: object) -> None:
    """Send one mail; `template` names `templates/emails/<template>.txt` and `.html`.

    `named` fills the blanks of a lazy `subject` (`%(number)s`). They are filled here, in the reader's language: `lazy % values`
    would be a text of the caller's language at once.

    Raises:
        OSError, smtplib.SMTPException: the mail server did not take it; trying again helps.
    """
    with override(language):
        full = {**context, "base_url": settings.BASE_URL, "is_demo": settings.DEMO, "language": language}
        words = str(subject) % named if named else str(subject)
        mail = EmailMultiAlternatives(words, render_to_string(f"emails/{template}.txt", full), to=[to])
        html = css_inline.inline(render_to_string(f"emails/{template}.html", full))
    mail.attach_alternative(html, "text/html")
    mail.send()
