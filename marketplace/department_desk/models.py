"""What the department has set itself for a year: dated data, never code."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Target(models.Model):
    """A number that the department's plan of a year wants reached; `source` names the plan."""

    class Measure(models.TextChoices):
        """What is counted, each from the decisions signed within the year."""

        NEW_PRODUCTS = "new_products", _("new products recognized")
        NATIONAL_ROUND = "national_round", _("products sent to the national round")
        REEVALUATED = "reevaluated", _("products re-evaluated")

    year = models.PositiveSmallIntegerField(_("year"))
    measure = models.CharField(_("measure"), max_length=20, choices=Measure.choices)
    at_least = models.PositiveIntegerField(_("at least"))
    source = models.CharField(_("plan"), max_length=200)

    class Meta:
        verbose_name = _("target of a year")
        verbose_name_plural = _("targets of a year")
        ordering = ["year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "measure"], name="target_unique"),
            models.CheckConstraint(condition=Q(measure__in=["new_products", "national_round", "reevaluated"]), name="target_measure_known"),
            models.CheckConstraint(condition=Q(year__gte=2019, year__lte=2100), name="target_year"),
            models.CheckConstraint(condition=Q(at_least__gt=0) & ~Q(source=""), name="target_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.measure} ≥ {self.at_least}"
