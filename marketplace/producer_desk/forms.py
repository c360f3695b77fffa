"""What producers fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.payments.banks import BANKS, bank_label


class AccountForm(forms.Form):
    """Where a producer wants to be paid."""

    bank_bin = forms.ChoiceField(
        label=_("Bank"), choices=lambda: [("", _("Choose your bank")), *((code, bank_label(code)) for code in BANKS)]
    )
    number = forms.CharField(label=_("Account number"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    holder = forms.CharField(label=_("Account holder"), max_length=70, widget=forms.TextInput(attrs={"autocomplete": "off"}))
