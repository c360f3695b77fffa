"""What the department edits about search."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.certification.models import OcopGroup
from catalog.lib.languages import Language, current_language


def lines(text: str) -> tuple[str, ...]:
    """Give the lines of a text that hold anything."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


class Occasion(models.Model):
    """A time or reason to give or to eat something, and the goods that belong to it: `quà Tết` means chè lam, giò, tea …"""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_vi = models.CharField(_("Vietnamese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    phrases = models.TextField(_("phrases"), help_text=_("What buyers type, one a line, with marks; found without them too"))
    goods = models.TextField(pgettext_lazy("occasion", "goods"), help_text=_("Words in the titles of fitting products, one a line"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        ordering = ["name_vi"]
        constraints = [models.CheckConstraint(condition=~models.Q(goods=""), name="occasion_goods")]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        """The name in the visitor's language."""
        return self.name_en if current_language() == "en" else self.name_vi


# What a favor adds to a product's factor, in hundredths; see docs/algorithms/search.md.
LEAST_FAVOR, MOST_FAVOR = 1, 5
LONGEST_FAVOR_DAYS = 92


class Favor(models.Model):
    """A product or a group that the department shows a little earlier for a while: small, dated, with its reason.

    Only officers with the duty to publish write one; it moves a product among near equals and cannot be bought.
    """

    product = models.ForeignKey(
        "catalogue.Product", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    group = models.ForeignKey(OcopGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group"))
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day, included"))
    percent = models.PositiveSmallIntegerField(_("weight, 1 to 5"), default=3, help_text=_("In percent of the score; five is the most"))
    reason = models.CharField(_("reason"), max_length=200)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("officer")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("department's choice")
        verbose_name_plural = _("department's choices")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(product__isnull=False, group=None) | models.Q(product=None, group__isnull=False),
                name="favor_one_thing",
                violation_error_message=_("Choose a product or a group, not both."),
            ),
            models.CheckConstraint(
                condition=models.Q(percent__gte=LEAST_FAVOR, percent__lte=MOST_FAVOR),
                name="favor_bounded",
                violation_error_message=_("The weight lies between 1 and 5."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")),
                name="favor_dates",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="favor_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.product or self.group}: {self.valid_from:%d/%m/%Y} – {self.valid_to:%d/%m/%Y}"

    def clean(self) -> None:
        """Refuse what would last: a favor is for a season, not for good."""
        if self.valid_from and self.valid_to and (self.valid_to - self.valid_from).days >= LONGEST_FAVOR_DAYS:
            raise ValidationError({"valid_to": _("At most 92 days; write another one later if it still holds.")})


class QueryCount(models.Model):
    """How often a folded question was asked on a day, and how often it found nothing. Nobody who asked is known."""

    day = models.DateField(_("day"))
    folded = models.CharField(_("question"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    count = models.PositiveIntegerField(_("asked"), default=0)
    zero = models.PositiveIntegerField(_("found nothing"), default=0)

    class Meta:
        verbose_name = _("count of a question")
        verbose_name_plural = _("counts of questions")
        constraints = [
            models.UniqueConstraint(fields=["day", "folded", "language"], name="query_count_unique"),
            models.CheckConstraint(condition=models.Q(zero__lte=models.F("count")), name="query_count_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.folded}: {self.count}"
