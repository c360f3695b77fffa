"""The books: journals of balanced entries, append-only, and the dated rates that postings follow."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.producers.models import Producer


class Account(models.TextChoices):
    """The accounts. A debit is positive, a credit negative; amounts are whole minor units (VND has none)."""

    RECEIVABLE = "receivable", _("owed by buyers")
    CLEARING_CASH = "clearing_cash", _("cash held by carriers")
    CLEARING_BANK = "clearing_bank", _("the shop's bank account")
    CLEARING_CARD = "clearing_card", _("held by the card provider")
    PAYABLE = "payable", _("owed to producers")
    COMMISSION = "commission", _("commission")
    WITHHELD_VAT = "withheld_vat", _("VAT withheld")
    WITHHELD_INCOME = "withheld_income", _("income tax withheld")
    SHIPPING = "shipping", _("owed to carriers")


class CommissionRate(models.Model):
    """What the shop keeps of the price of goods, in percent, during a time."""

    percent = models.DecimalField(_("percent"), max_digits=4, decimal_places=2)
    valid_from = models.DateField(_("in force from"), unique=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("commission rate")
        verbose_name_plural = _("commission rates")
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=50), name="commission_percent"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="commission_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"


class WithholdingRate(models.Model):
    """What the shop withholds for the state from a producer's sale (Decree 117/2025/NĐ-CP, art. 4 and 5), during a time."""

    class Nature(models.TextChoices):
        """What is supplied."""

        GOODS = "goods", _("goods")
        SERVICE = "service", _("service")

    producer_kind = models.CharField(_("kind of producer"), max_length=20, choices=Producer.Kind.choices)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices)
    vat_percent = models.DecimalField(_("VAT, percent"), max_digits=4, decimal_places=2)
    income_percent = models.DecimalField(_("income tax, percent"), max_digits=4, decimal_places=2)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("withholding rate")
        verbose_name_plural = _("withholding rates")
        constraints = [
            models.UniqueConstraint(fields=["producer_kind", "nature", "valid_from"], name="withholding_unique"),
            models.CheckConstraint(condition=Q(nature__in=["goods", "service"]), name="withholding_nature_known"),
            models.CheckConstraint(condition=Q(vat_percent__gte=0, income_percent__gte=0), name="withholding_percents"),
        ]

    def __str__(self) -> str:
        return f"{self.producer_kind} {self.nature} {self.valid_from}"


class Journal(models.Model):
    """One happening in the books. Its key, such as `sale:12`, makes it post once; a reversal points at what it undoes."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="journals")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    posted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """One line of a journal. Ids and amounts alone: the books cannot forget, so they must know nobody."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(_("account"), max_length=20, choices=Account.choices)
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    currency = models.CharField(_("currency"), max_length=3, default="VND")
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="entry_amount"),
            models.CheckConstraint(condition=Q(account__in=sorted(Account.values)), name="entry_account_known"),
            models.CheckConstraint(condition=~Q(account="payable") | Q(producer__isnull=False), name="entry_payable_names_producer"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
