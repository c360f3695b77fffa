"""Jobs about people's accounts."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.db.models import Q
from django_tasks import task

from catalog.lib import clock
from marketplace.accounts.models import OutgoingMail
from marketplace.notices.mails import SENT_WITHIN


@task()
def send_account_mail(mail_id: int) -> None:
    """Send a waiting mail and forget it; one that is gone was sent before. What fails stays, and the job is tried again.

    It is claimed first and sent outside any transaction, which would wait for the mail server; so it leaves once though two jobs
    run. The claim of a killed worker lapses before its job runs again.
    """
    now = clock.now()
    until = now + SENT_WITHIN
    free = OutgoingMail.objects.filter(Q(claimed_until=None) | Q(claimed_until__lt=now), pk=mail_id)
    free.update(claimed_until=until)
    ours = OutgoingMail.objects.filter(pk=mail_id, claimed_until=until)
    mail = ours.first()
    if mail is None:
        return
    try:
        EmailMessage(mail.subject, mail.text, to=[mail.to]).send()
    except BaseException:
        ours.update(claimed_until=None)
        raise
    mail.delete()
