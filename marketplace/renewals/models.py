"""Cases of renewal: what a maker filed for a new evaluation of a product, and how it ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.certification.models import Award
from catalog.lib.private_files import private_storage
from catalog.producers.models import Producer


class RenewalCase(models.Model):
    """One filing for one award. It is open until a decision follows the award, or an officer closes it without one."""

    class State(models.TextChoices):
        """How far it has come."""

        OPEN = "open", _("waiting for the decision")
        RENEWED = "renewed", _("decided: a new award follows")
        CLOSED = "closed", _("closed without a new award")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="renewal_cases", verbose_name=_("award"))
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="renewal_cases", verbose_name=_("producer"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(_("opened at"))
    # None: by the signed link of the mail.
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    closing_note = models.CharField(_("why it was closed"), max_length=300, blank=True)
    outcome_award = models.ForeignKey(
        Award, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("award that followed")
    )

    class Meta:
        verbose_name = _("case of renewal")
        verbose_name_plural = _("cases of renewal")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "renewed", "closed"]), name="renewal_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)), name="renewal_open_or_ended"
            ),
            models.CheckConstraint(
                condition=Q(state="renewed", outcome_award__isnull=False) | (~Q(state="renewed") & Q(outcome_award=None)),
                name="renewal_outcome_is_an_award",
            ),
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(closing_note=""), name="renewal_closed_has_note"),
            models.UniqueConstraint(fields=["award"], condition=Q(state="open"), name="renewal_one_open_case_an_award"),
        ]

    def __str__(self) -> str:
        return f"RenewalCase {self.pk}"


class RenewalPaper(models.Model):
    """One paper of a case, checked when it came in; it has no address, and its file name is ours."""

    case = models.ForeignKey(RenewalCase, on_delete=models.PROTECT, related_name="papers", verbose_name=_("case"))
    name = models.CharField(_("name, as the sender called it"), max_length=120)
    file = models.FileField(storage=private_storage, upload_to="renewals", max_length=200)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("received at"))
    received_from = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("paper of a renewal")
        verbose_name_plural = _("papers of renewals")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "sha256"], name="renewal_paper_once")]

    def __str__(self) -> str:
        return self.name
