"""What officers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.registry.reading.tables import MAX_BYTES
from marketplace.department_desk.models import Target

PASTED = "bảng dán tay"


class TargetForm(forms.Form):
    """One number of a year's plan; a number that stands is set anew."""

    measure = forms.ChoiceField(label=_("measure"), choices=Target.Measure.choices)
    year = forms.IntegerField(label=_("year"), min_value=2019, max_value=2100)
    at_least = forms.IntegerField(label=_("at least"), min_value=1, max_value=1_000_000)
    source = forms.CharField(
        label=_("plan"), max_length=200, help_text=_("Number and date of the plan, for instance “Plan 60/KH-UBND of 15/02/2026”.")
    )


class AnnexForm(forms.Form):
    """An annex as a file, or as a table copied from a document."""

    file = forms.FileField(label=_("Annex file"), required=False, help_text=_("xlsx or csv, at most 20 MB; the first rows may be titles."))
    pasted = forms.CharField(
        label=_("or a pasted table"),
        required=False,
        max_length=2_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Copy the table with its head from Word, Excel or a web page and paste it here."),
    )
    title = forms.CharField(
        label=_("What it is called"), required=False, max_length=120, help_text=_("For a pasted table: for instance the decision's number.")
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than an annex can be, before it is read."""
        file = self.cleaned_data.get("file")
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        """Want exactly one of the two."""
        found = super().clean() or self.cleaned_data
        if bool(found.get("file")) == bool((found.get("pasted") or "").strip()) and not self.errors:
            raise forms.ValidationError(_("Choose a file or paste a table, one of the two."))
        return found

    def annex(self) -> tuple[bytes, str]:
        """Give content and name of the annex, once the form is valid."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(MAX_BYTES + 1), file.name
        return self.cleaned_data["pasted"].encode("utf-8", "ignore"), self.cleaned_data.get("title") or PASTED


class RevocationForm(forms.Form):
    """What the law asks of a revocation."""

    decision = forms.CharField(label=_("Revoking decision"), max_length=60)
    on = forms.DateField(label=_("From which day"), input_formats=["%d/%m/%Y", "%Y-%m-%d"], help_text=_("Day/month/year."))
    reason = forms.CharField(label=_("Reason"), max_length=300)
