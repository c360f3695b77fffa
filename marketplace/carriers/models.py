"""Carriers, their files, and each row with what became of it. Tracking codes, order numbers and amounts; nobody's name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.orders.models import Parcel
from marketplace.reconciliation.models import BankRow


class Carrier(models.Model):
    """Who brings parcels. `columns` maps our names of columns to the headings of its files, where the usual ones do not fit."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    columns = models.JSONField(_("columns"), default=dict, blank=True)

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SettlementFile(models.Model):
    """One file of a carrier: staged to be looked at, then used once. The same file cannot be staged twice."""

    class State(models.TextChoices):
        """How far it has come; a staged file that is not wanted is deleted."""

        STAGED = "staged", _("to be looked at")
        USED = "used", _("counted")

    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT, related_name="files", verbose_name=_("carrier"))
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.STAGED)
    staged_by_id = models.BigIntegerField(_("brought by"))
    staged_at = models.DateTimeField(auto_now_add=True)
    used_by_id = models.BigIntegerField(_("counted by"), null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("settlement of a carrier")
        verbose_name_plural = _("settlements of carriers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="staged", used_at=None) | Q(state="used", used_at__isnull=False, used_by_id__isnull=False),
                name="settlement_file_state",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SettlementRow(models.Model):
    """One row: what a carrier says of one parcel, in whole đồng. `key` is its content: the same row counts once, whatever file has it."""

    class Answer(models.TextChoices):
        """What an officer said to a row that did not fit."""

        COUNTED = "counted", _("counted after all")
        LEFT = "left", _("left as it is")

    file = models.ForeignKey(SettlementFile, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line number"))
    key = models.CharField(max_length=40, db_index=True)
    tracking = models.CharField(_("tracking code"), max_length=40, blank=True)
    reference = models.CharField(_("order number"), max_length=40, blank=True)
    collected = models.BigIntegerField(_("collected"))
    shipping_fee = models.BigIntegerField(_("for shipping"), default=0)
    collection_fee = models.BigIntegerField(_("for collecting"), default=0)
    is_returned = models.BooleanField(_("came back"), default=False)
    settled_on = models.DateField(_("settled on"), null=True)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, null=True, related_name="settlement_rows")
    outcome = models.CharField(_("what became of it"), max_length=12, blank=True)
    is_posted = models.BooleanField(_("counted"), default=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    answered_by_id = models.BigIntegerField(_("answered by"), null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("row of a settlement")
        verbose_name_plural = _("rows of settlements")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(collected__gte=0, shipping_fee__gte=0, collection_fee__gte=0), name="settlement_amounts"),
            models.CheckConstraint(condition=~Q(tracking="") | ~Q(reference=""), name="settlement_names_parcel"),
            models.UniqueConstraint(fields=["key"], condition=Q(is_posted=True), name="settlement_row_once"),
            models.CheckConstraint(condition=Q(is_posted=False) | Q(parcel__isnull=False), name="settlement_posted_has_parcel"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.line}"


class CarrierTransfer(models.Model):
    """A transfer at the bank by which a carrier paid a settlement or a part of it, as an officer found. Append-only.

    One transfer pays one settlement; a settlement may take several.
    """

    row = models.OneToOneField(BankRow, on_delete=models.PROTECT, related_name="carrier_transfer", verbose_name=_("transfer"))
    file = models.ForeignKey(SettlementFile, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("settlement"))
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("transfer of a carrier")
        verbose_name_plural = _("transfers of carriers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file_id} {self.row_id}"
