"""What officers fill in for carriers' settlements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.registry.reading.tables import MAX_BYTES
from marketplace.carriers.models import Carrier
from marketplace.carriers.reading import HEADINGS, NAMES


class SettlementForm(forms.Form):
    """A carrier's file."""

    carrier = forms.ModelChoiceField(label=_("Carrier"), queryset=Carrier.objects.all(), empty_label=None)
    file = forms.FileField(label=_("The carrier's file, CSV or XLSX"))

    def clean_file(self) -> Any:
        """Refuse what is larger than a table can be, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file


class CarrierForm(forms.Form):
    """A carrier and the headings of its files, where the usual ones do not fit."""

    name = forms.CharField(label=_("Carrier"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, name in NAMES.items():
            usual = HEADINGS[field][0]
            self.fields[field] = forms.CharField(
                label=name, max_length=80, required=False, widget=forms.TextInput(attrs={"placeholder": usual})
            )

    def columns(self) -> dict[str, str]:
        """Give the headings that were filled in."""
        return {field: self.cleaned_data[field] for field in NAMES}


class RowAnswerForm(forms.Form):
    """What becomes of a row that did not fit."""

    number = forms.CharField(max_length=40, required=False)
    note = forms.CharField(max_length=200, required=False)
