"""The shop's two languages in addresses and choices."""

from __future__ import annotations

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """A language of the shop; Vietnamese is the first and the fall-back."""

    VIETNAMESE = "vi", _("Vietnamese")
    ENGLISH = "en", _("English")


def current_language() -> str:
    """Give `vi` or `en`, whatever variant is active."""
    return Language.ENGLISH if (get_language() or "vi").startswith("en") else Language.VIETNAMESE


def _pick(vi: str, en: str) -> str:
    return en if current_language() == Language.ENGLISH else vi


def bilingual(vi: str, en: str) -> str:
    """Give a route for `path()` that reads `vi` in Vietnamese and `en` in English addresses."""
    return lazy(_pick, str)(vi, en)
