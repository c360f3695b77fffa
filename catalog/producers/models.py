"""Producers: companies, cooperatives, cooperative groups and households that make or sell."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.places.models import Place
from catalog.producers.signals import producers_changed
from catalog.texts.models import OldSlug, Text, text_constraints


class Producer(models.Model):
    """One maker or seller; one-to-one with Oscar's partner, which owns its stock records.

    Addresses, phones and numbers of households are personal data: shown where the law asks for it (Consumer Law 2023,
    art. 37), never exported.
    """

    class Kind(models.TextChoices):
        """Legal form."""

        COMPANY = "company", _("company")
        COOPERATIVE = "cooperative", _("cooperative")
        COOPERATIVE_GROUP = "cooperative_group", _("cooperative group")
        HOUSEHOLD = "household", _("household")

    class State(models.TextChoices):
        """How far the shop has come with this producer. Only a verified one can sell (E-commerce Law 122/2025)."""

        RECORDED = "recorded", _("known from public texts, does not sell here")
        APPLIED = "applied", _("applied")
        VERIFIED = "verified", _("verified")
        SUSPENDED = "suspended", _("suspended")

    partner = models.OneToOneField("partner.Partner", on_delete=models.PROTECT, related_name="producer")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    registration_number = models.CharField(_("registration number"), max_length=30, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="producers", verbose_name=_("place"))
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.APPLIED)
    state_changed_at = models.DateTimeField(_("state since"), null=True, blank=True)
    state_changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state_reference = models.CharField(_("on what reference"), max_length=200, blank=True)
    is_sample = models.BooleanField(_("invented for the demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("producer")
        verbose_name_plural = _("producers")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["company", "cooperative", "cooperative_group", "household"]), name="producer_kind_known"
            ),
            models.CheckConstraint(condition=Q(state__in=["recorded", "applied", "verified", "suspended"]), name="producer_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["recorded", "applied"]) | (Q(state_changed_at__isnull=False) & ~Q(state_reference="")),
                name="producer_state_has_when_and_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Announce it, whoever saves: a service, the back office or a shell."""
        super().save(*args, **kwargs)
        producers_changed.send(sender=Producer, producer_ids=[self.pk])

    @property
    def can_sell(self) -> bool:
        """Whether anything this producer offers may be bought today."""
        return self.state == self.State.VERIFIED

    @property
    def may_be_sold(self) -> bool:
        """Whether others may sell what this producer makes: anybody's goods on record, but nothing of one suspended (ADR 0002)."""
        return self.state != self.State.SUSPENDED


class ProducerText(Text):
    """A producer's name, facts and description in one language."""

    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = text_constraints("producer_text", "producer")

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Announce the producer: search and products' cards show the name."""
        super().save(*args, **kwargs)
        producers_changed.send(sender=Producer, producer_ids=[self.producer_id])


class ProducerOldSlug(OldSlug):
    """A former address of a producer's page."""

    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, related_name="old_slugs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="producer_old_slug_unique")]
