"""Awards: one product's stars in one decision, as recognized; and their links to listings."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.certification.codes import new_code
from catalog.certification.models.decisions import Decision
from catalog.certification.models.rules import OcopGroup
from catalog.lib.vietnamese import spelling_key
from catalog.places.models import Place


@lru_cache(maxsize=2_000)
def recognized_key(product_name: str, maker_name: str) -> str:
    """Give the key that says which recognized product an award is about.

    Capitals, blanks and the place of a tone do not matter; marks do, for one maker may have `Nụ trầm` and `Nụ trám`. Names
    without marks or with an abbreviated legal form are for the registry's matching, which people look at.
    """
    return f"{spelling_key(product_name)}|{spelling_key(maker_name)}"[:300]


class Award(models.Model):
    """One product's stars in one decision, with product, maker and address as the paper has them.

    It stands alone: a listing shows it only through an `AwardLink` that a person approved. `lapses_on` is the first day
    without a badge. Stars are never typed in: they come from a registry record or a decision's annex.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="awards", verbose_name=_("decision"))
    code = models.CharField(_("verification code"), max_length=12, unique=True, default=new_code, editable=False)
    product_name = models.CharField(_("product as recognized"), max_length=200)
    maker_name = models.CharField(_("maker as recognized"), max_length=200)
    maker_kind = models.CharField(_("kind of maker as printed"), max_length=60, blank=True)
    address = models.CharField(_("address as printed"), max_length=300, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("present place"))
    group = models.ForeignKey(OcopGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group"))
    group_raw = models.CharField(_("group as printed"), max_length=200, blank=True)
    official_code = models.CharField(_("product code as printed"), max_length=60, blank=True, db_index=True)
    key = models.CharField(max_length=300, editable=False, db_index=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    is_potential_five = models.BooleanField(_("potential five stars"), default=False)
    starts_on = models.DateField(_("first day"))
    lapses_on = models.DateField(_("first day without it"))
    reevaluation_filed_on = models.DateField(_("re-evaluation filed on"), null=True, blank=True)
    superseded_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes")
    superseded_from = models.DateField(_("superseded from"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revocation_decision = models.CharField(_("revoked by decision"), max_length=60, blank=True)
    revocation_reason = models.CharField(_("reason of revocation"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("record withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason of withdrawal"), max_length=300, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        permissions = [
            ("approve_link", "Can join awards to listings and part them"),
            ("revoke_award", "Can record that an award was revoked"),
            ("correct_award", "Can correct or withdraw the record of an award"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__isnull=False, stars__gte=3, stars__lte=5) | Q(stars=None, is_potential_five=True), name="award_stars"
            ),
            models.CheckConstraint(condition=~Q(stars=5, is_potential_five=True), name="award_potential_is_not_five"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="award_score"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("lapses_on")), name="award_dates"),
            models.CheckConstraint(
                condition=Q(superseded_by=None, superseded_from=None) | Q(superseded_by__isnull=False, superseded_from__isnull=False),
                name="award_superseded_whole",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | (~Q(revocation_decision="") & ~Q(revocation_reason="")), name="award_revocation_whole"
            ),
            models.CheckConstraint(condition=Q(withdrawn_on=None) | ~Q(withdrawal_reason=""), name="award_withdrawal_whole"),
            # Potential five stars alone are no stars: such a record stands beside the award with stars and never takes its place.
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(stars__isnull=False, superseded_by=None, revoked_on=None, withdrawn_on=None),
                name="award_one_in_force_a_product",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(stars=None, superseded_by=None, revoked_on=None, withdrawn_on=None),
                name="award_one_potential_a_product",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_name} ({self.code})"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the key of the recognized product beside its names."""
        self.key = recognized_key(self.product_name, self.maker_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class AwardLink(models.Model):
    """A person's word that this listing is the product that the award recognizes."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="links", verbose_name=_("award"))
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="award_links", verbose_name=_("product"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link of an award to a listing")
        verbose_name_plural = _("links of awards to listings")
        constraints = [models.UniqueConstraint(fields=["award", "product"], condition=Q(ended_at=None), name="award_link_unique")]

    def __str__(self) -> str:
        return f"{self.award_id} – {self.product_id}"
