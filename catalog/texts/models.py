"""Texts in two languages: one row per language beside what they describe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.lib.languages import Language


class Text(models.Model):
    """What a visitor reads of a product, producer or place in one language.

    A subclass adds a foreign key named in `subject_field` and the constraints of `text_constraints`.
    """

    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=160)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class OldSlug(models.Model):
    """An address that a text once had; it redirects for good."""

    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    slug = models.SlugField(_("address"), max_length=160)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.language}/{self.slug}"


AnyText = TypeVar("AnyText", bound=Text)


def text_constraints(name: str, subject: str) -> list[models.BaseConstraint]:
    """Give the constraints of a text table: one row per subject and language, one slug per language, known languages."""
    return [
        models.UniqueConstraint(fields=[subject, "language"], name=f"{name}_one_per_language"),
        models.UniqueConstraint(fields=["language", "slug"], name=f"{name}_slug_unique"),
        models.CheckConstraint(condition=models.Q(language__in=Language.values), name=f"{name}_language_known"),
        models.CheckConstraint(condition=~models.Q(title="") & ~models.Q(slug=""), name=f"{name}_title_and_slug"),
    ]


def best_text(texts: Iterable[AnyText], language: str) -> AnyText | None:
    """Choose the text in `language`, else the Vietnamese one, else none."""
    by_language = {text.language: text for text in texts}
    return by_language.get(language) or by_language.get(Language.VIETNAMESE)
