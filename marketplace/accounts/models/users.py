"""People: buyers, members of producers, officers of the department."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from catalog.lib import clock


class UserManager(BaseUserManager["User"]):
    """Makes users who sign in by e-mail or mobile number."""

    def create_user(self, email: str | None = None, phone: str | None = None, password: str | None = None, **facts: Any) -> User:
        """Make a user; `phone` is E.164 (`+84912345678`), at least one of e-mail and phone is given."""
        user = self.model(email=self.normalize_email(email) or None, phone=phone or None, **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> User:
        """Make a user with every right."""
        return self.create_user(email=email, password=password, is_staff=True, is_superuser=True, **facts)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by e-mail, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # of wagtail.images, which ships no types
    """A person with an account. E-mail and phone may each be missing, not both; each belongs to one person."""

    email = models.EmailField(_("e-mail"), null=True, blank=True)
    phone = models.CharField(_("mobile number"), max_length=16, null=True, blank=True)
    phone_verified_at = models.DateTimeField(_("number verified at"), null=True, blank=True)
    first_name = models.CharField(_("given name"), max_length=80, blank=True)
    last_name = models.CharField(_("family name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=2, default="vi")
    is_staff = models.BooleanField(_("may enter the back office"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=clock.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.UniqueConstraint(fields=["phone"], name="user_phone_unique"),
            models.CheckConstraint(condition=Q(email__isnull=False) | Q(phone__isnull=False), name="user_email_or_phone"),
            models.CheckConstraint(condition=~Q(email="") & ~Q(phone=""), name="user_contact_not_blank"),
            models.CheckConstraint(condition=Q(phone=None) | Q(phone__startswith="+"), name="user_phone_e164"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email or self.phone or str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a missing contact as NULL: two people without e-mail must not collide."""
        self.email, self.phone = self.email or None, self.phone or None
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """Give the name in Vietnamese order: family name first."""
        return f"{self.last_name} {self.first_name}".strip()

    def get_short_name(self) -> str:
        """Give the name by which a Vietnamese person is addressed."""
        return self.first_name or self.get_full_name()
