"""Listings: what the shop knows of a product beyond Oscar's own fields."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.certification.models import OcopGroup
from catalog.lib.languages import Language, current_language
from catalog.places.models import Place
from catalog.producers.models import Producer
from catalog.products.signals import listings_changed
from catalog.texts.models import OldSlug, Text, text_constraints

ALL_YEAR = 0b1111_1111_1111


class VatRate(models.Model):
    """A rate of value added tax for a class of goods during a time; frozen on the order line when sold."""

    class VatClass(models.TextChoices):
        """How the tax law treats the goods."""

        EXEMPT = "exempt", _("not subject to VAT")
        REDUCED = "reduced", _("reduced rate")
        STANDARD = "standard", _("standard rate")
        FULL = "full", _("standard rate without the temporary cut")

    vat_class = models.CharField(_("class"), max_length=10, choices=VatClass.choices)
    percent = models.DecimalField(_("percent"), max_digits=4, decimal_places=2)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("VAT rate")
        verbose_name_plural = _("VAT rates")
        constraints = [
            models.UniqueConstraint(fields=["vat_class", "valid_from"], name="vat_rate_unique"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="vat_rate_percent"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="vat_rate_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"


class Listing(models.Model):
    """One product as it is offered; one-to-one with Oscar's product, whose stock record holds price and stock.

    `maker` makes it (none: the public record names nobody); `seller` offers it and answers to the buyer.
    """

    class State(models.TextChoices):
        """Publication."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for the check")
        PUBLISHED = "published", _("published")
        WITHHELD = "withheld", _("withheld")
        WITHDRAWN = "withdrawn", _("withdrawn by the seller")

    class Label(models.TextChoices):
        """Which label fields the law asks for (Decrees 43/2017 and 111/2021)."""

        PACKED_FOOD = "packed_food", _("packed food")
        FRESH_FOOD = "fresh_food", _("fresh food")
        DRINK = "drink", _("drink")
        SPIRIT = "spirit", _("spirit")
        HERB = "herb", _("herbal product")
        CRAFT = "craft", _("handicraft")
        PLANT = "plant", _("ornamental plant or animal")
        SERVICE = "service", _("community tourism")

    class Unit(models.TextChoices):
        """Unit of the net quantity."""

        GRAM = "g", _("g")
        KILOGRAM = "kg", _("kg")
        MILLILITER = "ml", _("ml")
        LITER = "l", _("liters")
        PIECE = "piece", _("pieces")
        SET = "set", _("sets")

    class Storage(models.TextChoices):
        """How it keeps."""

        AMBIENT = "ambient", _("dry and cool, out of the sun")
        CHILLED = "chilled", _("chilled, 0–4 °C")
        FROZEN = "frozen", _("frozen, below −18 °C")

    class SendTo(models.TextChoices):
        """Where it may be sent."""

        NATIONWIDE = "nationwide", _("the whole country")
        NEARBY = "nearby", _("Hanoi and its neighbors")
        HANOI = "hanoi", _("Hanoi only")

    product = models.OneToOneField("catalogue.Product", on_delete=models.PROTECT, related_name="listing")
    maker = models.ForeignKey(
        Producer, on_delete=models.PROTECT, null=True, blank=True, related_name="made_listings", verbose_name=_("maker")
    )
    seller = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="listings", verbose_name=_("seller"))
    # Only where the maker is unknown or makes it elsewhere: else the maker's place stands.
    made_in = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="listings", verbose_name=_("made in"))
    group = models.ForeignKey(OcopGroup, on_delete=models.PROTECT, related_name="listings", verbose_name=_("group"))
    label = models.CharField(_("label kind"), max_length=12, choices=Label.choices)
    net_quantity = models.DecimalField(_("net quantity"), max_digits=8, decimal_places=2)
    net_unit = models.CharField(_("unit"), max_length=6, choices=Unit.choices)
    shipping_grams = models.PositiveIntegerField(_("weight as sent, g"))
    shelf_life_days = models.PositiveIntegerField(_("shelf life, days"), null=True, blank=True)
    storage = models.CharField(_("storage"), max_length=10, choices=Storage.choices, default=Storage.AMBIENT)
    is_fragile = models.BooleanField(_("fragile"), default=False)
    is_adults_only = models.BooleanField(_("adults only"), default=False)
    # One bit a month, January lowest: one number in a query instead of a table of months.
    season_months = models.PositiveSmallIntegerField(_("months in season"), default=ALL_YEAR)
    lead_time_days = models.PositiveSmallIntegerField(_("days to make ready"), default=1)
    send_to = models.CharField(_("may be sent to"), max_length=10, choices=SendTo.choices, default=SendTo.NATIONWIDE)
    is_exportable = models.BooleanField(_("may be sent abroad"), default=False)
    vat_class = models.CharField(_("VAT class"), max_length=10, choices=VatRate.VatClass.choices, default=VatRate.VatClass.STANDARD)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    state_reason = models.CharField(_("reason"), max_length=300, blank=True)
    state_changed_at = models.DateTimeField(_("state since"), null=True, blank=True)
    state_changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_on = models.DateField(_("first published on"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        # Shelves ask for the newest of all: without it each would read and sort the whole shop.
        # Of the published ones alone and without the state: a planner without statistics would take that for choosy.
        indexes = [models.Index(fields=["-published_on", "-id"], condition=Q(state="published"), name="listing_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(net_quantity__gt=0), name="listing_net_quantity"),
            models.CheckConstraint(condition=Q(season_months__gte=1, season_months__lte=ALL_YEAR), name="listing_season"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "published", "withheld", "withdrawn"]), name="listing_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="withheld") | ~Q(state_reason=""), name="listing_withheld_has_reason"),
            models.CheckConstraint(condition=~Q(label="spirit") | Q(is_adults_only=True), name="listing_spirit_adults_only"),
            models.CheckConstraint(condition=Q(storage="ambient") | ~Q(send_to="nationwide"), name="listing_chilled_is_not_nationwide"),
        ]

    def __str__(self) -> str:
        return f"Listing {self.pk}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Announce it, whoever saves: a service, the back office or a shell."""
        super().save(*args, **kwargs)
        listings_changed.send(sender=Listing, listing_ids=[self.pk])

    @property
    def place(self) -> Place | None:
        """Where it is made, as far as known: never the place of a seller who did not make it."""
        return self.made_in or (self.maker.place if self.maker else None)

    @property
    def can_be_sold(self) -> bool:
        """Whether its people may trade in it today: the seller is verified, and the maker not suspended."""
        return self.seller.can_sell and (self.maker is None or self.maker.may_be_sold)

    def is_in_season(self, month: int) -> bool:
        """Whether the product is in season in `month` (1–12)."""
        return bool(self.season_months >> (month - 1) & 1)


class ListingText(Text):
    """A product's texts in one language, with what its label says.

    `label_facts` holds the fields that `catalog.products.labels` asks for this kind of label, by key.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="texts")
    pack = models.CharField(_("pack"), max_length=80, blank=True)
    material_origin = models.CharField(_("origin of the material"), max_length=200, blank=True)
    making_origin = models.CharField(_("where it is made"), max_length=200, blank=True)
    label_facts = models.JSONField(_("label"), default=dict, blank=True)

    class Meta:
        constraints = text_constraints("listing_text", "listing")

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Announce the listing."""
        super().save(*args, **kwargs)
        listings_changed.send(sender=Listing, listing_ids=[self.listing_id])


class ListingOldSlug(OldSlug):
    """A former address of a product's page."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="old_slugs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="listing_old_slug_unique")]


class ReportedStar(models.Model):
    """Stars that a public text reports, without the decision on file: told with its source, never a badge."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="reported_star")
    stars = models.PositiveSmallIntegerField(_("stars"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source_url = models.URLField(_("source"), max_length=400)

    class Meta:
        verbose_name = _("reported star")
        verbose_name_plural = _("reported stars")
        constraints = [models.CheckConstraint(condition=Q(stars__gte=3, stars__lte=5), name="reported_star_range")]

    def __str__(self) -> str:
        return f"{self.stars} ({self.year})"


class Sign(models.Model):
    """A sign other than OCOP stars, told apart by family and always with its paper."""

    class Family(models.TextChoices):
        """Which of the other three families of signs (stars are the first)."""

        INDICATION = "indication", _("geographical indication or mark")
        TITLE = "title", _("title of a craft village or artisan")
        CLAIM = "claim", _("the maker's own statement")

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="signs")
    family = models.CharField(_("family"), max_length=10, choices=Family.choices)
    name_vi = models.CharField(_("Vietnamese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    paper = models.CharField(_("paper"), max_length=200)
    dated_on = models.DateField(_("date of the paper"), null=True, blank=True)
    source_url = models.URLField(_("source"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("other sign")
        verbose_name_plural = _("other signs")
        constraints = [
            models.CheckConstraint(condition=Q(family__in=["indication", "title", "claim"]), name="sign_family_known"),
            models.CheckConstraint(condition=~Q(paper=""), name="sign_has_paper"),
            # Without a day nobody can tell whether a paper of the maker's own still holds.
            models.CheckConstraint(condition=~Q(family="claim") | Q(dated_on__isnull=False), name="sign_claim_has_date"),
        ]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        """The name in the visitor's language."""
        return self.name_en if current_language() == Language.ENGLISH else self.name_vi
