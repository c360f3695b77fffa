"""What producers fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AccountForm(forms.Form):
    """Where a producer wants to be paid."""

    bank_bin = forms.CharField(
        label=_("Bank code"),
        max_length=6,
        min_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Six digits, as in your bank's VietQR: Vietcombank is 970436, Agribank 970405."),
    )
    number = forms.CharField(label=_("Account number"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    holder = forms.CharField(label=_("Account holder"), max_length=70, widget=forms.TextInput(attrs={"autocomplete": "off"}))
