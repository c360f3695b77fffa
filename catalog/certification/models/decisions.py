"""Recognition decisions: the papers that stars rest on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.certification.models.rules import IssuingBody


class Decision(models.Model):
    """One signed decision of an issuing body, with the day from which it counts if it states another than its own."""

    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    issuing_body = models.ForeignKey(IssuingBody, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("issuing body"))
    effective_from = models.DateField(_("counts from"), null=True, blank=True)
    source_url = models.URLField(_("where it can be read"), max_length=400, blank=True)
    is_sample = models.BooleanField(_("invented for the demo"), default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["number", "issuing_body", "signed_on"], name="decision_unique"),
            models.CheckConstraint(condition=~Q(number=""), name="decision_has_number"),
        ]

    def __str__(self) -> str:
        return self.number
