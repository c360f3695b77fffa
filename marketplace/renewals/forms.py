"""The form by which a maker files papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.lib.uploads import UnfitUpload, check_paper
from catalog.lib.vietnamese import nfc
from marketplace.renewals.services import MOST_PAPERS, Paper


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Papers, several at once, each checked: PDF, JPEG, PNG or WebP."""

    widget = _ManyFiles(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[Paper]:  # many files, not one
        """Check each paper."""
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not uploads:
            raise forms.ValidationError(_("Choose at least one paper."), code="required")
        if len(uploads) > MOST_PAPERS:
            raise forms.ValidationError(_("At most %(most)s papers, please.") % {"most": MOST_PAPERS}, code="many")
        try:
            return [Paper(name=nfc(upload.name or "").strip() or "–", checked=check_paper(upload)) for upload in uploads]
        except UnfitUpload as error:
            raise forms.ValidationError(str(error), code="unfit") from error


class PapersForm(forms.Form):
    """The papers for a new evaluation."""

    papers = PapersField(label=_("Papers"), help_text=_("PDF or photos, each at most 8 MB. Send no identity card: it is not needed."))
