"""The form by which a buyer says where the money shall go."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from catalog.lib.codes import plain_code
from catalog.lib.vietnamese import fold
from marketplace.payments.banks import BANKS


class AccountForm(forms.Form):
    """Bank, number, holder; the number twice, because a wrong digit sends money to a stranger."""

    bank_bin = forms.ChoiceField(label=_("Bank"), choices=lambda: [("", _("Choose your bank")), *BANKS.items()])
    number = forms.CharField(
        label=_("Account number"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    number_again = forms.CharField(
        label=_("Account number, once more"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    holder = forms.CharField(label=_("Name of the account holder"), max_length=70, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def clean_number(self) -> str:
        """Check the shape: six to nineteen digits or letters, as Napas takes them."""
        number = plain_code(str(self.cleaned_data["number"]))
        RegexValidator(r"^[0-9A-Z]{6,19}$", _("An account number has 6 to 19 digits."))(number)
        return number

    def clean_number_again(self) -> str:
        """Compare the two."""
        again = plain_code(str(self.cleaned_data["number_again"]))
        if self.cleaned_data.get("number") not in (None, again):
            raise forms.ValidationError(_("The two numbers differ. Please type them again."), code="differ")
        return again

    def clean_holder(self) -> str:
        """Check that the name can be written as banks write it."""
        holder = str(self.cleaned_data["holder"]).strip()
        RegexValidator(r"^[A-Z0-9 .,&-]{3,70}$", _("Please write the name as it stands on the account."))(
            " ".join(fold(holder).upper().split())
        )
        return holder
