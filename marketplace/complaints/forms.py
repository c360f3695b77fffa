"""The form by which a buyer reports a problem."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.lib.uploads import Checked, UnfitUpload, check_photo
from catalog.lib.vietnamese import nfc
from marketplace.complaints.models import Complaint
from marketplace.complaints.selectors import ReportableLine

MOST_PHOTOS = 3


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A few photos at once, each checked and written anew."""

    widget = _ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:  # many files, not one
        """Check each photo."""
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(uploads) > MOST_PHOTOS:
            raise forms.ValidationError(_("At most three photos, please."), code="many")
        try:
            return [check_photo(upload) for upload in uploads]
        except UnfitUpload as error:
            raise forms.ValidationError(str(error), code="unfit") from error


class ComplaintForm(forms.Form):
    """What is wrong, with which pieces. A parcel that has not arrived asks for nothing but words."""

    reason = forms.ChoiceField(label=_("What is wrong?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What happened?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("The producer reads this.")
    )
    photos = PhotosField(label=_("Photos"), required=False, help_text=_("Up to three. They help the producer see what you see."))

    def __init__(self, *args: Any, lines: list[ReportableLine], has_arrived: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.has_arrived = lines, has_arrived
        not_arrived = Complaint.Reason.NOT_ARRIVED
        reasons = [choice for choice in Complaint.Reason.choices if (choice[0] == not_arrived) != has_arrived]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        if not has_arrived:
            self.fields["reason"].initial = not_arrived
            del self.fields["photos"]
            return
        for line in lines:
            self.fields[f"pieces_{line.facts_id}"] = forms.IntegerField(
                label=line.title, min_value=0, max_value=line.left, initial=line.left if len(lines) == 1 and line.left == 1 else 0
            )

    @property
    def piece_fields(self) -> list[forms.BoundField]:
        """The fields that ask how many pieces."""
        return [self[name] for name in self.fields if name.startswith("pieces_")]

    def clean_text(self) -> str:
        """Keep the words in normal form."""
        return nfc(str(self.cleaned_data["text"]).replace("\x00", "")).strip()

    def pieces(self) -> dict[int, int]:
        """Give the pieces by sold line, once the form is valid."""
        if not self.has_arrived:
            return {line.facts_id: line.left for line in self.lines}
        counts = {line.facts_id: self.cleaned_data.get(f"pieces_{line.facts_id}") or 0 for line in self.lines}
        return {facts_id: count for facts_id, count in counts.items() if count}
