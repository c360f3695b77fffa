"""Producers' bank accounts, runs of payouts, what each payout is made of, and every step of it."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.producers.models import Producer
from marketplace.ledger.models import Entry
from marketplace.payments.banks import bank_name


class BankAccount(models.Model):
    """Where a producer is paid. Number and holder are personal data: masked wherever they are shown, emptied on erasure.

    One person enters it, another checks it; the database refuses that they are the same. People are ids alone.
    """

    class State(models.TextChoices):
        """Whether money may go there."""

        ENTERED = "entered", _("waits to be checked")
        VERIFIED = "verified", _("checked")
        RETIRED = "retired", _("no longer used")

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="bank_accounts", verbose_name=_("producer"))
    bank_bin = models.CharField(
        _("bank"), max_length=6, validators=[RegexValidator(r"^\d{6}$")], help_text=_("Six digits, as in VietQR: 970436")
    )
    number = models.CharField(_("account number"), max_length=19, blank=True, validators=[RegexValidator(r"^[0-9A-Z]{6,19}$")])
    holder = models.CharField(_("account holder"), max_length=70, blank=True, validators=[RegexValidator(r"^[A-Z0-9 .,&-]{3,70}$")])
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ENTERED)
    entered_by_id = models.BigIntegerField(_("entered by"))
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    verified_by_id = models.BigIntegerField(_("checked by"), null=True, blank=True)
    verified_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    verified_how = models.CharField(_("how it was checked"), max_length=200, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["entered", "verified", "retired"]), name="bank_account_state_known"),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_by_id__isnull=False, verified_at__isnull=False) & ~Q(verified_how=""),
                name="bank_account_verified_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(verified_by_id=None) | ~Q(verified_by_id=F("entered_by_id")), name="bank_account_checked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(number="") & ~Q(holder="")
                | Q(erased_at__isnull=False, number="", holder="", state="retired"),
                name="bank_account_whole_or_erased",
            ),
            models.UniqueConstraint(fields=["producer"], condition=Q(state="verified"), name="bank_account_one_verified"),
            models.UniqueConstraint(fields=["producer"], condition=Q(state="entered"), name="bank_account_one_entered"),
        ]

    def __str__(self) -> str:
        return f"{self.producer_id} {self.bank_bin}"

    @property
    def masked(self) -> str:
        """The number with all but its last four signs hidden; never the whole."""
        return f"•••• {self.number[-4:]}" if self.number else "••••"

    @property
    def shown(self) -> str:
        """The bank's name and the masked number, as pages and statements show an account."""
        return f"{bank_name(self.bank_bin)} {self.masked}"


class PayoutRun(models.Model):
    """One round of payouts: prepared by one officer, released by another."""

    class State(models.TextChoices):
        """How far it has come."""

        PREPARED = "prepared", _("waits to be released")
        RELEASED = "released", _("handed to the bank")
        CLOSED = "closed", _("answered by the bank")
        CANCELLED = "cancelled", _("cancelled")

    key = models.CharField(_("key"), max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PREPARED)
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period to"))
    minimum = models.PositiveIntegerField(_("smallest payout, ₫"))
    prepared_by_id = models.BigIntegerField(_("prepared by"))
    prepared_at = models.DateTimeField(_("prepared"), auto_now_add=True)
    released_by_id = models.BigIntegerField(_("released by"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    class Meta:
        verbose_name = _("payout run")
        verbose_name_plural = _("payout runs")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["prepared", "released", "closed", "cancelled"]), name="payout_run_state_known"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="payout_run_period"),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "closed"]) | Q(released_by_id__isnull=False, released_at__isnull=False),
                name="payout_run_released_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(released_by_id=None) | ~Q(released_by_id=F("prepared_by_id")), name="payout_run_released_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.period_to}"


class Payout(models.Model):
    """What one producer gets in one run, in whole đồng. `reference` stands in the transfer and in the bank's answer."""

    class State(models.TextChoices):
        """How far it has come."""

        PREPARED = "prepared", _("waits to be released")
        SENT = "sent", _("handed to the bank")
        PAID = "paid", _("paid")
        FAILED = "failed", _("refused by the bank")
        RETURNED = "returned", _("paid, and sent back by the bank")
        CANCELLED = "cancelled", _("cancelled")

    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="payouts")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("producer"))
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("bank account"))
    amount = models.BigIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PREPARED)
    reference = models.CharField(_("transfer code"), max_length=20, unique=True)
    bank_reference = models.CharField(_("the bank's number"), max_length=60, blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "producer"], name="payout_once_a_run"),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "sent", "paid", "failed", "returned", "cancelled"]), name="payout_state_known"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_amount"),
            models.CheckConstraint(condition=~Q(state__in=["paid", "returned"]) | Q(paid_at__isnull=False), name="payout_paid_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class PayoutItem(models.Model):
    """One entry of the books that a payout pays, or sets off; `amount` is what it adds. Live as long as the payout stands."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="items")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="payout_items")
    amount = models.BigIntegerField(_("amount"))
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            # What makes it impossible to pay anything twice, whoever prepares what at once.
            models.UniqueConstraint(fields=["entry"], condition=Q(is_live=True), name="payout_item_paid_once"),
            models.UniqueConstraint(fields=["payout", "entry"], name="payout_item_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.payout_id}: {self.amount}"


class PayoutMove(models.Model):
    """One step of a run, or of one of its payouts: from where to where, when, by whom. Append-only."""

    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="moves")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, null=True, related_name="moves")
    before = models.CharField(_("from"), max_length=10, blank=True)
    after = models.CharField(_("to"), max_length=10)
    actor_id = models.BigIntegerField(_("account"), null=True)
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            # Neither machine has a way back: a state is come to once, also when two try at the same moment.
            models.UniqueConstraint(fields=["run", "after"], condition=Q(payout=None), name="payout_run_move_once"),
            models.UniqueConstraint(fields=["payout", "after"], name="payout_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.payout_id or ''}: {self.before} → {self.after}"
