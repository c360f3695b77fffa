"""What a unit of a foreign currency is worth, dated and with its source; rows are added, never changed."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _


class ExchangeRate(models.Model):
    """Đồng for one unit of a currency from a day on. The database refuses to change or remove a row.

    A mistake is mended by another row of the same day: the last one written counts. What was sold by a rate can so always
    be proved.
    """

    currency = models.CharField(
        _("currency"), max_length=3, validators=[RegexValidator("^[A-Z]{3}$")], help_text=_("Three capital letters, as in ISO 4217: USD")
    )
    dong_per_unit = models.DecimalField(_("đồng for one unit"), max_digits=12, decimal_places=4)
    valid_from = models.DateField(_("in force from"))
    margin_percent = models.DecimalField(
        _("margin, percent"), max_digits=4, decimal_places=2, default=0, help_text=_("Added to a foreign price for changes of the rate")
    )
    max_age_days = models.PositiveSmallIntegerField(_("may be used for so many days"), default=7)
    source = models.CharField(_("source"), max_length=200)
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-valid_from", "-pk"]
        indexes = [models.Index(fields=["currency", "-valid_from", "-id"], name="exchange_rate_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(currency=Upper("currency")) & ~Q(currency__in=["", "VND"]), name="exchange_rate_currency"),
            models.CheckConstraint(condition=Q(dong_per_unit__gt=0), name="exchange_rate_positive"),
            models.CheckConstraint(condition=Q(margin_percent__gte=0, margin_percent__lte=20), name="exchange_rate_margin"),
            models.CheckConstraint(condition=Q(max_age_days__gte=1, max_age_days__lte=366), name="exchange_rate_age"),
            models.CheckConstraint(condition=~Q(source=""), name="exchange_rate_source"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.valid_from}: {self.dong_per_unit}"
