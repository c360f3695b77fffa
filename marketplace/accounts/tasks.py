"""Jobs about people's accounts."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.db import transaction
from django_tasks import task

from marketplace.accounts.models import OutgoingMail


@task()
def send_account_mail(mail_id: int) -> None:
    """Send a waiting mail and forget it; one that is gone was sent before. What fails stays, and the job is tried again."""
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().filter(pk=mail_id).first()
        if mail is not None:
            EmailMessage(mail.subject, mail.text, to=[mail.to]).send()
            mail.delete()
