"""How allauth reaches our people: e-mail or mobile number, each verified by a code."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.accounts.phones import MobileField
from marketplace.notices.sms import sms_sender


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the number on the person itself, in E.164 form."""

    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: forms.Form, commit: bool = True) -> AbstractBaseUser:
        """Keep a new person; the number goes in first, because the table refuses a person without any contact."""
        assert isinstance(user, User)  # noqa: S101 (narrows allauth's type)
        user.phone = form.cleaned_data.get("phone") or None
        saved: AbstractBaseUser = super().save_user(request, user, form, commit=commit)
        return saved

    def get_login_stages(self) -> list[str]:
        """Skip the e-mail's code for people who have only a number; the number has its own."""
        ours = "marketplace.accounts.stages.EmailStage"
        theirs = "allauth.account.stages.EmailVerificationStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        """Give our field for Vietnamese mobile numbers."""
        kwargs.pop("widget", None)
        return MobileField(**kwargs)

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        """Give the number and whether it is verified."""
        phone = getattr(user, "phone", None)
        return (phone, getattr(user, "phone_verified_at", None) is not None) if phone else None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        """Keep the number; saves a person who already stands in the database."""
        assert isinstance(user, User)  # noqa: S101 (narrows allauth's type)
        user.phone, user.phone_verified_at = phone, clock.now() if verified else None
        if user.pk:
            user.save(update_fields=["phone", "phone_verified_at"])

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        """Mark the number as verified."""
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> AbstractBaseUser | None:
        """Find the person of a number."""
        return User.objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any) -> None:
        """Send the code as a text message."""
        text = _("%(code)s is your code at %(shop)s. Give it to nobody.") % {"code": code, "shop": "Chợ Sao"}
        sms_sender().send(phone, text)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Stay silent: a stranger's number gets no message because somebody typed it."""
