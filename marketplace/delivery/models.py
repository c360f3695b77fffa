"""The rate table of delivery: zone × weight, with fees for chilled and fragile goods; dated, entered by an officer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.places.models import Place


class Zone(models.TextChoices):
    """How far a parcel goes, seen from the seller's province."""

    SAME_PROVINCE = "same_province", _("within the province")
    NEARBY = "nearby", _("to a neighboring province")
    FAR = "far", _("across the country")


class Neighbor(models.Model):
    """Two provinces that touch; kept once in each direction."""

    province = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    neighbor = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "neighbor"], name="neighbor_unique")]

    def __str__(self) -> str:
        return f"{self.province_id}–{self.neighbor_id}"


class ShippingRate(models.Model):
    """What a parcel costs in a zone: a base price up to a weight, then a price for each step begun. Đồng, VAT included; grams."""

    zone = models.CharField(_("zone"), max_length=15, choices=Zone.choices)
    base_grams = models.PositiveIntegerField(_("base weight, g"))
    base_price = models.DecimalField(_("base price"), max_digits=9, decimal_places=0)
    step_grams = models.PositiveIntegerField(_("each further, g"))
    step_price = models.DecimalField(_("price of a step"), max_digits=9, decimal_places=0)
    days_from = models.PositiveSmallIntegerField(_("days on the way, at least"))
    days_to = models.PositiveSmallIntegerField(_("days on the way, at most"))
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("shipping rate")
        verbose_name_plural = _("shipping rates")
        constraints = [
            models.UniqueConstraint(fields=["zone", "valid_from"], name="shipping_rate_unique"),
            models.CheckConstraint(condition=Q(zone__in=["same_province", "nearby", "far"]), name="shipping_rate_zone"),
            models.CheckConstraint(condition=Q(base_grams__gt=0, step_grams__gt=0), name="shipping_rate_grams"),
            models.CheckConstraint(condition=Q(base_price__gte=0, step_price__gte=0), name="shipping_rate_prices"),
            models.CheckConstraint(condition=Q(days_to__gte=F("days_from")), name="shipping_rate_days"),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.valid_from}"


class HandlingFee(models.Model):
    """What chilled or fragile goods add to a parcel, in đồng."""

    class Handling(models.TextChoices):
        """Care that a parcel needs."""

        CHILLED = "chilled", _("chilled")
        FRAGILE = "fragile", _("fragile")

    handling = models.CharField(_("care"), max_length=10, choices=Handling.choices)
    price = models.DecimalField(_("price"), max_digits=9, decimal_places=0)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("handling fee")
        verbose_name_plural = _("handling fees")
        constraints = [
            models.UniqueConstraint(fields=["handling", "valid_from"], name="handling_fee_unique"),
            models.CheckConstraint(condition=Q(handling__in=["chilled", "fragile"]), name="handling_fee_known"),
            models.CheckConstraint(condition=Q(price__gte=0), name="handling_fee_price"),
        ]

    def __str__(self) -> str:
        return f"{self.handling} {self.valid_from}"
