"""What officers fill in for payouts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RunForm(forms.Form):
    """A run to prepare; its key makes a second press find the first run."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    period_to = forms.DateField(label=_("Up to and with"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    minimum = forms.IntegerField(label=_("Smallest payout, ₫"), min_value=1, max_value=1_000_000_000)


class CancelForm(forms.Form):
    """Why a run is given up."""

    reason = forms.CharField(label=_("Why"), max_length=120)


class VerifyForm(forms.Form):
    """How an account was checked."""

    how = forms.CharField(label=_("How it was checked"), max_length=200)


class AnswerForm(forms.Form):
    """The bank's file."""

    file = forms.FileField(label=_("The bank's file, CSV"))
