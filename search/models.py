"""What the department edits about search."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.lib.languages import current_language


def lines(text: str) -> tuple[str, ...]:
    """Give the lines of a text that hold anything."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


class Occasion(models.Model):
    """A time or reason to give or to eat something, and the goods that belong to it: `quà Tết` means chè lam, giò, tea …"""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_vi = models.CharField(_("Vietnamese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    phrases = models.TextField(_("phrases"), help_text=_("What buyers type, one a line, with marks; found without them too"))
    goods = models.TextField(_("goods"), help_text=_("Words in the titles of fitting products, one a line"))
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
