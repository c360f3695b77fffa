"""Provinces, communes and craft villages, with the names they bear now and bore before."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.lib.vietnamese import fold
from catalog.texts.models import Text, text_constraints


class Place(models.Model):
    """An administrative unit or a craft village during the time it exists.

    Keyed by official code with dates, never by name: since 01/07/2025 Vietnam has 34 provinces and no districts, and the
    names of before still stand on certificates and in people's mouths.
    """

    class Kind(models.TextChoices):
        """What sort of place."""

        PROVINCE = "province", _("province")
        COMMUNE = "commune", _("commune")
        VILLAGE = "village", _("craft village")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    code = models.CharField(_("official code"), max_length=10, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in"))
    valid_from = models.DateField(_("exists from"))
    valid_to = models.DateField(_("existed until"), null=True, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "valid_from"], condition=~Q(code=""), name="place_code_unique"),
            models.CheckConstraint(condition=Q(kind__in=["province", "commune", "village"]), name="place_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="province", parent=None) | (~Q(kind="province") & Q(parent__isnull=False)), name="place_parent"
            ),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="place_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code or self.pk}"


class PlaceText(Text):
    """A place's name and description in one language."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = text_constraints("place_text", "place")


class PlaceAlias(models.Model):
    """Another name by which the place is found: an old province, district or commune, or another spelling."""

    class Kind(models.TextChoices):
        """What the name was."""

        PROVINCE = "province", _("former province")
        DISTRICT = "district", _("former district")
        COMMUNE = "commune", _("former commune")
        SPELLING = "spelling", _("other spelling")

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    folded = models.CharField(max_length=120, editable=False, db_index=True)
    code = models.CharField(_("official code"), max_length=10, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    is_partial = models.BooleanField(_("only a part lies here"), default=False)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint(fields=["place", "kind", "name"], name="place_alias_unique")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the folded name beside the name."""
        self.folded = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
