"""Addresses that signed-in buyers keep for their next order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.places.models import Place
from marketplace.accounts.models.users import User


class SavedAddress(models.Model):
    """Where a buyer lets parcels go: personal data, kept by wish, deleted by a tap, and with the account."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_addresses")
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("mobile number"), max_length=16)
    province = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("province or city"))
    commune = models.CharField(_("ward or commune"), max_length=80)
    street = models.CharField(_("house number and street"), max_length=160)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("saved address")
        verbose_name_plural = _("saved addresses")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name", "phone", "province", "commune", "street"], name="saved_address_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(phone="") & ~Q(street=""), name="saved_address_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.pk}"
