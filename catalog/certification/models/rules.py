"""What changes by law: who issues, which groups there are, which score gives which star. Dated data, never code."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.lib.languages import current_language


class Dated(models.Model):
    """Something in force from a day on, perhaps until a day."""

    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def is_in_force(self, day: date) -> bool:
        """Whether it is in force on a day, its first and last ones included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Named(models.Model):
    """Something with an official Vietnamese name and our English one."""

    name_vi = models.CharField(_("Vietnamese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        """The name in the visitor's language."""
        return self.name_en if current_language() == "en" else self.name_vi


class IssuingBody(Named, Dated):
    """A public body that signs recognition decisions."""

    class Level(models.TextChoices):
        """At which level of the state."""

        MINISTRY = "ministry", _("ministry")
        PROVINCE = "province", _("province")
        DISTRICT = "district", _("district")

    level = models.CharField(_("level"), max_length=10, choices=Level.choices)

    class Meta:
        verbose_name = _("issuing body")
        verbose_name_plural = _("issuing bodies")
        constraints = [models.UniqueConstraint(fields=["name_vi", "valid_from"], name="issuing_body_unique")]


class OcopGroup(Named, Dated):
    """An official product group or sub-group; the shop's categories are these."""

    code = models.SlugField(_("code"), max_length=60)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("group"))
    category = models.OneToOneField("catalogue.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="ocop_group")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("product group")
        verbose_name_plural = _("product groups")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="ocop_group_unique")]


class CriteriaBand(Dated):
    """Which scores give which star: half-open, so 89.5 is four stars and 90 is five."""

    stars = models.PositiveSmallIntegerField(_("stars"))
    score_from = models.DecimalField(_("from score"), max_digits=5, decimal_places=2)
    score_below = models.DecimalField(_("below score"), max_digits=5, decimal_places=2, help_text=_("100.01 stands for 100 included"))

    class Meta:
        verbose_name = _("score band")
        verbose_name_plural = _("score bands")
        constraints = [
            models.UniqueConstraint(fields=["stars", "valid_from"], name="criteria_band_unique"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="criteria_band_stars"),
            models.CheckConstraint(condition=Q(score_from__lt=F("score_below")), name="criteria_band_order"),
        ]

    def __str__(self) -> str:
        return f"{self.stars}★ {self.score_from}–{self.score_below}"
