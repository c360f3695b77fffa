"""What officers fill in to keep the rates and rules that prices, books and tax follow; each form calls one service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import localize, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.lib.languages import current_language
from catalog.lib.money import format_dong
from catalog.producers.models import Producer
from catalog.producers.selectors import producer_text
from catalog.products.models import Listing
from catalog.products.selectors import text_for
from catalog.rates.models import ExchangeRate
from catalog.rates.services import record_rate
from marketplace.accounts.models import User
from marketplace.ledger.models import CommissionRate, DeclaredNature, Nature, Residence, TaxResidence
from marketplace.ledger.rules import add_commission, declare_nature, set_residence
from marketplace.orders.cash_limits import set_cash_limit
from marketplace.orders.models import CashLimit
from marketplace.payments.currencies import CHARGED

SHOWN = 10
_CASH_ROW = _(
    "A parcel up to %(parcel)s; up to %(orders)s unpaid orders, %(amount)s in all; up to %(refused)s parcels not accepted in %(days)s days. "
    "From %(day)s, %(source)s"
)


def _first_day() -> forms.DateField:
    return forms.DateField(label=_("in force from"), input_formats=["%d/%m/%Y", "%Y-%m-%d"], help_text=_("Day/month/year."))


class RuleForm(forms.Form):
    """One kind of rule: its title, the rows that stand, and how another is kept."""

    title: Promise

    def keep(self, officer: User) -> object:
        """Put the rule on file; raises what its service raises."""
        raise NotImplementedError

    def rows(self) -> Iterable[str]:
        """Give the last rows as people read them."""
        raise NotImplementedError


class ExchangeRateForm(RuleForm):
    """What a dollar or euro is worth; another row of the same day takes the place of the one before."""

    title = _("Exchange rates")
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CHARGED])
    dong_per_unit = forms.DecimalField(label=_("đồng for one unit"), max_digits=12, decimal_places=4, min_value=1)
    margin_percent = forms.DecimalField(label=_("margin, percent"), max_digits=4, decimal_places=2, min_value=0, max_value=20, initial=2)
    max_age_days = forms.IntegerField(label=_("may be used for so many days"), min_value=1, max_value=366, initial=7)
    valid_from = _first_day()
    source = forms.CharField(label=_("source"), max_length=200)

    def keep(self, officer: User) -> object:
        """Put the rate on file."""
        return record_rate(officer=officer, **self.cleaned_data)

    def rows(self) -> Iterable[str]:
        """Give currency, rate, margin, first day and source."""
        for one in ExchangeRate.objects.all()[:SHOWN]:
            rate = number_format(one.dong_per_unit.normalize(), use_l10n=True, force_grouping=True)
            margin = localize(one.margin_percent.normalize())
            yield f"1 {one.currency} = {rate} ₫ (+{margin} %), {one.valid_from:%d/%m/%Y}, {one.source}"


class CommissionForm(RuleForm):
    """What the shop keeps of the price of goods."""

    title = _("Commission")
    percent = forms.DecimalField(label=_("percent"), max_digits=4, decimal_places=2, min_value=0, max_value=50)
    valid_from = _first_day()
    source = forms.CharField(label=_("source"), max_length=200)

    def keep(self, officer: User) -> object:
        """Let the commission begin."""
        return add_commission(officer=officer, **self.cleaned_data)

    def rows(self) -> Iterable[str]:
        """Give percent, first day and source."""
        for one in CommissionRate.objects.order_by("-valid_from")[:SHOWN]:
            yield f"{localize(one.percent.normalize())} %, {one.valid_from:%d/%m/%Y}, {one.source}"


class CashLimitForm(RuleForm):
    """How far the shop goes with cash on delivery."""

    title = _("Limits of cash on delivery")
    most_of_parcel = forms.IntegerField(label=_("a parcel, at most"), min_value=0, max_value=10**9)
    most_open_orders = forms.IntegerField(label=_("orders not paid yet, at most"), min_value=1, max_value=1000)
    most_open_amount = forms.IntegerField(label=_("not paid yet in all, at most"), min_value=0, max_value=10**9)
    most_refused = forms.IntegerField(label=_("parcels not accepted, at most"), min_value=0, max_value=1000)
    refused_within_days = forms.IntegerField(label=_("counted for so many days"), min_value=1, max_value=3650)
    valid_from = _first_day()
    source = forms.CharField(label=_("source"), max_length=200)

    def keep(self, officer: User) -> object:
        """Let the limit begin."""
        return set_cash_limit(officer=officer, limit=CashLimit(**self.cleaned_data))

    def rows(self) -> Iterable[str]:
        """Give the amounts, the first day and the source."""
        for one in CashLimit.objects.order_by("-valid_from")[:SHOWN]:
            yield _CASH_ROW % {
                "parcel": format_dong(one.most_of_parcel),
                "orders": one.most_open_orders,
                "amount": format_dong(one.most_open_amount),
                "refused": one.most_refused,
                "days": one.refused_within_days,
                "day": f"{one.valid_from:%d/%m/%Y}",
                "source": one.source,
            }


class ResidenceForm(RuleForm):
    """Where a producer pays tax."""

    title = _("Tax residence of producers")
    tax_code = forms.CharField(label=_("Tax code of the producer"), max_length=20)
    residence = forms.ChoiceField(label=_("tax residence"), choices=Residence.choices)
    valid_from = _first_day()
    reference = forms.CharField(label=_("on what reference"), max_length=200)

    def clean_tax_code(self) -> str:
        """Want the tax code of one producer."""
        code = str(self.cleaned_data["tax_code"]).strip()
        if Producer.objects.filter(tax_code=code).count() != 1:
            raise forms.ValidationError(_("No producer, or more than one, has this tax code."))
        return code

    def keep(self, officer: User) -> object:
        """Note the residence."""
        facts = dict(self.cleaned_data)
        return set_residence(officer=officer, producer=Producer.objects.get(tax_code=facts.pop("tax_code")), **facts)

    def rows(self) -> Iterable[str]:
        """Give producer, residence, first day and reference."""
        found = TaxResidence.objects.select_related("producer").prefetch_related("producer__texts").order_by("-pk")[:SHOWN]
        for one in found:
            name = producer_text(one.producer, "vi").title
            yield f"{name}: {one.get_residence_display()}, {one.valid_from:%d/%m/%Y}, {one.reference}"


class _ServiceField(forms.ModelChoiceField[Listing]):
    def label_from_instance(self, obj: Any) -> str:
        return str(text_for(obj.texts.all(), current_language()).title)


class NatureForm(RuleForm):
    """What a listing supplies that is no piece of goods."""

    title = _("Nature of services")
    listing = _ServiceField(
        label=_("listing"), queryset=Listing.objects.filter(label=Listing.Label.SERVICE).prefetch_related("texts").order_by("pk")
    )
    nature = forms.ChoiceField(label=_("nature"), choices=[pair for pair in Nature.choices if pair[0] != Nature.UNKNOWN])

    def keep(self, officer: User) -> object:
        """Say what it is."""
        return declare_nature(officer=officer, **self.cleaned_data)

    def rows(self) -> Iterable[str]:
        """Give listing and nature."""
        found = DeclaredNature.objects.select_related("listing").prefetch_related("listing__texts").order_by("-pk")[:SHOWN]
        for one in found:
            yield f"{text_for(one.listing.texts.all(), 'vi').title}: {one.get_nature_display()}"


RULES: dict[str, type[RuleForm]] = {
    "exchange": ExchangeRateForm,
    "commission": CommissionForm,
    "cash": CashLimitForm,
    "residence": ResidenceForm,
    "nature": NatureForm,
}


class MonthForm(forms.Form):
    """The month of a tax return."""

    month = forms.DateField(label=_("Month"), input_formats=["%m/%Y", "%Y-%m"], help_text=_("Month/year, such as 11/2026."))


class CashKeptForm(forms.Form):
    """Cash that a producer who brought a parcel kept."""

    number = forms.CharField(label=_("Order number or tracking code"), max_length=40)
    amount = forms.IntegerField(label=_("Cash kept, ₫"), min_value=1, max_value=10**9)
