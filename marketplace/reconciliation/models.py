"""Transfers that do not fit, statements on their way in, and findings that wait for an officer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.payments.models import Payment


class BankStatement(models.Model):
    """A bank's file that was shown and not taken yet. Its content names people: emptied as soon as it is taken, or after a week."""

    digest = models.CharField(max_length=64, unique=True)
    layout = models.CharField(_("bank"), max_length=20)
    content = models.BinaryField(blank=True)
    brought_by_id = models.BigIntegerField()
    brought_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")

    def __str__(self) -> str:
        return self.digest[:12]


class BankRow(models.Model):
    """A transfer that is not simply an order paid: under, over, double, late or for no order. An officer takes or changes the proposal."""

    class Kind(models.TextChoices):
        """What is odd about it."""

        PART = "part", _("less than is due")
        OVER = "over", _("more than is due")
        DOUBLE = "double", _("paid once more")
        LATE = "late", _("after the order had ended")
        UNMATCHED = "unmatched", _("for no order")

    class Answer(models.TextChoices):
        """What an officer decided."""

        SEEN = "seen", _("taken as proposed")
        ASSIGNED = "assigned", _("it is for an order")
        RETURNED = "returned", _("sent back by hand")
        FOREIGN = "foreign", _("not a buyer's money")
        CARRIER = "carrier", _("a carrier pays a settlement")

    event_id = models.CharField(max_length=100, unique=True)
    bank_id = models.CharField(_("the bank's number"), max_length=120)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0)
    # Banks write payers' names into it: emptied some months after the decision.
    text = models.CharField(_("text of the transfer"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_rows")
    seen_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(_("decision"), max_length=10, choices=Answer.choices, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("transfer that does not fit")
        verbose_name_plural = _("transfers that do not fit")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_row_amount"),
            models.CheckConstraint(condition=Q(kind__in=["part", "over", "double", "late", "unmatched"]), name="bank_row_kind_known"),
            models.CheckConstraint(
                condition=Q(answer__in=["", "seen", "assigned", "returned", "foreign", "carrier"]), name="bank_row_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", decided_at=None) | (~Q(answer="") & Q(decided_at__isnull=False)), name="bank_row_decided_whole"
            ),
        ]
        indexes = [models.Index(fields=["answer"], name="bank_row_open")]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class OpenFinding(models.Model):
    """Something that reconciling found and could not mend: one row for each thing, however often it is found."""

    kind = models.CharField(_("kind"), max_length=30)
    reference = models.CharField(_("what"), max_length=160)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=0)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)
    gone_at = models.DateTimeField(_("no longer found since"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    noted_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference"], condition=Q(gone_at=None), name="finding_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class ClockRound(models.Model):
    """When reconciling by the clock last began: one row, and none before the first time.

    In the database, which it needs anyway: a cache that is away must not end it, and two clocks must not both do it.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    begun_at = models.DateTimeField(_("begun at"))

    class Meta:
        verbose_name = _("round of reconciling")
        verbose_name_plural = _("rounds of reconciling")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="clock_round_only")]

    def __str__(self) -> str:
        return str(self.begun_at)


class WholeLook(models.Model):
    """When the providers' whole lists were last read: one row, and none before the first time."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    looked_at = models.DateTimeField(_("looked at"))

    class Meta:
        verbose_name = _("whole look at the providers' lists")
        verbose_name_plural = _("whole looks at the providers' lists")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="whole_look_only")]

    def __str__(self) -> str:
        return str(self.looked_at)
