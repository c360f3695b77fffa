"""The few fields of the checkout: name, phone, province, commune, street, note; then payment and consent."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.lib.vietnamese import nfc
from catalog.places.models import Place
from marketplace.accounts.phones import MobileField
from marketplace.checkout.ways import Way, WayField, parse_way
from marketplace.delivery.selectors import province_choices, province_with_id
from marketplace.payments.methods import FIRST_CHOICE

_TAX_CODE = re.compile(r"^\d{10}(-?\d{3})?$|^\d{12}$")


def read_id(text: str) -> int | None:
    """Read an id as a browser sent it, of at most 18 digits: a longer one fits no database. None for what is no id."""
    return int(text) if text.isdecimal() and len(text) <= 18 else None


class _Line(forms.CharField):
    """One line of text in normal form, without control characters."""

    def to_python(self, value: Any) -> str:
        text = nfc(str(super().to_python(value) or ""))
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class _ProvinceField(forms.ChoiceField):
    """One of today's provinces. Their list is read where it is shown: looking up the chosen one does not need it."""

    def to_python(self, value: Any) -> Place | None:
        text = str(value or "")
        if not text:
            return None
        number = read_id(text)
        place = None if number is None else province_with_id(number)
        if place is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return place

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)


class RecipientForm(forms.Form):
    """Who receives the order, and where."""

    name = _Line(label=_("Recipient's name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = MobileField()
    province = _ProvinceField(label=_("Province or city"))
    commune = _Line(
        label=_("Ward or commune"), max_length=80, widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "address-level3"})
    )
    street = _Line(label=_("House number and street"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "street-address"}))
    note = _Line(
        label=_("Note for the courier"),
        max_length=300,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("We send the order and its link there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    tax_code = _Line(
        label=_("Tax code"),
        max_length=14,
        required=False,
        help_text=_("If you wish a tax invoice: 10, 12 or 13 digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    keep = forms.BooleanField(label=_("Keep this address for my next order"), required=False)
    folded = ("email", "tax_code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["province"]
        field.choices = cache(lambda: [("", _("Choose a province or city")), *province_choices()])  # type: ignore[attr-defined]

    def clean_tax_code(self) -> str:
        """Check the shape of a tax code (Circular 86/2024/TT-BTC: 10 digits, 13 for a branch, 12 for a person)."""
        code = str(self.cleaned_data["tax_code"]).replace(" ", "")
        if code and not _TAX_CODE.match(code):
            raise forms.ValidationError(_("A tax code has 10, 12 or 13 digits."), code="tax_code")
        return code

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """The fields that everybody sees."""
        return [field for field in self if field.name not in (*self.folded, "keep")]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """The fields that are folded away."""
        return [self[name] for name in self.folded]

    def destination(self) -> Place:
        """Give the chosen province, once the form is valid."""
        province: Place = self.cleaned_data["province"]
        return province


class ConfirmForm(forms.Form):
    """How to pay, and the consent; with what the page showed, so that nothing changes silently."""

    method = WayField(label=_("How do you wish to pay?"), widget=forms.RadioSelect, initial=FIRST_CHOICE)
    consent = forms.BooleanField(
        label=_("Consent"), error_messages={"required": _("Please tick this box: without it we may not pass on your address.")}
    )
    total_seen = forms.DecimalField(max_digits=12, decimal_places=0, widget=forms.HiddenInput)
    token = forms.RegexField(regex=r"^[A-Za-z0-9_-]{32,64}$", widget=forms.HiddenInput)

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Show these ways to pay; what was chosen first and is not among them is not chosen any more."""
        self.fields["method"].choices = choices  # type: ignore[attr-defined]
        if self.initial.get("method") not in dict(choices):
            self.initial["method"] = ""

    def way(self) -> Way:
        """Give how the buyer wishes to pay, once the form is valid."""
        way = parse_way(self.cleaned_data["method"])
        assert way is not None  # noqa: S101  # the field refuses what cannot be read
        return way


class FindOrderForm(forms.Form):
    """Number and phone of a lost order."""

    number = _Line(
        label=_("Order number"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"})
    )
    phone = MobileField()
