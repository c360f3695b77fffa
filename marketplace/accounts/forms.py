"""Forms of people."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.consents import ACCOUNT_VERSION, consent_text
from marketplace.accounts.models import ConsentRecord


class LoginForm(AllauthLoginForm):
    """Signs in, and says what one signs in with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(app_settings.LOGIN_METHODS) > 1:
            self.fields["login"].label = _("E-mail or phone")


class SignupForm(AllauthSignupForm):
    """Opens an account with an e-mail, a mobile number, or both; with a consent, never ticked before."""

    consent = forms.BooleanField(error_messages={"required": _("Please tick this box: without it we may not keep an account for you.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = "phone" not in self.fields
        self.fields["consent"].label = consent_text(ConsentRecord.Purpose.ACCOUNT, ACCOUNT_VERSION)
        self.order_fields([name for name in self.fields if name != "consent"])

    def clean(self) -> dict[str, Any]:
        """Want at least one of e-mail and number, as the table of people does."""
        values: dict[str, Any] = super().clean()
        if not self.errors and not values.get("email") and not values.get("phone"):
            raise forms.ValidationError(_("Give an e-mail or a mobile number."), code="contact")
        return values


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):
    """Asks where to send a code for signing in: to an e-mail or to a mobile number."""

    def clean(self) -> dict[str, Any]:
        """Want one of the two; without this an empty form passes and then there is nobody to send to."""
        values: dict[str, Any] = super().clean()
        if not self.errors and not values.get("email") and not values.get("phone"):
            raise forms.ValidationError(_("Give an e-mail or a mobile number."), code="contact")
        return values
