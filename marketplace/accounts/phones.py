"""Mobile numbers, kept in E.164 form (ITU-T E.164; Circular 22/2014/TT-BTTTT for the ranges)."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

VIETNAM = 84  # its country code


def parse_mobile(text: str, *, abroad: bool = True) -> str | None:
    """Read a number as people write it (`0912 345 678`, `+84 912…`) into E.164, or none if it is no mobile number.

    A number of another country passes unless `abroad` is off: visitors order with it, accounts are for Vietnamese ones.
    """
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != VIETNAM and not abroad:
        return None
    is_mobile = phonenumbers.number_type(number) in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
    if not (phonenumbers.is_valid_number(number) and is_mobile):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def format_mobile(e164: str) -> str:
    """Write a number as a Vietnamese reader expects it: `0912 345 678`."""
    try:
        number = phonenumbers.parse(e164, "VN")
    except phonenumbers.NumberParseException:
        return e164
    form = phonenumbers.PhoneNumberFormat.NATIONAL if number.country_code == VIETNAM else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, form))


def dialable(text: str) -> str:
    """Write a number as `tel:` wants it (RFC 3966): E.164, or at least without anything but digits and a plus."""
    try:
        return str(phonenumbers.format_number(phonenumbers.parse(text, "VN"), phonenumbers.PhoneNumberFormat.E164))
    except phonenumbers.NumberParseException:
        return "".join(sign for sign in text if sign in "+0123456789")


class MobileField(forms.CharField):
    """A form field for a mobile number; its clean value is E.164."""

    default_error_messages = {"mobile": _("This is not a mobile number. Write it like 0912 345 678.")}
    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "placeholder": "0912 345 678"})

    def __init__(self, *, abroad: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Mobile number"))
        self.abroad = abroad
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> str:
        """Give E.164, or an empty text for an optional empty field."""
        text = str(super().clean(value))
        if not text:
            return ""
        number = parse_mobile(text, abroad=self.abroad)
        if number is None:
            raise forms.ValidationError(self.error_messages["mobile"], code="mobile")
        return number
