"""The account that a buyer gave for one refund, who prepared and released it, and the file for the bank that it stands in."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.payments.models import Refund


class RefundFile(models.Model):
    """A file for the bank that was taken, known by its number. A transfer stands in one file: uploaded in two, it would be paid twice."""

    taken_at = models.DateTimeField(_("file taken at"), auto_now_add=True)
    taken_by_id = models.BigIntegerField(_("file taken by"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of refunds")
        verbose_name_plural = _("files of refunds")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.pk)


class RefundAccount(models.Model):
    """Where one refund goes. Number and holder are personal data: masked on every page, emptied when they are no longer needed.

    One officer prepares it, another releases it; the database refuses that they are the same.
    """

    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, related_name="bank_account", verbose_name=_("refund"))
    reference = models.CharField(_("transfer code"), max_length=20, unique=True)
    bank_bin = models.CharField(_("bank"), max_length=6, validators=[RegexValidator(r"^\d{6}$")])
    number = models.CharField(_("account number"), max_length=19, blank=True, validators=[RegexValidator(r"^[0-9A-Z]{6,19}$")])
    holder = models.CharField(_("account holder"), max_length=70, blank=True, validators=[RegexValidator(r"^[A-Z0-9 .,&-]{3,70}$")])
    given_at = models.DateTimeField(_("given at"))
    prepared_by_id = models.BigIntegerField(_("prepared by"), null=True, blank=True)
    prepared_at = models.DateTimeField(_("prepared at"), null=True, blank=True)
    released_by_id = models.BigIntegerField(_("released by"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    file = models.ForeignKey(
        RefundFile, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("file of refunds")
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("account for a refund")
        verbose_name_plural = _("accounts for refunds")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(prepared_by_id=None, prepared_at=None) | Q(prepared_by_id__isnull=False, prepared_at__isnull=False),
                name="refund_account_prepared_whole",
            ),
            models.CheckConstraint(
                condition=Q(released_by_id=None, released_at=None) | Q(released_at__isnull=False, prepared_at__isnull=False),
                name="refund_account_released_after",
            ),
            models.CheckConstraint(
                condition=Q(released_by_id=None) | ~Q(released_by_id=F("prepared_by_id")), name="refund_account_released_by_another"
            ),
            models.CheckConstraint(condition=Q(file=None) | Q(released_at__isnull=False), name="refund_account_in_file_released"),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(number="") & ~Q(holder="") | Q(erased_at__isnull=False, number="", holder=""),
                name="refund_account_whole_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def masked(self) -> str:
        """The number with all but its last four signs hidden; never the whole."""
        return f"•••• {self.number[-4:]}" if self.number else "••••"
