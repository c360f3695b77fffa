"""Mails that wait for the job that sends them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One mail about an account, with its code: a row lives until it is sent, so that the queue of jobs holds ids alone.

    `claimed_until` is set while a job is sending it.
    """

    to = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    made_at = models.DateTimeField(auto_now_add=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")

    def __str__(self) -> str:
        return str(self.pk)
