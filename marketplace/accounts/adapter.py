"""How allauth reaches our people: e-mail or mobile number, each verified by a code."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sites.models import Site
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalog.lib import clock
from catalog.lib.languages import current_language
from marketplace.accounts.consents import ACCOUNT_VERSION
from marketplace.accounts.models import ConsentRecord, OutgoingMail, User
from marketplace.accounts.phones import MobileField
from marketplace.accounts.tasks import send_account_mail
from marketplace.notices.sms import sms_sender


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the number on the person itself, in E.164 form."""

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: forms.Form, commit: bool = True) -> AbstractBaseUser:
        """Keep a new person and their consent; the number goes in first, because the table refuses a person without any contact."""
        assert isinstance(user, User)  # noqa: S101 (narrows allauth's type)
        user.phone = form.cleaned_data.get("phone") or None
        user.language = current_language()
        saved: AbstractBaseUser = super().save_user(request, user, form, commit=commit)
        ConsentRecord.objects.create(user=user, purpose=ConsentRecord.Purpose.ACCOUNT, text_version=ACCOUNT_VERSION, language=user.language)
        return saved

    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail in the page's language and let a job send it: a slow mail server must not hold up the page."""
        # Named from the settings: a row of the database would keep the address of the day on which it was made.
        shop = Site(domain=urlsplit(settings.BASE_URL).netloc, name=settings.WAGTAIL_SITE_NAME)
        facts = {"request": allauth_context.request, "email": email, "current_site": shop, **context}
        message = self.render_mail(template_prefix, email, facts)
        mail = OutgoingMail.objects.create(to=email, subject=message.subject, text=message.body)
        send_account_mail.enqueue(mail.pk)

    def get_login_stages(self) -> list[str]:
        """Skip the e-mail's code for people who have only a number; the number has its own."""
        ours = "marketplace.accounts.stages.EmailStage"
        theirs = "allauth.account.stages.EmailVerificationStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        """Give our field for Vietnamese mobile numbers: codes go to no other country."""
        kwargs.pop("widget", None)
        return MobileField(abroad=False, **kwargs)

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
