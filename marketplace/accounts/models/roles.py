"""Roles as sets of permissions, and who holds them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.places.models import Place
from catalog.producers.models import Producer


class Membership(models.Model):
    """A person acts for a producer, with a role."""

    class Role(models.TextChoices):
        """What a member may do for the producer."""

        OWNER = "owner", _("owner")
        SELLER = "seller", _("seller")
        PACKER = "packer", _("packer")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "producer"], name="membership_unique"),
            models.CheckConstraint(condition=Q(role__in=["owner", "seller", "packer"]), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.producer_id}"


class Appointment(models.Model):
    """A person serves as an officer: one duty, within one place (none: everywhere)."""

    class Duty(models.TextChoices):
        """What an officer may do. Who prepares does not release."""

        PREPARE = "prepare", _("prepare")
        RELEASE = "release", _("release")
        PUBLISH = "publish", _("publish")
        VERIFY = "verify", _("verify")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appointments")
    duty = models.CharField(_("duty"), max_length=10, choices=Duty.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("within"))
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(fields=["user", "duty", "place"], name="appointment_unique"),
            models.UniqueConstraint(fields=["user", "duty"], condition=Q(place=None), name="appointment_unique_everywhere"),
            models.CheckConstraint(condition=Q(duty__in=["prepare", "release", "publish", "verify"]), name="appointment_duty_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.duty}"
