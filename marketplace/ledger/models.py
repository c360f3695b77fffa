"""The books: journals of balanced entries, append-only, and the dated rates that postings follow."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.producers.models import Producer
from catalog.products.models import Listing


class Account(models.TextChoices):
    """The accounts. A debit is positive, a credit negative; amounts are whole minor units (VND has none)."""

    RECEIVABLE = "receivable", _("owed by buyers")
    CLEARING_CASH = "clearing_cash", _("cash held by carriers")
    CLEARING_BANK = "clearing_bank", _("the shop's bank account")
    CLEARING_CARD = "clearing_card", _("held by the card provider")
    PAYABLE = "payable", _("owed to producers")
    PAYOUTS = "payouts", _("on the way to producers")
    REFUNDS = "refunds", _("on the way back to buyers")
    COMMISSION = "commission", _("commission")
    WITHHELD_VAT = "withheld_vat", _("VAT withheld")
    WITHHELD_INCOME = "withheld_income", _("income tax withheld")
    SHIPPING = "shipping", _("owed to carriers")
    FEES = "fees", _("fees of providers")
    DISPUTED = "disputed", _("taken back by a buyer's bank, undecided")
    EXCHANGE = "exchange", _("exchanged between currencies")
    DIFFERENCES = "differences", _("differences and losses")


# What may stand in a foreign currency: the card provider's side, and where currencies meet. Buyers and producers are owed đồng.
FOREIGN_ACCOUNTS = [Account.CLEARING_CARD, Account.FEES, Account.DISPUTED, Account.EXCHANGE, Account.DIFFERENCES]


class Nature(models.TextChoices):
    """What is supplied, as the tax rules ask (Decree 117/2025/NĐ-CP, art. 5)."""

    GOODS = "goods", pgettext_lazy("nature", "goods")
    SERVICE = "service", _("service")
    TRANSPORT = "transport", _("transport")
    UNKNOWN = "unknown", _("not known: the highest rate")


class Residence(models.TextChoices):
    """Where somebody pays tax."""

    RESIDENT = "resident", _("resident")
    NON_RESIDENT = "non_resident", _("not resident")


class Destination(models.TextChoices):
    """Where a supply goes."""

    HOME = "home", _("within Vietnam")
    EXPORT = "export", _("abroad")


class CommissionRate(models.Model):
    """What the shop keeps of the price of goods, in percent, from a day on until the next rate begins.

    A rate has no end of its own: two cannot overlap, and no day lies between them. An end is a rate of 0 %.
    """

    percent = models.DecimalField(_("percent"), max_digits=4, decimal_places=2)
    valid_from = models.DateField(_("in force from"), unique=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("commission rate")
        verbose_name_plural = _("commission rates")
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=50), name="commission_percent"),
            models.CheckConstraint(condition=~Q(source=""), name="commission_source"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"


class WithholdingRate(models.Model):
    """What the shop withholds for the state from a producer's sale (Decree 117/2025/NĐ-CP, art. 4 and 5), from a day on until the
    next rate of the same kind, residence, nature and destination begins.
    """

    producer_kind = models.CharField(_("kind of producer"), max_length=20, choices=Producer.Kind.choices)
    residence = models.CharField(_("tax residence"), max_length=12, choices=Residence.choices, default=Residence.RESIDENT)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices)
    destination = models.CharField(_("destination"), max_length=8, choices=Destination.choices, default=Destination.HOME)
    vat_percent = models.DecimalField(_("VAT, percent"), max_digits=4, decimal_places=2)
    income_percent = models.DecimalField(_("income tax, percent"), max_digits=4, decimal_places=2)
    valid_from = models.DateField(_("in force from"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("withholding rate")
        verbose_name_plural = _("withholding rates")
        constraints = [
            models.UniqueConstraint(
                fields=["producer_kind", "residence", "nature", "destination", "valid_from"], name="withholding_unique"
            ),
            models.CheckConstraint(condition=Q(nature__in=["goods", "service", "transport"]), name="withholding_nature_known"),
            models.CheckConstraint(condition=Q(residence__in=["resident", "non_resident"]), name="withholding_residence_known"),
            models.CheckConstraint(condition=Q(destination__in=["home", "export"]), name="withholding_destination_known"),
            models.CheckConstraint(condition=Q(vat_percent__gte=0, income_percent__gte=0), name="withholding_percents"),
        ]

    def __str__(self) -> str:
        return f"{self.producer_kind} {self.residence} {self.nature} {self.destination} {self.valid_from}"


class TaxResidence(models.Model):
    """Where a producer pays tax, from a day on; one without a row is resident."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+", verbose_name=_("producer"))
    residence = models.CharField(_("tax residence"), max_length=12, choices=Residence.choices)
    valid_from = models.DateField(_("in force from"))
    reference = models.CharField(_("on what reference"), max_length=200)

    class Meta:
        verbose_name = _("tax residence")
        verbose_name_plural = _("tax residences")
        constraints = [
            models.UniqueConstraint(fields=["producer", "valid_from"], name="tax_residence_unique"),
            models.CheckConstraint(condition=Q(residence__in=["resident", "non_resident"]), name="tax_residence_known"),
            models.CheckConstraint(condition=~Q(reference=""), name="tax_residence_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.producer_id} {self.residence} {self.valid_from}"


class DeclaredNature(models.Model):
    """What a listing that is no piece of goods supplies, as an officer found it to be; without a row its nature is not known."""

    listing = models.OneToOneField(Listing, on_delete=models.PROTECT, related_name="+", verbose_name=_("listing"))
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices)

    class Meta:
        verbose_name = _("declared nature")
        verbose_name_plural = _("declared natures")
        constraints = [models.CheckConstraint(condition=Q(nature__in=["goods", "service", "transport"]), name="declared_nature_known")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.nature}"


class Journal(models.Model):
    """One happening in the books. Its key, such as `sale:12`, makes it post once; a reversal points at what it undoes."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="journals", null=True, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    posted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """One line of a journal, in whole minor units of its currency (VND has none, USD and EUR have cents).

    Ids and amounts alone: the books cannot forget, so they must know nobody.
    """

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
            models.CheckConstraint(
                condition=~Q(account__in=["payable", "payouts"]) | Q(producer__isnull=False), name="entry_payable_names_producer"
            ),
            models.CheckConstraint(
                condition=Q(currency="VND") | Q(currency__in=["EUR", "USD"], account__in=sorted(FOREIGN_ACCOUNTS)),
                name="entry_currency_known",
            ),
        ]
        indexes = [models.Index(fields=["producer", "account"], name="entry_of_producer")]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


class Withholding(models.Model):
    """What a journal withheld from one producer for one kind of supply: the lines of the monthly return. Append-only.

    `revenue`, `vat` and `income` are whole đồng; an undone sale has the same amounts below zero.
    """

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="withholdings")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices)
    residence = models.CharField(_("tax residence"), max_length=12, choices=Residence.choices)
    destination = models.CharField(_("destination"), max_length=8, choices=Destination.choices)
    revenue = models.BigIntegerField(_("revenue"))
    vat = models.BigIntegerField(_("VAT withheld"))
    income = models.BigIntegerField(_("income tax withheld"))

    class Meta:
        verbose_name = _("withholding")
        verbose_name_plural = _("withholdings")
        constraints = [
            models.UniqueConstraint(fields=["journal", "nature", "residence", "destination"], name="withholding_once"),
            models.CheckConstraint(condition=Q(nature__in=["goods", "service", "transport", "unknown"]), name="withheld_nature_known"),
            models.CheckConstraint(condition=Q(residence__in=["resident", "non_resident"]), name="withheld_residence_known"),
            models.CheckConstraint(condition=Q(destination__in=["home", "export"]), name="withheld_destination_known"),
        ]

    def __str__(self) -> str:
        return f"{self.journal_id} {self.nature} {self.revenue}"
