"""Who did what, on whose behalf, to what: kept for good, without personal data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One action of an officer, a producer's member or a command. The database refuses to change or remove it.

    `before` and `after` hold ids, states, dates and amounts, never names, phones or addresses: a person may ask to be
    erased, and this table cannot forget.
    """

    at = models.DateTimeField(_("time"), auto_now_add=True)
    # No constraint in the database: erasing a person must not need a change here.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+", verbose_name=_("actor")
    )
    on_behalf_of_id = models.BigIntegerField(_("producer acted for"), null=True)
    action = models.CharField(_("action"), max_length=60)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object"), max_length=40)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    request_id = models.CharField(_("request"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
