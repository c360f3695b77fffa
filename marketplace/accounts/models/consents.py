"""What people agreed to, in which words, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ConsentRecord(models.Model):
    """One consent to one purpose, append-only (Personal Data Law 91/2025: specific, given by an act, provable).

    It holds ids and the version of the text, no name or number; the texts stand in `marketplace.accounts.consents`.
    """

    class Purpose(models.TextChoices):
        """What the data may be used for."""

        ORDER = "order", _("to deliver this order")
        ACCOUNT = "account", _("to keep an account")

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="consents")
    # No constraint in the database: erasing a person must not need a change here.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="+"
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    text_version = models.CharField(_("version of the text"), max_length=10)
    language = models.CharField(_("language"), max_length=2)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=["order", "account"]), name="consent_purpose_known"),
            models.CheckConstraint(condition=~Q(text_version=""), name="consent_has_version"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"
